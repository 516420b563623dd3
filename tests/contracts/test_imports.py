"""Arrows between packages point one way: channels -> Rasa -> actions -> leads, knowledge, intake -> values; nlu -> knowledge."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT

# Each package with those of ours that it may import. Below them all lies bot.settings, which imports nothing of ours.
MAY_IMPORT = {
    "bot.knowledge": set(),
    "bot.values": set(),
    "bot.leads": set(),
    "bot.keys": {"bot.leads"},
    "bot.intake": {"bot.values"},
    "bot.settings": set(),
    "bot.nlu": {"bot.knowledge", "bot.values", "bot.settings"},
    "actions": {"bot.intake", "bot.knowledge", "bot.leads", "bot.settings"},
    "bot.channels": {"bot.keys", "bot.knowledge", "bot.leads", "bot.settings"},
    "bootstrap": set(),
    "migrations": {"bot.keys", "bot.leads"},
}
WITHOUT_RASA = ("bot.knowledge", "bot.values", "bot.intake", "bot.leads", "bot.keys", "bot.settings", "bootstrap", "migrations")
RASA = ("rasa", "rasa_sdk", "sanic", "tensorflow")


def files_of(package: str) -> list[Path]:
    path = ROOT / package.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imported(path: Path) -> Iterator[str]:
    """Full names of what a file imports, anywhere in it; `from bot import settings` is bot.settings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: object) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)  # type: ignore[attr-defined]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    ours = ("bot", "actions", "bootstrap", "tests", "migrations")
    allowed = {package, *MAY_IMPORT[package]}
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files_of(package)
        for name in imported(path)
        if within(name, ours) and not within(name, allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize("package", WITHOUT_RASA)
def test_what_lies_below_knows_nothing_of_rasa(package: str) -> None:
    wrong = [f"{path.relative_to(ROOT)}: {name}" for path in files_of(package) for name in imported(path) if within(name, RASA)]
    assert wrong == []


@pytest.mark.parametrize("path", files_of("bot.values"), ids=lambda path: path.stem)
def test_each_kind_of_value_stands_alone(path: Path) -> None:
    """But for pattern files and number words, which several share, parts of one kind, and the table of kinds by slot."""
    if path.stem != "slots":
        assert {name.rpartition(".")[0] for name in imported(path) if name.startswith("bot.")} <= {
            "bot.values.vocabulary",
            "bot.values.number_words",
            "bot.values.currencies",
            "bot.values.calendar_days",
            "bot.values.calendar_spans",
            "bot.values.company_name",
        }


def test_every_package_of_ours_has_its_arrows() -> None:
    """A new room gets its place in the table above."""
    rooms = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert rooms - set(MAY_IMPORT) == {"bot.commands"}  # the command line may use everything


def test_only_the_command_line_uses_everything() -> None:
    """Nothing imports bot.commands, bot.servers or actions but the command line, and nothing imports the tests."""
    top = ("bot.commands", "bot.servers", "bot.__main__", "tests")
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for package in MAY_IMPORT
        for path in files_of(package)
        for name in imported(path)
        if within(name, top)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["pipeline", "policies"])
def test_every_class_named_in_the_config_imports(name: str) -> None:
    for item in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))[name]:
        module, _, found = item["name"].rpartition(".")
        if module:
            assert isinstance(getattr(importlib.import_module(module), found), type)
        else:
            assert found in {"MemoizationPolicy", "RulePolicy"}  # Rasa's own, which learn nothing


@pytest.mark.parametrize("name", yaml.safe_load((ROOT / "credentials.yml").read_text(encoding="utf-8")))
def test_every_channel_named_in_the_credentials_imports(name: str) -> None:
    module, _, found = name.rpartition(".")
    assert isinstance(getattr(importlib.import_module(module), found), type)


def test_importing_the_rooms_below_loads_no_rasa() -> None:
    """Not by way of another package either. In this process Rasa may be there already: a fresh one is asked."""
    import subprocess

    rooms = ", ".join(package for package in WITHOUT_RASA if package.startswith("bot."))
    probe = f"import sys, {rooms}; print([name for name in {RASA} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap import interpreter

PACKAGE = Path(interpreter.__file__).parent
REFUSES = "#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n"
RUNS = "#!/bin/sh\nexit 0\n"
OTHER = "#!/bin/sh\nexit 1\n"
Make = Callable[[str, str], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes an executable under tmp_path."""

    def write(path: str, script: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script)
        file.chmod(0o755)
        return file

    return write


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH of two folders and a pyenv without releases."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'first'}{os.pathsep}{tmp_path / 'second'}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))


def test_nothing_found_is_none() -> None:
    assert interpreter.find() is None


def test_python_3_10_on_the_path_goes_first(make: Make) -> None:
    make("first/python3", RUNS)
    make("pyenv/versions/3.10.13/bin/python3.10", RUNS)
    expected = make("second/python3.10", RUNS)
    assert interpreter.find() == expected


def test_a_shim_that_refuses_is_skipped(make: Make) -> None:
    make("first/python3.10", REFUSES)
    make("first/python3", REFUSES)
    make("first/python", REFUSES)
    expected = make("pyenv/versions/3.10.13/bin/python3.10", RUNS)
    assert interpreter.find() == expected


def test_a_plain_python_that_is_a_3_10_will_do(make: Make) -> None:
    make("first/python3.10", REFUSES)
    expected = make("first/python3", RUNS)
    assert interpreter.find() == expected


def test_pythons_of_other_releases_will_not_do(make: Make) -> None:
    make("first/python3", OTHER)
    make("first/python", OTHER)
    make("pyenv/versions/3.11.7/bin/python3.11", RUNS)
    make("pyenv/versions/3.9.18/bin/python3.9", RUNS)
    assert interpreter.find() is None


def test_pyenvs_newest_release_goes_first(make: Make) -> None:
    for release in ("3.10.4", "3.10.13", "3.10.9"):
        make(f"pyenv/versions/{release}/bin/python3.10", RUNS)
    assert [path.parts[-3] for path in interpreter.pyenv_versions()] == ["3.10.13", "3.10.9", "3.10.4"]


def test_a_broken_release_of_pyenv_is_skipped(make: Make) -> None:
    make("pyenv/versions/3.10.13/bin/python3.10", OTHER)
    expected = make("pyenv/versions/3.10.4/bin/python3.10", RUNS)
    assert interpreter.find() == expected


def test_pyenv_is_looked_for_at_home(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYENV_ROOT")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    expected = make("home/.pyenv/versions/3.10.13/bin/python3.10", RUNS)
    assert interpreter.find() == expected


def test_a_real_one_behind_a_shim_is_found(make: Make) -> None:
    make("first/python3.10", REFUSES)
    expected = make("second/python3.10", RUNS)
    assert interpreter.find() == expected


def test_what_cannot_be_run_does_not_run(make: Make, tmp_path: Path) -> None:
    assert not interpreter.runs(tmp_path / "nowhere")
    assert not interpreter.runs(tmp_path)
    assert not interpreter.runs(make("broken", "#!/no/such/shell\n"))
    assert not interpreter.runs(make("no_program", "\x00\x01"))


def test_a_python_that_hangs_does_not_run(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("python", 20)

    monkeypatch.setattr(subprocess, "run", hang)
    assert not interpreter.runs(make("slow", RUNS))


def test_the_one_that_runs_this_test_runs() -> None:
    assert interpreter.runs(Path(sys.executable))


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_it_is_written_for_python_3_8(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_nothing_but_the_standard_library() -> None:
    names = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module).split(".")[0])
    assert names <= set(sys.stdlib_module_names) | {"bootstrap"}


def test_python_3_8_imports_it(tmp_path: Path) -> None:
    found = sorted(Path("~/.pyenv/versions").expanduser().glob("3.8.*/bin/python"))
    if not found:
        pytest.skip("no Python 3.8 here")
    modules = ", ".join(f"bootstrap.{path.stem}" for path in PACKAGE.glob("*.py") if path.stem != "__init__")
    done = subprocess.run([str(found[0]), "-B", "-c", f"import {modules}"], cwd=PACKAGE.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

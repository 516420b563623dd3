"""What holds for the sources as text: sizes, no visitors' words in Python, nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.settings import ROOT

LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
OURS = ("bot", "actions", "bootstrap")
# Absolute paths that exist on one machine only. A home folder is fine as ~ or $HOME.
MACHINE_PATHS = re.compile(
    r"(?<![\w.~$}\"'-])/(?:work|root|home/\w+|Users/\w+|tmp/lab)(?=[/\s\"'`:),]|$)|(?<![\w~])/[\w./-]*\.?pyenv/"
)
PRIVATE_HOSTS = re.compile(
    r"https?://(?:[^/\s\"']*@)?(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:internal|local|lan|corp|intranet)\b)",
    re.IGNORECASE,
)
# pip's and uv's ways to name another index, wherever they stand.
OTHER_INDEXES = re.compile(
    r"--(?:extra-)?index(?:-url)?\b|--find-links\b|--trusted-host\b|\[\[tool\.uv\.index\]\]|UV_(?:DEFAULT_)?INDEX|PIP_INDEX_URL"
)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b|\bsk-\w{32,}\b|\bxox[bp]-\w{10,}")


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def kept_files() -> list[Path]:
    """Every file of the repository, and those about to be; without those that name what is forbidden."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a checkout")
    paths = [ROOT / line for line in listed.stdout.splitlines() if not line.startswith("tests/contracts/")]
    return [path for path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> Iterator[str]:
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


@pytest.mark.parametrize("path", sources(*OURS), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_read_in_one_go(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", sources(*OURS), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("path", sources("actions"), ids=lambda path: path.stem)
def test_no_visitors_words_in_actions(path: Path) -> None:
    """What is said stands in domain.yml and bot/knowledge, where whoever words it finds it."""
    spoken = [
        f"line {call.lineno}"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "text" and isinstance(keyword.value, ast.Constant | ast.JoinedStr)
    ]
    assert spoken == []


@pytest.mark.parametrize("path", sources("actions", "bot/knowledge", "bot/nlu", "bot/channels"), ids=lambda path: path.stem)
def test_no_sentence_to_a_visitor_in_python(path: Path) -> None:
    """Nothing in quotes speaks as Puente does, in the first person, but for docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    spoken = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and re.search(r"\b(?:I'm|I can|I don't|Sorry|Thank you)\b[^|]*[.!?]$", node.value)
    ]
    assert spoken == []


def test_nothing_names_a_path_of_one_machine() -> None:
    assert list(lines_with(MACHINE_PATHS, kept_files())) == []


def test_nothing_names_a_host_of_one_network() -> None:
    assert list(lines_with(PRIVATE_HOSTS, kept_files())) == []


def test_the_locks_are_of_the_public_index() -> None:
    locks = [
        path
        for path in kept_files()
        if path.name.startswith("requirements") or path.name in ("uv.txt", "pyproject.toml", "Makefile")
    ]
    assert len(locks) >= 6
    assert list(lines_with(OTHER_INDEXES, locks)) == []


def test_no_secret_is_kept() -> None:
    assert list(lines_with(SECRETS, kept_files())) == []
    assert not any(path.name == ".env" for path in kept_files())


@pytest.mark.parametrize("text", ["cd /work/main", "see '/work/x'", "/root/.pyenv/versions", "/opt/pyenv/bin", "in /tmp/lab"])
def test_a_machines_path_would_be_noticed(text: str) -> None:
    assert MACHINE_PATHS.search(text.replace("'", ""))


@pytest.mark.parametrize(
    "text", ["~/.pyenv/versions", "network/worker", "/workflow", "docs/work/here", "/webhooks/rest", "$HOME/.pyenv/x"]
)
def test_other_paths_would_not(text: str) -> None:
    assert not MACHINE_PATHS.search(text)

from __future__ import annotations

from pathlib import Path

import pytest

from bootstrap.problems import PATTERNS, SetupProblem, explain

LOG = Path("setup.log")


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("error: failed to write: No space left on device (os error 28)", "disk is full"),
        ("error sending request for url (https://pypi.org/simple/rasa/)", "package index can't be reached"),
        (
            "WARNING: Retrying after NewConnectionError('...: Failed to establish a new connection')",
            "package index can't be reached",
        ),
        ("Temporary failure in name resolution", "package index can't be reached"),
        ("operation timed out", "package index can't be reached"),
        ("error: command 'gcc' failed: No such file or directory: 'gcc'", "no C compiler"),
        ("error: command 'x86_64-linux-gnu-gcc' failed with exit code 1", "no C compiler"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "does not match the lock's hash"),
        ("error: Hash mismatch for `rasa==3.6.21`", "does not match the lock's hash"),
        ("/usr/bin/python3: No module named pip", "has no pip"),
        ("error: Permission denied (os error 13)", "can't be written"),
    ],
)
def test_what_the_tools_print_becomes_advice(output: str, advice: str) -> None:
    problem = explain("Installing", f"some lines\n{output}\nmore lines", LOG)
    assert isinstance(problem, SetupProblem)
    assert str(problem).startswith("Installing: ")
    assert advice in str(problem)


@pytest.mark.parametrize(("word", "advice"), [(word, advice) for words, advice in PATTERNS for word in words])
def test_every_pattern_gives_its_one_line(word: str, advice: str) -> None:
    said = str(explain("Installing", f"... {word} ...", LOG))
    assert said == f"Installing: {advice}"
    assert "\n" not in said


@pytest.mark.parametrize("output", ["", "something nobody has seen\n" * 100])
def test_an_unknown_failure_points_at_the_log(output: str) -> None:
    said = str(explain("Installing", output, LOG))
    assert "setup.log" in said
    assert "\n" not in said


def test_advice_says_what_to_do() -> None:
    for _, advice in PATTERNS:
        assert advice.endswith(".")
        assert any(verb in advice for verb in ("Free", "Check", "Install", "Run"))

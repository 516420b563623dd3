"""What can go wrong while setting up, each as one line a newcomer can act on."""

from __future__ import annotations

from pathlib import Path

PATTERNS = (
    # Words that pip and uv print, and what they mean for the person at the terminal.
    (("No space left on device", "ENOSPC"), "The disk is full. Free at least 3 GB and run the same command again."),
    (
        (
            "error sending request",
            "Failed to fetch",
            "Could not connect",
            "dns error",
            "NewConnectionError",
            "Temporary failure in name resolution",
            "Network is unreachable",
            "Connection refused",
            "timed out",
        ),
        "The package index can't be reached. Check the network (or proxy settings) and run the same command again.",
    ),
    (
        (
            "command 'gcc' failed",
            "unable to execute 'gcc'",
            "Unable to find a compiler",
            "Microsoft Visual C++",
            "command 'cc' failed",
            "No such file or directory: 'gcc'",
            "error: command 'x86_64-linux-gnu-gcc'",
        ),
        "A package has no ready build for this machine and there is no C compiler. Install one "
        "(Debian: apt install build-essential; macOS: xcode-select --install) and run the same command again.",
    ),
    (
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "Hash mismatch"),
        "A downloaded package does not match the lock's hash, so nothing was installed. Run again; if it stays, "
        "something between you and the package index changes files.",
    ),
    (
        ("No module named pip", "No module named 'pip'"),
        "This Python has no pip. Install it (Debian: apt install python3-pip python3-venv) and run the same command again.",
    ),
    (("Permission denied",), "A folder can't be written. Run from a checkout that belongs to you."),
)


class SetupProblem(Exception):
    """Set-up can't go on; the message is one line that says what to do."""


def explain(step: str, output: str, log: Path) -> SetupProblem:
    """The problem behind a failed step's output; unknown ones point at the log, which holds it whole."""
    for words, advice in PATTERNS:
        if any(word in output for word in words):
            return SetupProblem(f"{step}: {advice}")
    return SetupProblem(f"{step} failed; {log} says why.")

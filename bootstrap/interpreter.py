"""Finds a Python 3.10: one that really runs on PATH, then pyenv's own, then the one uv can download."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, Optional

# The modules a distribution may leave out of its python3.10, and which Puente cannot do without.
PROBE = "import sys, ssl, sqlite3, ctypes; sys.exit(0 if sys.version_info[:2] == (3, 10) else 1)"


def find() -> Optional[Path]:
    """Path of a Python 3.10 that runs, or None when only a download could bring one."""
    return next((path for path in candidates() if runs(path)), None)


def candidates() -> Iterator[Path]:
    """Where a Python 3.10 may be, most trusted first."""
    # Every folder of PATH, for the first python3.10 may be a shim of pyenv that refuses to run.
    folders = list(dict.fromkeys(os.get_exec_path()))
    for name in ("python3.10", "python3", "python"):
        for folder in folders:
            found = shutil.which(name, path=folder)
            if found:
                yield Path(found)
    yield from pyenv_versions()


def pyenv_versions() -> Iterator[Path]:
    """pyenv's 3.10 releases, newest first. Its shims refuse unless a release is chosen, so they are by-passed."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    releases = root.glob("versions/3.10.*/bin/python3.10")
    yield from sorted(releases, key=lambda path: [int(n) for n in path.parts[-3].split(".") if n.isdigit()], reverse=True)


def runs(python: Path) -> bool:
    """Whether this file is a working Python 3.10 with the modules we need."""
    try:
        return subprocess.run([str(python), "-c", PROBE], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False

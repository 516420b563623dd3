"""`make lock`: writes the locks, with hashes, from requirements*.in."""

from __future__ import annotations

import os
import subprocess
import sys

from bootstrap.environment import DEV_LOCK, LOCK, ROOT, STANDINS, ensure_uv
from bootstrap.problems import SetupProblem

JOBS = (
    [str(ROOT / "requirements.in"), "--override", str((STANDINS / "overrides.txt").relative_to(ROOT)), "-o", str(LOCK)],
    [str(ROOT / "requirements-dev.in"), "-o", str(DEV_LOCK)],
    [str(ROOT / "tests" / "fuzz" / "requirements.in"), "-o", str(ROOT / "tests" / "fuzz" / "requirements.txt")],
)


def main() -> int:
    """0 when all locks are written."""
    try:
        uv = ensure_uv(print)
    except SetupProblem as problem:
        print(f"puente: {problem}", file=sys.stderr)
        return 1
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    for job in JOBS:
        command = [str(uv), "pip", "compile", "--quiet", "--python-version", "3.10", "--universal", "--generate-hashes", *job]
        if subprocess.run(command, cwd=str(ROOT), env=environment).returncode != 0:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

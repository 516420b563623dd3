"""Makes `.venv` match the lock: uv by pip into a folder of our own, then the packages, then the stand-ins."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, List, Optional

from bootstrap import interpreter
from bootstrap.problems import SetupProblem, explain

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOG = ROOT / ".tools" / "setup.log"
STAMP = VENV / "puente-lock"
UV_LOCK = ROOT / "bootstrap" / "uv.txt"
LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
STANDINS = ROOT / "standins"
FREE_DISK_BYTES = 3 * 10**9


def ensure(dev: bool, say: Callable[[str], None]) -> None:
    """`.venv` holds exactly what the lock says (and, with `dev`, the developer's lock too).

    Does nothing, in a few milliseconds, when it already does. Raises SetupProblem with one line of advice.
    """
    if is_current(dev):
        return
    TOOLS.mkdir(exist_ok=True)
    LOG.write_text("", encoding="utf-8")
    if shutil.disk_usage(ROOT).free < FREE_DISK_BYTES:
        raise SetupProblem("Less than 3 GB of disk are free; Puente needs about 2 GB. Free some and run again.")
    uv = ensure_uv(say)
    ensure_venv(uv, say)
    locks = [LOCK, DEV_LOCK] if dev else [LOCK]
    python = ["--python", str(venv_python())]
    step(
        say,
        "Installing the locked packages",
        [str(uv), "pip", "sync", *python, "--require-hashes", "--compile-bytecode", "--quiet", *map(str, locks)],
    )
    step(
        say,
        "Installing the stand-ins for packages Puente does without",
        [str(uv), "pip", "install", *python, "--no-deps", "--no-build-isolation", "--compile-bytecode", "--quiet", *standins()],
    )
    STAMP.write_text("\n".join(stamp(with_dev) for with_dev in ({False, dev})), encoding="utf-8")


def is_current(dev: bool) -> bool:
    """Whether `.venv` was made from today's lock files and stand-ins."""
    try:
        return stamp(dev) in STAMP.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False


def stamp(dev: bool) -> str:
    """Digest of everything that decides what is in `.venv`."""
    digest = hashlib.sha256(b"dev" if dev else b"run")
    # Not standins/*/build, which installing them leaves behind.
    sources = [LOCK, UV_LOCK, *sorted(STANDINS.glob("*/src/**/*.py")), *sorted(STANDINS.glob("*/pyproject.toml"))]
    for path in sources + ([DEV_LOCK] if dev else []):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def standins() -> List[str]:
    """The stand-in packages' folders."""
    return [str(path.parent) for path in sorted(STANDINS.glob("*/pyproject.toml"))]


def venv_python() -> Path:
    """The interpreter inside `.venv`."""
    return VENV / "bin" / "python"


def ensure_uv(say: Callable[[str], None]) -> Path:
    """Path of uv at the pinned version, in the project's own folder."""
    home = TOOLS / ("uv-" + hashlib.sha256(UV_LOCK.read_bytes()).hexdigest()[:12])
    if not (home / "bin" / "uv").exists():
        shutil.rmtree(home, ignore_errors=True)
        step(
            say,
            "Fetching the installer (uv)",
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "--no-deps",
                "--target",
                str(home),
                "-r",
                str(UV_LOCK),
            ],
        )
    return home / "bin" / "uv"


def ensure_venv(uv: Path, say: Callable[[str], None]) -> None:
    """`.venv` exists and is a Python 3.10."""
    if interpreter.runs(venv_python()):
        return
    python: Optional[Path] = interpreter.find()
    command = [str(uv), "venv", "--quiet", "--clear", str(VENV), "--python"]
    if python is not None:
        step(say, f"Making .venv with {python}", [*command, str(python)])
        return
    try:
        step(say, "No Python 3.10 here; fetching one", [*command, "3.10", "--managed-python"])
    except SetupProblem as problem:
        raise SetupProblem(
            "Python 3.10 is needed (Rasa 3.6 runs on no newer one), none was found and none could be downloaded. "
            "Install it (`pyenv install 3.10`, or your system's python3.10 package) and run the same command again."
        ) from problem


def step(say: Callable[[str], None], what: str, command: List[str]) -> None:
    """Runs one long step with a line of progress before and its seconds after; its output goes to the log."""
    say(f"{what} ...")
    started = time.monotonic()
    env = {**os.environ, "UV_NO_PROGRESS": "1"}
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=str(ROOT), env=env)
    except OSError as error:
        raise SetupProblem(f"{what}: {error}") from error
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {what}\n{done.stdout}\n")
    if done.returncode != 0:
        raise explain(what, done.stdout, LOG)
    say(f"  done in {time.monotonic() - started:.0f} s")

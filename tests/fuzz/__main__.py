"""`python -m tests.fuzz`: thousands of requests, good and bad, made up from /openapi.json and sent to a server of its own.

schemathesis and the validator fight Rasa's pins, so they get an environment of their own in .tools/.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap import environment, interpreter
from bootstrap.problems import SetupProblem
from bot import keys, leads, settings
from bot.servers import ServerProblem, free_ports, serving
from bot.settings import ROOT

LOCK = Path(__file__).with_name("requirements.txt")
CONFIG = Path(__file__).with_name("schemathesis.toml")
DOCUMENT = ROOT / "bot" / "channels" / "rest" / "openapi.yml"
SECONDS = 75
SEED = 1  # the same requests each time, as far as the time allows
PLENTY = 1_000_000


def main() -> int:
    """0 when the document is valid and the server keeps to it; 1 with what was found."""
    try:
        tools = prepare_environment()
        with server() as (url, token):
            return run(tools, url, token)
    except (SetupProblem, ServerProblem) as problem:
        print(f"puente: {problem}", file=sys.stderr)
        return 1


def prepare_environment() -> Path:
    """The folder with the tools' commands. Raises SetupProblem with one line of advice."""
    environment.TOOLS.mkdir(exist_ok=True)
    home = environment.TOOLS / ("schemathesis-" + hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12])
    python = home / "bin" / "python"
    uv = str(environment.ensure_uv(say))
    if not interpreter.runs(python):
        environment.step(
            say,
            "Making an environment for schemathesis",
            [uv, "venv", "--quiet", "--clear", str(home), "--python", sys.executable],
        )
    install = [uv, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(LOCK)]
    environment.step(say, "Installing schemathesis", install)
    return home / "bin"


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """A server's address and a key for it; free ports, databases of its own, limits out of the way."""
    with tempfile.TemporaryDirectory() as scratch:
        own = {"tracker_database": f"{scratch}/conversations.db", "database_url": f"sqlite:///{scratch}/leads.db"}
        limits = {"rest_per_minute": PLENTY, "rest_sender_per_minute": PLENTY}
        config = free_ports(settings.load({}), own | limits)
        with serving(config, Path(scratch) / "log"):
            made = keys.create_key(leads.session_factory(config.database_url), "schemathesis", keys.SCOPES)
            yield config.url, made.token


def run(tools: Path, url: str, token: str) -> int:
    """The first command's exit code that isn't 0."""
    validate = [str(tools / "openapi-spec-validator"), str(DOCUMENT)]
    fuzz = [str(tools / "schemathesis"), "--config-file", str(CONFIG), "run", f"{url}/openapi.json"]
    fuzz += ["-H", f"Authorization: Bearer {token}", "--max-time", str(SECONDS), "--seed", str(SEED)]
    for command in (validate, fuzz):
        code = subprocess.run(command, cwd=ROOT).returncode
        if code != 0:
            return code
    return 0


def say(line: str) -> None:
    """Progress, one line at a time."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

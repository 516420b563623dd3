"""Starts Rasa's server and the action server, waits until both serve, and ends both."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

import yaml

from bot.channels.secret_key import secret_key
from bot.leads import LeadError
from bot.leads import schema as lead_schema
from bot.settings import MODELS_FOLDER, ROOT, Settings

READY_SECONDS = 120
STOP_SECONDS = 10


class ServerProblem(Exception):
    """The servers can't run; one line that says why and what to do."""


def rasa_environment(config: Settings) -> dict[str, str]:
    """The variables our processes need beside the caller's own: no telemetry, no chatter, these settings."""
    return {
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": config.log_level,
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "SANIC_HOST": "127.0.0.1",  # the action server trusts whoever reaches it
        "DATABASE_URL": config.database_url,
        "PUENTE_TRACKER_DATABASE": config.tracker_database,
        "PUENTE_ACTION_PORT": str(config.action_port),
        "PUENTE_PORT": str(config.port),
        "PUENTE_ORIGINS": ",".join(config.origins),
        "PUENTE_SECRET": config.secret,
        "PUENTE_PROXIES": str(config.proxies),
    }


def write_endpoints(config: Settings) -> Path:
    """endpoints.yml with these settings' port and conversations, beside the conversations; gives its path."""
    content = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    content["action_endpoint"]["url"] = f"{config.action_url}/webhook"
    content["tracker_store"]["db"] = config.tracker_database
    path = Path(config.tracker_database).with_suffix(".endpoints.yml")
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


@contextmanager
def serving(config: Settings, log: Path | None = None) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Both servers, ready, for as long as the block runs; gives their processes. Raises ServerProblem."""
    for name, port in (("PUENTE_PORT", config.port), ("PUENTE_ACTION_PORT", config.action_port)):
        require_free(name, port)
    prepare_databases(config)
    with opened(log) as output:
        processes: list[subprocess.Popen[bytes]] = []
        try:
            processes += [start(command, config, output) for command in commands(config)]
            wait_until_ready(config, processes, log)
            yield processes
        finally:
            stop(processes)


def commands(config: Settings) -> list[list[str]]:
    """The two servers' command lines: the action server only for this machine."""
    rasa = [sys.executable, "-m", "rasa", "run", "--model", str(MODELS_FOLDER), "--endpoints", str(write_endpoints(config))]
    rasa += ["-i", config.host, "-p", str(config.port)]
    return [rasa, [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(config.action_port)]]


def start(command: list[str], config: Settings, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    """One server in a process group of its own, so that Ctrl-C reaches it through us, in order."""
    environment = {**os.environ, **rasa_environment(config)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
    )


def wait_until_ready(config: Settings, processes: list[subprocess.Popen[bytes]], log: Path | None) -> None:
    """Returns when `/ready` answers 200; raises when a server ends or time is up."""
    deadline = time.monotonic() + READY_SECONDS
    reason = "it does not answer"
    while time.monotonic() < deadline:
        for process in processes:
            if process.poll() is not None:
                raise ServerProblem(f"a server ended while starting; {log or 'its output'} says why")
        reason = not_ready(config.url)
        if not reason:
            return
        time.sleep(0.1)
    raise ServerProblem(f"not ready after {READY_SECONDS} s: {reason}; {log or 'its output'} says more")


def not_ready(url: str) -> str:
    """Why `/ready` at this address doesn't say yes; empty when it does."""
    try:
        with urllib.request.urlopen(f"{url}/ready", timeout=5) as answer:
            return "" if answer.status == 200 else f"it answers {answer.status}"
    except urllib.error.HTTPError as error:
        with suppress(ValueError, OSError):
            return str(json.load(error).get("reason", error))
        return str(error)
    except OSError as error:
        return str(error)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ends every process and its children."""
    for process in processes:
        signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        signal_group(process, signal.SIGKILL)
        process.wait()


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Sends a signal to a server and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def require_free(variable: str, port: int) -> None:
    """Raises when something already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ServerProblem(f"port {port} is taken: stop what uses it, or set {variable} to another port") from error


def prepare_databases(config: Settings) -> None:
    """The lead database is migrated; the folder for conversations and the key of their tokens are there."""
    try:
        secret_key(config)
        Path(config.tracker_database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerProblem(f"{config.secret_file.parent} or the secret.key in it can't be used: {error}") from error
    try:
        lead_schema.upgrade(config.database_url)
    except LeadError as error:
        raise ServerProblem(f"the lead database can't be used: {error}") from error


@contextmanager
def opened(log: Path | None) -> Iterator[IO[bytes] | None]:
    """The log file for the servers' output, or None for ours."""
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        yield output


def free_ports(config: Settings, overrides: Mapping[str, object] | None = None) -> Settings:
    """The same settings on two ports nobody uses, for a server of one's own."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        ports = {"port": one.getsockname()[1], "action_port": two.getsockname()[1]}
    return replace(config, **{**ports, **(overrides or {})})  # type: ignore[arg-type]

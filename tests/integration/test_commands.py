"""The command line, and Rasa's own, as a newcomer uses them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import settings
from bot.servers import free_ports, rasa_environment, write_endpoints
from bot.settings import ROOT, Settings
from tests.conftest import Puente
from tests.visitor import Visitor, parse


def python(config: Settings, *arguments: str, said: str | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m ...` at the project's root with these settings; `said` goes to its input."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, **rasa_environment(config)},
        input=said or "",
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_ask_asks_the_running_server(puente: Puente) -> None:
    done = python(puente.config, "bot", "ask", "why Mexico?")
    assert (done.returncode, done.stderr) == (0, "")
    assert "700,000" in done.stdout
    assert "Source: Benefits of Outsourcing to Mexico" in done.stdout
    assert "  - Is Mexico cheaper?" in done.stdout


def test_ask_can_print_what_rest_sends(puente: Puente) -> None:
    done = python(puente.config, "bot", "ask", "--json", "why Mexico?")
    assert done.returncode == 0
    assert parse(json.loads(done.stdout)).envelope["topics"] == ["why_mexico"]


@pytest.mark.parametrize("text", ["", "/restart", "\U0001f600"])
def test_ask_answers_odd_text(puente: Puente, text: str) -> None:
    done = python(puente.config, "bot", "ask", text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_ask_refused_is_one_line(puente: Puente) -> None:
    done = python(puente.config, "bot", "ask", "x" * 5000)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_ask_starts_a_server_of_its_own_when_none_runs(tmp_path: Path) -> None:
    config = free_ports(
        settings.load({}),
        {"tracker_database": str(tmp_path / "conversations.db"), "database_url": f"sqlite:///{tmp_path}/leads.db"},
    )
    done = python(config, "bot", "ask", "why Mexico?")
    assert done.returncode == 0, done.stderr
    assert "700,000" in done.stdout
    assert "starting" in done.stderr
    assert "Traceback" not in done.stderr
    # A question on the side must leave no trace in the operator's databases.
    assert not (tmp_path / "leads.db").exists()
    assert not (tmp_path / "conversations.db").exists()


OPENING = ("we need help with our ERP, 5 devs in GDL", "no rush", "20k a month", "skip", "skip")


def test_leads_list_shows_the_lead_of_a_conversation(puente: Puente, visitor: Visitor) -> None:
    done = visitor.tell(*OPENING, "Jane Doe", "jane@list.example.org", "skip", "Yes, pass it on")
    reference = done.envelope["lead"]["reference"]
    listed = python(puente.config, "bot", "leads", "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    (row,) = [line for line in listed.stdout.splitlines() if reference in line]
    assert re.search(r"handed_off\s+Jane Doe\s+jane@list\.example\.org\s+we need help with our ERP", row)
    shown = python(puente.config, "bot", "leads", "show", reference)
    assert "contact given on rest" in shown.stdout


def test_leads_list_without_a_database_is_one_line(tmp_path: Path) -> None:
    config = free_ports(
        settings.load({}),
        {"database_url": f"sqlite:///{tmp_path}/leads.db", "tracker_database": str(tmp_path / "conversations.db")},
    )
    done = python(config, "bot", "leads", "list")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "leads.db").exists()


def test_rasa_validates_the_data(puente: Puente) -> None:
    done = python(puente.config, "rasa", "data", "validate", "--fail-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_rasa_shell_answers(puente: Puente, tmp_path: Path) -> None:
    config = free_ports(puente.config, {"action_port": puente.config.action_port, "tracker_database": str(tmp_path / "shell.db")})
    # A greeting has no buttons: Rasa's shell makes a menu of those, which waits for a key on a terminal.
    shell = ("rasa", "shell", "--endpoints", str(write_endpoints(config)), "--port", str(config.port))
    done = python(config, *shell, said="hello\n/stop\n")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Hello! I'm Puente, a bot." in done.stdout


def test_telemetry_is_off(puente: Puente) -> None:
    assert rasa_environment(puente.config)["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_telemetry_is_off_in_the_running_servers(puente: Puente) -> None:
    ports = (f"-p\0{puente.config.port}", f"--port\0{puente.config.action_port}")
    running = [folder for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    servers = [folder for folder in running if any(port in arguments(folder) for port in ports)]
    assert len(servers) == 2
    for folder in servers:
        assert b"RASA_TELEMETRY_ENABLED=false" in (folder / "environ").read_bytes().split(b"\0")


def arguments(folder: Path) -> str:
    """A process's command line; empty when it has ended or is none of ours."""
    try:
        return (folder / "cmdline").read_text()
    except OSError:
        return ""

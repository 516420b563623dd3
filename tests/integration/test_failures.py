"""What visitors and operators see when a part is down: honest words, never silence, never "saved"."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import pytest

from bot import settings
from bot.servers import commands, free_ports, not_ready, rasa_environment, serving, start, stop
from bot.settings import ROOT, Settings
from tests.conftest import Puente
from tests.visitor import Reply, Visitor

TALK, YES = "I want to talk to someone", "Yes, pass it on"
# Answers everything up to the name in one message, so that a conversation is short.
NEED = "We need a team of 5 in GDL starting 2027-03-15, about 20k a month. I'm the CTO at Kite & Keel, phone +1 415 555 0132."
Broken = Callable[[Path], AbstractContextManager[None]]
ANSWERS = (TALK, NEED, "Jane Doe", "jane@acme.com", YES)
RESTART_SECONDS = 30


@dataclass
class Fragile(Puente):
    """Both servers, whose action server can be killed and started again."""

    action_server: subprocess.Popen[bytes]
    log: IO[bytes]

    @property
    def database(self) -> Path:
        """The lead database's file."""
        return Path(self.config.database_url.removeprefix("sqlite:///"))

    def kill(self) -> None:
        """Kills the action server."""
        os.killpg(self.action_server.pid, signal.SIGKILL)
        self.action_server.wait()

    def revive(self) -> None:
        """Starts the action server again, if it is down."""
        if self.action_server.poll() is not None:
            self.action_server = start(commands(self.config)[1], self.config, self.log)
        deadline = time.monotonic() + RESTART_SECONDS
        while not_ready(self.url):
            assert time.monotonic() < deadline, not_ready(self.url)
            time.sleep(0.1)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fragile]:
    """Servers that nobody else uses."""
    folder = tmp_path_factory.mktemp("fragile")
    config = own(folder)
    with (folder / "actions.log").open("ab") as log, serving(config, folder / "servers.log") as processes:
        made = Fragile(config, processes[1], log)
        try:
            yield made
        finally:
            stop([made.action_server])


@pytest.fixture
def fragile(servers: Fragile) -> Iterator[Fragile]:
    """The same, whole again after each test, and without leads: the same address would join an earlier one."""
    with closing(sqlite3.connect(servers.database)) as database, database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM leads")
    yield servers
    servers.revive()


def own(folder: Path) -> Settings:
    return free_ports(
        settings.load({}), {"tracker_database": str(folder / "conversations.db"), "database_url": f"sqlite:///{folder}/leads.db"}
    )


def honest(reply: Reply) -> bool:
    """Whether a reply claims nothing and says that something is wrong."""
    claims = re.search(r"is saved|L-[0-9A-Z]{8}|our team will write|dropped that|deleted|off our lead list", reply.text)
    return not claims and reply.type == "error" and reply.envelope["lead"] is None


@pytest.mark.parametrize("answered", range(5), ids=["before the form", "need", "name", "email", "consent"])
def test_the_action_server_dies(fragile: Fragile, answered: int) -> None:
    visitor = Visitor(fragile.url)
    for text in ANSWERS[:answered]:
        visitor.say(text)
    before = fragile.leads_of(visitor)
    fragile.kill()

    reply = visitor.say(ANSWERS[answered])
    assert honest(reply), reply
    assert honest(visitor.say(ANSWERS[answered]))
    assert ready(fragile) == (503, "the action server can't be reached")
    assert fragile.leads_of(visitor) == before

    fragile.revive()
    rest = goes_on(visitor)
    assert rest.type == "handoff", rest
    (lead,) = fragile.leads_of(visitor)
    assert (lead.status, lead.name, lead.email) == ("handed_off", "Jane Doe", "jane@acme.com")
    assert lead.need and lead.need in NEED


def goes_on(visitor: Visitor) -> Reply:
    """The last reply after answering whatever is asked, from the start if nothing is."""
    said = {"need": NEED, "name": "Jane Doe", "email": "jane@acme.com", "consent": YES, None: TALK}
    reply = visitor.say("hello")
    for _ in range(6):
        reply = visitor.say(said[reply.envelope["asks"]])
        if reply.type == "handoff":
            break
    return reply


def test_a_question_while_the_action_server_is_down_gets_an_apology(fragile: Fragile) -> None:
    visitor = Visitor(fragile.url)
    visitor.say("tell me about Tijuana")
    fragile.kill()
    for text in ("tell me more", "why Mexico?", "hello", "asdfgh qwerty zxcvb", "yes", "/restart"):
        assert honest(visitor.say(text)), text
    fragile.revive()
    reply = visitor.say("why Mexico?")
    assert (reply.type, reply.sections) == ("answer", ["Benefits of Outsourcing to Mexico"])


def test_a_refusal_while_the_action_server_is_down_claims_no_deletion(fragile: Fragile) -> None:
    visitor = Visitor(fragile.url)
    visitor.tell(*ANSWERS[:4])
    fragile.kill()
    assert honest(visitor.say("No, don't"))
    fragile.revive()
    visitor.tell("hello", "No, don't")
    assert fragile.leads_of(visitor) == []


def test_stop_while_the_action_server_is_down_claims_no_deletion(fragile: Fragile) -> None:
    visitor = Visitor(fragile.url)
    visitor.tell(*ANSWERS[:3])
    fragile.kill()
    assert honest(visitor.say("stop"))
    fragile.revive()
    visitor.tell("stop")
    assert fragile.leads_of(visitor) == []


@contextmanager
def removed(file: Path) -> Iterator[None]:
    """The database is gone, and back afterwards."""
    aside = file.with_suffix(".aside")
    checkpoint(file)
    file.rename(aside)
    try:
        yield
    finally:
        forget(file)
        aside.rename(file)


@contextmanager
def corrupted(file: Path) -> Iterator[None]:
    """The file holds something else, and the database again afterwards."""
    aside = file.with_suffix(".aside")
    checkpoint(file)
    shutil.copy(file, aside)
    file.write_bytes(b"this is no database" * 1000)
    try:
        yield
    finally:
        forget(file)
        aside.rename(file)


@contextmanager
def read_only(file: Path) -> Iterator[None]:
    """SQLite may not write: byte 18 of the header, the write version, is one that no SQLite knows.

    The file's mode would not do: it doesn't stop root.
    """
    checkpoint(file)
    original = file.read_bytes()[18]
    put(file, 18, 99)
    try:
        yield
    finally:
        put(file, 18, original)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process keeps writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def checkpoint(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def forget(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def put(file: Path, position: int, value: int) -> None:
    with file.open("r+b") as stream:
        stream.seek(position)
        stream.write(bytes([value]))


# Each try on a locked database waits for seconds; one place is enough.
BREAKAGES = [(broken, answered) for broken in (removed, corrupted, read_only) for answered in (1, 3, 4)] + [(locked, 4)]
ASKED = {1: "need", 2: "name", 3: "email", 4: "consent"}


@pytest.mark.parametrize(("broken", "answered"), BREAKAGES, ids=[f"{broken.__name__}-{ASKED[at]}" for broken, at in BREAKAGES])
def test_the_lead_database_fails(fragile: Fragile, broken: Broken, answered: int) -> None:
    visitor = Visitor(fragile.url)
    visitor.tell(*ANSWERS[:answered])
    before = fragile.leads_of(visitor)
    with broken(fragile.database):
        reply = visitor.say(ANSWERS[answered])
        assert honest(reply), reply
        assert "couldn't save" in reply.text
        if broken is not locked:
            status, reason = ready(fragile)
            assert (status, "lead database" in reason) == (503, True)
    assert fragile.leads_of(visitor) == before
    done = goes_on(visitor)
    assert done.type == "handoff", done
    assert [lead.status for lead in fragile.leads_of(visitor)] == ["handed_off"]


@pytest.mark.parametrize("answered", [1, 2, 3, 4], ids=list(ASKED.values()))
def test_what_could_not_be_saved_is_kept_and_saved_with_the_next_message(fragile: Fragile, answered: int) -> None:
    visitor = Visitor(fragile.url)
    visitor.tell(*ANSWERS[:answered])
    with read_only(fragile.database):
        reply = visitor.say(ANSWERS[answered])
    assert "couldn't save" in reply.text
    rest = ANSWERS[answered + 1 :] or (YES,)
    assert visitor.tell(*rest).type == "handoff"
    (lead,) = fragile.leads_of(visitor)
    assert (lead.status, lead.name, lead.email) == ("handed_off", "Jane Doe", "jane@acme.com")


@pytest.mark.parametrize(("answered", "word"), [(4, "No, don't"), (3, "stop")])
def test_a_refusal_sent_once_more_deletes(fragile: Fragile, answered: int, word: str) -> None:
    visitor = Visitor(fragile.url)
    visitor.tell(*ANSWERS[:answered])
    with read_only(fragile.database):
        assert honest(visitor.say(word))
    visitor.say(word)
    assert fragile.leads_of(visitor) == []


def test_try_again_is_no_name(fragile: Fragile) -> None:
    visitor = Visitor(fragile.url)
    assert visitor.tell(TALK, NEED, "try again").envelope["asks"] == "name"
    assert [lead.name for lead in fragile.leads_of(visitor)] == [None]


def test_a_restarted_server_goes_on_with_the_same_lead(tmp_path: Path) -> None:
    config = own(tmp_path)
    with serving(config, tmp_path / "servers.log"):
        visitor = Visitor(config.url)
        assert visitor.tell(*ANSWERS[:3]).envelope["asks"] == "email"
    with serving(config, tmp_path / "servers.log"):
        assert visitor.tell(*ANSWERS[3:]).type == "handoff"
        (lead,) = Puente(config).leads_of(visitor)
    assert (lead.status, lead.name) == ("handed_off", "Jane Doe")


def test_questions_are_answered_while_the_lead_database_is_gone(fragile: Fragile) -> None:
    with removed(fragile.database):
        assert Visitor(fragile.url).say("how long is the flight").type == "answer"


def ready(puente: Puente) -> tuple[int, str]:
    """The status of /ready, and its reason when it isn't."""
    try:
        with urllib.request.urlopen(f"{puente.url}/ready", timeout=10) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, str(json.load(error)["reason"])


def run_bot(config: Settings, *arguments: str) -> subprocess.Popen[str]:
    """`python -m bot` with these settings; SIGINT reaches it whatever the caller does with its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**os.environ, **rasa_environment(config)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.mark.parametrize("variable", ["PUENTE_PORT", "PUENTE_ACTION_PORT"])
def test_a_taken_port_is_one_line(tmp_path: Path, variable: str) -> None:
    config = own(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config = replace(config, **{"port" if variable == "PUENTE_PORT" else "action_port": port})  # type: ignore[arg-type]
        running = run_bot(config, "run")
        _, problem = running.communicate(timeout=60)
    assert running.returncode == 1
    assert len(problem.strip().splitlines()) == 1, problem
    assert str(port) in problem
    assert variable in problem


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [int(row.split()[0]) for row in rows if int(row.split()[1]) == pid]


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(shutil.which("ps") is None, reason="needs ps")
def test_ctrl_c_ends_both_servers(tmp_path: Path, number: signal.Signals) -> None:
    running = run_bot(own(tmp_path), "run")
    try:
        assert running.stdout is not None
        said = ""
        # SIGTERM while it still starts, SIGINT when it is ready: both must leave nothing behind.
        until = "Ctrl-C" if number is signal.SIGINT else "Starting"
        while until not in said:
            line = running.stdout.readline()
            assert line, f"it ended: {said} {running.stderr.read() if running.stderr else ''}"
            said += line
        deadline = time.monotonic() + 10
        while len(found := children(running.pid)) < 2:
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
        running.send_signal(number)
        out, problem = running.communicate(timeout=10)
        assert running.returncode == 0, problem
        assert "Traceback" not in problem + out
        assert not [pid for pid in found if alive(pid)]
    finally:
        if running.poll() is None:
            for pid in children(running.pid):
                os.kill(pid, signal.SIGKILL)
            running.kill()
            running.communicate()

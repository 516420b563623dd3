"""The website channel when something breaks, and its limits, on servers that nobody else uses."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from bot import settings
from bot.servers import commands, free_ports, not_ready, serving, start, stop
from tests.conftest import Puente
from tests.website_page import Page, open_page, open_socket

WHY, FLIGHTS, TIJUANA = "why Mexico?", "how long is the flight?", "tell me about Tijuana"
ACME = "https://www.acme.example"
START_SECONDS = 60


@dataclass
class Fragile(Puente):
    """Both servers, each of which can be stopped, killed and started again."""

    processes: list[subprocess.Popen[bytes]]
    log: IO[bytes]

    def pause(self, number: int) -> None:
        """Has one server (0 Rasa, 1 actions) stand still."""
        os.killpg(self.processes[number].pid, signal.SIGSTOP)

    def go_on(self, number: int) -> None:
        """Ends the pause."""
        os.killpg(self.processes[number].pid, signal.SIGCONT)

    def kill(self, number: int) -> None:
        """Kills one server as kill -9 does."""
        os.killpg(self.processes[number].pid, signal.SIGKILL)
        self.processes[number].wait()

    def revive(self) -> None:
        """Starts what is down."""
        for number, process in enumerate(self.processes):
            if process.poll() is not None:
                self.processes[number] = start(commands(self.config)[number], self.config, self.log)
        deadline = time.monotonic() + START_SECONDS
        while not_ready(self.url):
            assert time.monotonic() < deadline, not_ready(self.url)
            time.sleep(0.1)


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fragile]:
    """Servers behind one proxy, which name a site whose pages may hold the widget."""
    folder = tmp_path_factory.mktemp("website")
    config = free_ports(
        settings.load({}),
        {
            "tracker_database": str(folder / "conversations.db"),
            "database_url": f"sqlite:///{folder}/leads.db",
            "origins": (ACME,),
            "proxies": 1,
        },
    )
    with (folder / "later.log").open("ab") as log, serving(config, folder / "servers.log") as processes:
        made = Fragile(config, list(processes), log)
        try:
            yield made
        finally:
            stop(made.processes)


@pytest.fixture(autouse=True)
def whole(fragile: Fragile) -> Iterator[None]:
    """Both servers are up again after each test."""
    yield
    for number in (0, 1):
        fragile.go_on(number) if fragile.processes[number].poll() is None else None
    fragile.revive()


def new_id() -> str:
    return str(uuid.uuid4())


def asked_on(page: Page) -> list[str]:
    return [message["text"] for message in page.messages if message["from"] == "visitor"]


async def until_typing(page: Page) -> None:
    await page.until("typing", page.names().count("typing") + 1)


def test_who_drops_out_in_mid_turn_finds_the_answer_later(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url) as page:
            await page.say(TIJUANA)
            fragile.pause(1)
            await page.start("message", {"id": new_id(), "text": FLIGHTS})
            await until_typing(page)
            token, last = page.session["token"], page.last
            await page.drop()
        async with open_page(fragile.url, token, last) as page:
            assert (page.session["resumed"], page.session["typing"], page.messages) == (True, True, [])
            fragile.go_on(1)
            assert (await page.until("turn_end"))["data"]["topics"] == ["flights"]
            shown = page.said
        async with open_page(fragile.url, token, last) as page:
            assert page.session["typing"] is False
            assert page.said[-1:] == shown[-1:]

    asyncio.run(play())


def test_what_was_queued_when_the_connection_dropped_is_answered_in_order(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url) as page:
            token = page.session["token"]
            fragile.pause(1)
            texts = [TIJUANA, FLIGHTS, WHY]
            for text in texts:
                await page.start("message", {"id": new_id(), "text": text})
            assert (await page.say(""))["code"] == "empty"  # so the others have arrived too
            await page.drop()
        fragile.go_on(1)
        deadline = time.monotonic() + 30
        async with open_page(fragile.url, token) as page:
            while not (page.messages and page.messages[-1]["from"] == "bot" and asked_on(page) == texts):
                assert time.monotonic() < deadline, page.messages
                await asyncio.sleep(0.1)
        async with open_page(fragile.url, token) as page:
            assert asked_on(page) == texts

    asyncio.run(play())


@pytest.mark.parametrize("when", ["between turns", "in mid-turn"])
def test_a_killed_server_goes_on_with_the_conversation_after_its_restart(fragile: Fragile, when: str) -> None:
    async def before() -> tuple[str, str, list[dict[str, Any]]]:
        async with open_page(fragile.url) as page:
            await page.say(TIJUANA)
            seen, name = list(page.messages), new_id()
            if when == "in mid-turn":
                fragile.pause(1)
                await page.start("message", {"id": name, "text": "tell me more"})
                await until_typing(page)
            fragile.kill(0)
            await page.ended()
            return page.session["token"], name, seen

    async def after(token: str, name: str, seen: list[dict[str, Any]]) -> None:
        async with open_page(fragile.url, token, seen[-1]["id"]) as page:
            assert (page.session["resumed"], page.messages) == (True, [])
            assert await asyncio.gather(page.say("tell me more", name), page.say("tell me more", name)) == [{"ok": True}] * 2
            assert (await page.until("turn_end"))["data"]["topics"] == ["hub"]
        async with open_page(fragile.url, token) as page:
            turns = {message["turn"] for message in page.messages}
            assert turns == {seen[0]["turn"], name}
            assert len(page.messages) == len({message["id"] for message in page.messages})
            assert [message["text"] for message in page.messages[: len(seen)]] == [message["text"] for message in seen]

    given = asyncio.run(before())
    if when == "in mid-turn":
        fragile.go_on(1)
    fragile.revive()
    asyncio.run(after(*given))


def test_an_id_answered_before_the_restart_is_told_again_after_it(fragile: Fragile) -> None:
    name = new_id()

    async def say(token: str | None) -> tuple[str, list[str], list[str]]:
        async with open_page(fragile.url, token, None if token is None else "unknown") as page:
            assert await page.say(WHY, name) == {"ok": True}
            return page.session["token"], [message["id"] for message in page.messages], page.said

    token, ids, said = asyncio.run(say(None))
    fragile.kill(0)
    fragile.revive()
    _, later_ids, later_said = asyncio.run(say(token))
    assert (later_ids, later_said) == (ids * 2, said * 2)  # once replayed, once told again


def test_an_erased_conversation_stays_erased_after_a_restart(fragile: Fragile) -> None:
    async def erase() -> tuple[str, str | None]:
        async with open_page(fragile.url) as page:
            await page.say(TIJUANA)
            token, last = page.session["token"], page.last
            assert await page.emit("erase", {}) == {"ok": True}
            return token, last

    async def come_back(token: str, last: str | None) -> None:
        async with open_page(fragile.url, token, last) as page:
            assert (page.session["resumed"], page.messages, page.session["token"] == token) == (False, [], False)

    token, last = asyncio.run(erase())
    fragile.kill(0)
    fragile.revive()
    asyncio.run(come_back(token, last))


def test_a_turn_that_failed_apologises_and_may_be_sent_again(fragile: Fragile) -> None:
    async def play() -> None:
        name = new_id()
        async with open_page(fragile.url) as page:
            await page.say(TIJUANA)
            fragile.kill(1)
            ask = await page.say("tell me more", name)
            apology = page.messages[-1]
            assert apology["data"]["type"] == "error" and apology["turn"] == name
            assert ask in ({"ok": True}, {"ok": False, "code": "failed"})
            fragile.revive()
            assert await page.say(FLIGHTS) == {"ok": True}
            assert page.messages[-1]["data"]["topics"] == ["flights"]

    asyncio.run(play())


def test_a_store_that_fails_loses_no_message(fragile: Fragile) -> None:
    """The id of the apology is not the answer's, which would else be taken for one that the page holds already."""
    import sqlite3

    async def play() -> None:
        name = new_id()
        async with open_page(fragile.url) as page:
            await page.say(TIJUANA)
            other = sqlite3.connect(fragile.config.tracker_database, isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            try:
                assert await page.say(FLIGHTS, name) == {"ok": False, "code": "failed"}
            finally:
                other.rollback()
                other.close()
            apology = page.messages[-1]
            assert apology["turn"] == name and apology["data"]["type"] == "error"
            assert await page.say(FLIGHTS, name) == {"ok": True}
            assert page.messages[-1]["id"] != apology["id"] and page.messages[-1]["data"]["topics"] == ["flights"]

    asyncio.run(play())


def test_an_erasure_that_fails_says_so_and_may_be_asked_again(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url) as page:
            await page.say("I want to talk to someone")
            await page.say("We need a team of 5")
            leads = Path(fragile.config.database_url.removeprefix("sqlite:///"))
            aside = leads.rename(leads.with_suffix(".aside"))
            leads.mkdir()
            try:
                assert await page.emit("erase", {}) == {"ok": False}
            finally:
                leads.rmdir()
                aside.rename(leads)
            assert "erased" not in page.names()
            assert await page.emit("erase", {}) == {"ok": True}

    asyncio.run(play())


def test_the_31st_message_at_once_waits(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url) as page:
            answers = await asyncio.gather(*(page.say("thanks") for _ in range(36)))
            refused = [answer for answer in answers if not answer["ok"]]
            assert answers[:30] == [{"ok": True}] * 30
            assert 1 <= len(refused) <= 6
            assert all(answer["code"] == "rate" and 1 <= answer["retry_after"] <= 60 for answer in refused)
            await asyncio.sleep(refused[-1]["retry_after"])
            assert await page.say(FLIGHTS) == {"ok": True}

    asyncio.run(play())


async def joined(url: str, address: str) -> Any:
    """What a page gets at this address: None, or why it was refused."""
    async with open_socket(url, forwarded=address) as page:
        await page.send("40")
        await asyncio.wait_for(page.joined.wait(), 30)
        return page.refusal and page.refusal["data"]


def test_one_address_may_not_begin_conversations_without_end(fragile: Fragile) -> None:
    async def play() -> None:
        found = [await joined(fragile.url, "203.0.113.7") for _ in range(40)]
        assert found[:30] == [None] * 30
        last = found[-1]
        assert last["code"] == "busy" and 1 <= last["retry_after"] <= 60
        assert await joined(fragile.url, "203.0.113.8") is None
        assert await joined(fragile.url, "1.2.3.4, 203.0.113.9") is None

    asyncio.run(play())


def test_one_address_may_not_erase_without_end(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url, forwarded="203.0.113.27") as page:
            answers = [await page.emit("erase", {}) for _ in range(13)]
            assert answers[:10] == [{"ok": True}] * 10
            assert answers[-1]["code"] == "rate" and 1 <= answers[-1]["retry_after"] <= 60

    asyncio.run(play())


def test_one_address_may_not_hold_connections_without_end(fragile: Fragile) -> None:
    async def play() -> None:
        async with AsyncExitStack() as pages:
            first = await pages.enter_async_context(open_page(fragile.url, forwarded="203.0.113.37"))
            token, refused = first.session["token"], []
            for _ in range(105):
                page = await pages.enter_async_context(open_page(fragile.url, token, forwarded="203.0.113.37"))
                refused += [page.refusal["data"]["code"]] if page.refusal else []
            assert refused == ["busy"] * 6
            assert await first.say(FLIGHTS) == {"ok": True}
            other = await pages.enter_async_context(open_page(fragile.url, forwarded="203.0.113.38"))
            assert other.refusal is None

    asyncio.run(play())


def test_a_flood_ends_its_own_connection(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url) as other, open_page(fragile.url) as page:
            for _ in range(400):
                await page.send('42["nonsense"]')
            await page.ended()
            assert await other.say(FLIGHTS) == {"ok": True}

    asyncio.run(play())


def test_a_connection_that_never_joins_is_ended(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_socket(fragile.url) as page:
            await page.ended()

    asyncio.run(play())


def test_what_a_client_forwards_itself_does_not_count(fragile: Fragile) -> None:
    async def play() -> None:
        found = [await joined(fragile.url, f"198.51.100.{number}, 203.0.113.17") for number in range(40)]
        assert found[-1]["code"] == "busy"

    asyncio.run(play())


@pytest.mark.parametrize(("origin", "allowed"), [(ACME, True), ("http://www.acme.example", False), (f"{ACME}:8443", False)])
def test_a_named_site_is_let_in_and_no_other(fragile: Fragile, origin: str, allowed: bool) -> None:
    async def play() -> None:
        async with open_page(fragile.url, origin=origin) as page:
            assert (page.refusal is None) is allowed

    asyncio.run(play())


def test_the_key_is_its_owners_only(fragile: Fragile) -> None:
    file = fragile.config.secret_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and len(file.read_bytes()) == 64


def test_a_server_with_pages_connected_stops_at_once(fragile: Fragile) -> None:
    async def play() -> None:
        async with open_page(fragile.url), open_page(fragile.url):
            began = time.monotonic()
            os.killpg(fragile.processes[0].pid, signal.SIGTERM)
            await asyncio.get_running_loop().run_in_executor(None, fragile.processes[0].wait, 20)
            assert time.monotonic() - began < 9

    asyncio.run(play())

"""The website channel as a page meets it: every event, every refusal, reconnects, two tabs, hostile frames."""

from __future__ import annotations

import asyncio
import http.client
import json
import statistics
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import socketio
import websockets

from bot import leads
from bot.channels.website.session_tokens import SessionTokens
from tests.conftest import Puente
from tests.visitor import LEAK, Visitor
from tests.website_page import Page, open_page, open_socket

WHY, FLIGHTS, TIJUANA = "why Mexico?", "how long is the flight?", "tell me about Tijuana"
ENVELOPE = {"v", "type", "topics", "declined", "sources", "asks", "lead"}
MESSAGE = {"id", "turn", "from", "text", "buttons", "at", "data"}


def on_page(puente: Puente, story: Callable[[Page], Awaitable[None]], **more: Any) -> None:
    """Plays the story on a page that nobody has opened before."""

    async def play() -> None:
        async with open_page(puente.url, **more) as page:
            await story(page)

    asyncio.run(play())


def new_id() -> str:
    return str(uuid.uuid4())


def test_a_message_is_shown_answered_and_acknowledged_in_this_order(puente: Puente) -> None:
    async def story(page: Page) -> None:
        name = new_id()
        assert await page.say(WHY, name) == {"ok": True}
        kinds = page.names()
        assert kinds[:3] == ["session", "message", "typing"] and kinds[-2:] == ["typing", "turn_end"]
        assert set(kinds[3:-2]) == {"message"}
        assert [data["on"] for event, data in page.events if event == "typing"] == [True, False]
        visitor, *bot = page.messages
        assert (visitor["id"], visitor["turn"], visitor["from"], visitor["text"]) == (name, name, "visitor", WHY)
        assert [message["id"] for message in bot] == [f"{name}.{number}" for number in range(1, len(bot) + 1)]
        assert all(set(message) == MESSAGE and message["turn"] == name for message in page.messages)
        assert [message["data"] is None for message in page.messages] == [True] * len(bot) + [False]
        end = await page.until("turn_end")
        assert end == {"turn": name, "data": bot[-1]["data"]} and set(end["data"]) == ENVELOPE
        assert end["data"]["topics"] == ["why_mexico"] and end["data"]["sources"]

    on_page(puente, story)


def test_a_choice_comes_as_buttons(puente: Puente) -> None:
    async def story(page: Page) -> None:
        for text in ("I want to talk to someone", "We need a team of 5"):
            await page.say(text)
        for _ in range(8):
            if page.messages[-1]["buttons"]:
                break
            await page.say("skip")
        buttons = page.messages[-1]["buttons"]
        assert buttons and all(set(button) == {"title", "payload"} for button in buttons)
        assert await page.say(buttons[0]["payload"]) == {"ok": True}
        assert page.messages[-1]["data"]["type"] == "ask"

    on_page(puente, story)


REFUSED: list[tuple[str, object, str]] = [
    ("nothing", None, "bad"),
    ("a text", "hi", "bad"),
    ("a list", ["hi"], "bad"),
    ("no id", {"text": "hi"}, "bad"),
    ("an id that is none", {"id": 7, "text": "hi"}, "bad"),
    ("a short id", {"id": "a", "text": "hi"}, "bad"),
    ("a long id", {"id": "a" * 65, "text": "hi"}, "bad"),
    ("an id like ours", {"id": "12345678.1", "text": "hi"}, "bad"),
    ("no text", {"id": "12345678"}, "bad"),
    ("a text that is none", {"id": "12345678", "text": {"a": 1}}, "bad"),
    ("emptiness", {"id": "12345678", "text": ""}, "empty"),
    ("blanks", {"id": "12345678", "text": " \n\u200b "}, "empty"),
    ("a slash", {"id": "12345678", "text": "/"}, "empty"),
    ("too much", {"id": "12345678", "text": "x" * 4001}, "too_long"),
]


@pytest.mark.parametrize(("data", "code"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_a_message_of_the_wrong_shape_is_refused_with_its_code(puente: Puente, data: object, code: str) -> None:
    async def story(page: Page) -> None:
        assert await page.emit("message", data) == {"ok": False, "code": code}
        assert await page.say(FLIGHTS) == {"ok": True}  # and the connection still serves
        assert [message["text"] for message in page.messages if message["from"] == "visitor"] == [FLIGHTS]

    on_page(puente, story)


@pytest.mark.parametrize(
    "event",
    [["message"], ["nonsense", {}], ["connect", {}], ["disconnect"], [7], [{}], [None], [["message"]], ["message", 1, 2, 3], []],
    ids=repr,
)
def test_any_other_event_gets_a_refusal(puente: Puente, event: list[object]) -> None:
    async def story(page: Page) -> None:
        assert await page.emit(*event) == {"ok": False, "code": "bad"}
        assert await page.say(FLIGHTS) == {"ok": True}

    on_page(puente, story)


@pytest.mark.parametrize("metadata", ["words", 7, ["a"], {"page": 7}, {"page": {"url": {}}, "utm": []}, {"x": {}}], ids=repr)
def test_metadata_of_any_shape_does_no_harm(puente: Puente, metadata: object) -> None:
    async def story(page: Page) -> None:
        assert await page.say(FLIGHTS, metadata=metadata) == {"ok": True}

    on_page(puente, story)


def test_four_thousand_characters_are_answered(puente: Puente) -> None:
    async def story(page: Page) -> None:
        assert await page.say((FLIGHTS + " ").ljust(4000, "x")) == {"ok": True}

    on_page(puente, story)


def test_an_event_without_a_wish_for_acknowledgement_is_served_too(puente: Puente) -> None:
    async def story(page: Page) -> None:
        await page.send("42" + json.dumps(["message", {"id": new_id(), "text": FLIGHTS}]))
        await page.send('42["nonsense"]')
        assert (await page.until("turn_end"))["data"]["topics"] == ["flights"]

    on_page(puente, story)


def test_a_binary_event_is_refused_and_its_attachments_are_dropped(puente: Puente) -> None:
    async def story(page: Page) -> None:
        number, answer = page.expect()
        await page.send(f'451-{number}["message",{{"_placeholder":true,"num":0}}]')
        await page.send(b"\x00" * 1000)
        assert await answer == {"ok": False, "code": "bad"}
        assert await page.say(FLIGHTS) == {"ok": True}

    on_page(puente, story)


HOSTILE: list[str | bytes] = [
    "b!", "4" + "[" * 20_000,
    '42"message"', "42{}", "42", "4", "49", "42[", "42[1", '42{"a":1}', "x", "", "9", "4x", "42" + "[" * 20_000,
    '429999999999999999999["message",{}]', "42" + "9" * 200, '43["x"]', "43999[]", "6", "40/admin,", "40", '40"token"',
    '44{"message":"x"}', '45999999999999-["message"]', '451-["message",{"_placeholder":true,"num":7}]', b"\x00\xff", b"",
    "42" + json.dumps(["message", {"id": "12345678", "text": "x" * 70_000}]),
]  # fmt: skip


@pytest.mark.parametrize("frame", HOSTILE, ids=[repr(frame)[:30] for frame in HOSTILE])
def test_a_hostile_frame_harms_nobody_else(puente: Puente, frame: str | bytes) -> None:
    async def play() -> None:
        async with open_page(puente.url) as other, open_page(puente.url) as page:
            await page.send(frame)
            await asyncio.sleep(0.1)
            assert await other.say(FLIGHTS) == {"ok": True}

    asyncio.run(play())
    assert "never retrieved" not in puente.log()


def test_nothing_a_page_sends_reaches_the_log(puente: Puente) -> None:
    secret = f"zanzibar{uuid.uuid4().hex}"

    async def story(page: Page) -> None:
        await page.say(f"my name is {secret}", metadata={"page": {"url": f"https://a.example/{secret}"}})
        await page.emit("message", {"id": secret, "text": 7})
        await page.emit(secret, {"a": secret})
        await page.send(f'42["{secret}"')

    on_page(puente, story)
    log = puente.log()
    assert secret not in log and "Traceback" not in log and "web-" not in log


@pytest.mark.parametrize("auth", ["", "null", '"words"', "[1]", '{"token": 7, "last": []}', '{"token": "x", "last": {}}'])
def test_whoever_shows_no_token_gets_a_new_conversation(puente: Puente, auth: str) -> None:
    async def play() -> None:
        async with open_socket(puente.url) as page:
            await page.send("40" + auth)
            session = await page.until("session")
            assert (session["resumed"], session["typing"], session["messages"]) == (False, False, [])

    asyncio.run(play())


def test_an_open_socket_that_never_joins_may_say_nothing(puente: Puente) -> None:
    async def play() -> None:
        async with open_socket(puente.url) as page:
            await page.send('420["message",{"id":"12345678","text":"hi"}]')
            await asyncio.sleep(0.3)
            assert page.events == []

    asyncio.run(play())


async def talked(puente: Puente, *texts: str) -> tuple[str, list[dict[str, Any]]]:
    """A conversation's token and its messages."""
    async with open_page(puente.url) as page:
        for text in texts:
            assert await page.say(text) == {"ok": True}
        return page.session["token"], page.messages


def test_who_comes_back_gets_what_was_missed_and_goes_on(puente: Puente) -> None:
    async def play() -> None:
        token, before = await talked(puente, TIJUANA, FLIGHTS)
        async with open_page(puente.url, token, None) as page:
            assert (page.session["resumed"], page.session["token"], page.messages) == (True, token, replayed(before))
        for held, message in enumerate(before, 1):
            async with open_page(puente.url, token, message["id"]) as page:
                assert page.messages == replayed(before)[held:]
        async with open_page(puente.url, token, "unknown") as page:
            assert page.messages == replayed(before)
            await page.say("tell me more")
            assert (await page.until("turn_end"))["data"]["topics"]

    asyncio.run(play())


def replayed(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Messages as a replay shows them: the visitor's own have the time they were stored."""
    times = {message["turn"]: message["at"] for message in messages if message["from"] == "bot"}
    return [{**message, "at": times[message["turn"]]} for message in messages]


def forged(token: str) -> dict[str, str]:
    conversation, issued, signature = token.split(".")
    return {
        "another signature": f"{conversation}.{issued}.{signature[::-1]}",
        "another time": f"{conversation}.{int(issued) + 1}.{signature}",
        "another conversation": f"{conversation[:-1]}{'A' if conversation[-1] != 'A' else 'B'}.{issued}.{signature}",
        "another key": SessionTokens(b"another key").issue(conversation),
        "no signature": f"{conversation}.{issued}.",
        "only the conversation": conversation,
    }


def test_a_forged_or_expired_token_opens_nothing(puente: Puente) -> None:
    async def play() -> None:
        token, _ = await talked(puente, TIJUANA)
        key = puente.config.secret_file.read_bytes()
        tokens = {**forged(token), "expired": SessionTokens(key).issue(token.split(".")[0], time.time() - 31 * 86400)}
        for name, other in tokens.items():
            async with open_page(puente.url, other) as page:
                assert (page.session["resumed"], page.messages) == (False, []), name
                assert page.session["token"].split(".")[0] != token.split(".")[0], name

    asyncio.run(play())


def test_nobody_hears_another_conversation(puente: Puente) -> None:
    async def play() -> None:
        async with open_page(puente.url) as one, open_page(puente.url) as other:
            await one.say(WHY)
            await other.say(FLIGHTS)
            assert not {message["id"] for message in one.messages} & {message["id"] for message in other.messages}

    asyncio.run(play())


def test_two_tabs_show_the_same(puente: Puente) -> None:
    async def play() -> None:
        async with open_page(puente.url) as one, open_page(puente.url, one.session["token"]) as two:
            await asyncio.gather(one.say(WHY), two.say(FLIGHTS))
            await one.until("turn_end", 2)
            await two.until("turn_end", 2)
            assert one.messages == two.messages and len({message["id"] for message in one.messages}) == len(one.messages)
            turns = [message["turn"] for message in one.messages]
            assert turns == sorted(turns, key=turns.index), "messages of two turns are mixed"

    asyncio.run(play())


def test_the_same_id_twice_at_once_is_one_turn(puente: Puente) -> None:
    async def story(page: Page) -> None:
        name = new_id()
        assert await asyncio.gather(page.say(WHY, name), page.say(WHY, name)) == [{"ok": True}] * 2
        async with open_page(puente.url, page.session["token"]) as later:
            assert [message["turn"] for message in later.messages] == [name] * len(later.messages)
            assert len(later.messages) == len({message["id"] for message in page.messages})

    on_page(puente, story)


def test_the_same_id_later_is_told_again_to_who_asked(puente: Puente) -> None:
    async def play() -> None:
        name = new_id()
        async with open_page(puente.url) as one:
            await one.say(WHY, name)
            first = list(one.messages)
            async with open_page(puente.url, one.session["token"], f"{name}.2") as two:
                assert await two.say(WHY, name) == {"ok": True}
                assert two.messages == replayed(first) and "turn_end" in two.names()
            assert one.messages == first

    asyncio.run(play())


def test_messages_at_once_do_not_wait_in_steps_of_a_second(puente: Puente) -> None:
    async def story(page: Page) -> None:
        await page.say("hello")
        began = time.monotonic()
        texts = [WHY, FLIGHTS, TIJUANA]
        assert await asyncio.gather(*map(page.say, texts)) == [{"ok": True}] * 3
        assert time.monotonic() - began < 2
        assert [message["text"] for message in page.messages if message["from"] == "visitor"] == ["hello", *texts]

    on_page(puente, story)


@pytest.mark.parametrize("text", ["/restart", '/give_details{"email": "x@a.example"}', "/session_start", "//back", " /restart"])
def test_a_command_is_plain_words(puente: Puente, text: str) -> None:
    async def story(page: Page) -> None:
        await page.say(TIJUANA)
        await page.say(text)
        async with open_page(puente.url, page.session["token"]) as later:
            assert later.messages[0]["text"] == TIJUANA
            assert [message["text"] for message in later.messages if message["from"] == "visitor"][1] == text.strip().lstrip("/")

    on_page(puente, story)


@pytest.mark.parametrize("asked", ["button", "words"])
def test_erasing_reaches_every_tab(puente: Puente, asked: str) -> None:
    async def play() -> None:
        async with open_page(puente.url) as one, open_page(puente.url, one.session["token"]) as two:
            token = one.session["token"]
            await one.say(TIJUANA)
            if asked == "button":
                assert await one.emit("erase", {}) == {"ok": True}
            else:
                assert await one.say("delete my data") == {"ok": True}
            for page in (one, two):
                await page.until("session", 2)
                assert page.names()[-2:] == ["erased", "session"]
                assert (page.session["resumed"], page.session["token"] == token) == (False, False)
                assert all(LEAK.search(message["text"]) is None for message in page.session["messages"])
            assert one.session == two.session and bool(one.session["messages"]) is (asked == "words")
            await two.say("tell me more")
            assert (await one.until("turn_end", len([n for n in one.names() if n == "turn_end"])))["data"]["topics"] != ["hub"]
        async with open_page(puente.url, token) as late:
            assert (late.session["resumed"], late.messages) == (False, [])
        conversation = token.split(".")[0]
        assert conversation.encode() not in Path(puente.config.tracker_database).read_bytes()

    asyncio.run(play())


def test_a_lead_over_the_website_has_its_first_and_last_touch(puente: Puente) -> None:
    def seen(number: int) -> dict[str, Any]:
        page = {"url": f"https://jane:pw@www.acme.com/p{number}?utm_source=s{number}&mail=jane@x.example#top", "title": "Secret"}
        return {"page": {**page, "referrer": "https://search.example/?q=my+secret"}, "gclid": "abc", "junk": "junk"}

    async def story(page: Page) -> None:
        said = ["I want to talk to someone", "We need a team of 5 in GDL starting 2027-03-15, about 20k a month. I'm the CTO at "
                "Lamp & Oak, phone +1 415 555 0147.", "Ana Lopez", "ana@lampoak.example", "Yes, pass it on"]  # fmt: skip
        for number, text in enumerate(said):
            await page.say(text, metadata=seen(number))
        assert page.messages[-1]["data"]["type"] == "handoff"
        assert page.messages[-1]["data"]["lead"]["reference"] in page.messages[-1]["text"] or page.said

    on_page(puente, story)
    (lead,) = [each for each in leads.list_leads(puente.sessions, 10_000) if each.email == "ana@lampoak.example"]
    assert (lead.channel, lead.status) == ("website", "handed_off")
    for touch, number in ((lead.first_touch, 1), (lead.last_touch, 3)):
        assert touch is not None
        assert touch["utm_source"].startswith("s") and touch["referrer"] == "https://search.example" and touch["gclid"] == "abc"
        assert touch["page"] == f"https://www.acme.com/p{touch['utm_source'][1:]}?utm_source={touch['utm_source']}", number
    assert lead.first_touch != lead.last_touch
    stored = Path(puente.config.tracker_database).read_bytes()
    assert all(word not in stored for word in (b"Secret", b"jane@x.example", b"my+secret", b"junk"))


def test_erasing_takes_the_lead_too(puente: Puente) -> None:
    async def story(page: Page) -> None:
        for text in ("I want to talk to someone", "We need a team of 5", "my name is Bo Lind and my mail is bo@quarry.example"):
            await page.say(text)
        assert any(lead.email == "bo@quarry.example" for lead in leads.list_leads(puente.sessions, 10_000))
        assert await page.emit("erase", {}) == {"ok": True}
        assert not any(lead.email == "bo@quarry.example" for lead in leads.list_leads(puente.sessions, 10_000))

    on_page(puente, story)
    assert b"bo@quarry.example" not in Path(puente.config.tracker_database).read_bytes()


def poll(puente: Puente, body: bytes | None = None, sid: str | None = None) -> tuple[int, bytes]:
    """One request of the polling transport."""
    connection = http.client.HTTPConnection("127.0.0.1", puente.config.port, timeout=30)
    path = "/socket.io/?EIO=4&transport=polling" + (f"&sid={sid}" if sid else "")
    connection.request("GET" if body is None else "POST", path, body)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def handshake(puente: Puente) -> str:
    """The id of a socket opened by polling."""
    status, body = poll(puente)
    assert status == 200 and body.startswith(b"0")
    return str(json.loads(body[1:])["sid"])


def test_polling_turns_into_a_websocket(puente: Puente) -> None:
    async def play() -> None:
        address = puente.url.replace("http", "ws", 1) + f"/socket.io/?EIO=4&transport=websocket&sid={handshake(puente)}"
        async with websockets.connect(address, ping_interval=None) as socket:
            await socket.send("2probe")
            assert await socket.recv() == "3probe"
            await socket.send("5")
            page = Page(socket)
            await page.send("40")
            await page.until("session")
            assert await page.say(FLIGHTS) == {"ok": True}

    asyncio.run(play())


BODIES = [
    b"",
    b"x",
    b"\xff\xfe",
    b"4" + b"[" * 20_000,
    b"\x1e".join([b"2"] * 30),
    b"4" * 70_000,
    b"b!",
    b"4\x1e\x1e",
    b"d=",
    b"1",
]


@pytest.mark.parametrize("body", BODIES, ids=[repr(body)[:20] for body in BODIES])
def test_a_hostile_poll_harms_nobody_else(puente: Puente, body: bytes) -> None:
    status, answer = poll(puente, body, handshake(puente))
    assert status in (200, 400) and b"Traceback" not in answer

    async def story(page: Page) -> None:
        assert await page.say(FLIGHTS) == {"ok": True}

    on_page(puente, story)
    assert "Traceback" not in puente.log()


@pytest.mark.parametrize(
    "query", ["", "EIO=3&transport=polling", "EIO=4&transport=x", "EIO=4&transport=websocket", "EIO=4&sid=x"]
)
def test_what_is_no_engine_io_is_refused(puente: Puente, query: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{puente.url}/socket.io/?{query}", timeout=10)
    assert refused.value.code == 400


FOREIGN = [
    "http://evil.example",
    "null",
    "file://",
    "http://127.0.0.1:1",
    "https://127.0.0.1.evil.example",
    "http://evil.example:80",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_site_is_refused_with_the_reason_and_cut_off(puente: Puente, origin: str) -> None:
    async def play() -> None:
        async with open_page(puente.url, origin=origin) as page:
            assert page.refusal["data"] == {"code": "origin"} and page.events == []
            await page.ended()

    asyncio.run(play())


def test_a_page_of_our_own_is_let_in(puente: Puente) -> None:
    async def story(page: Page) -> None:
        assert await page.say(FLIGHTS) == {"ok": True}

    on_page(puente, story, origin=puente.url)


def test_polling_serves_who_may_not_use_websockets(puente: Puente) -> None:
    async def play() -> None:
        client, events = socketio.AsyncClient(reconnection=False), []
        for name in ("session", "message", "turn_end"):
            client.on(name, lambda data, name=name: events.append((name, data)))
        await client.connect(puente.url, {"Origin": puente.url}, {"token": None, "last": None}, ["polling"])
        try:
            answer = await client.call("message", {"id": new_id(), "text": FLIGHTS}, timeout=30)
        finally:
            await client.disconnect()
        assert answer == {"ok": True}
        assert [name for name, _ in events][:2] == ["session", "message"] and events[-1][1]["data"]["topics"] == ["flights"]

    asyncio.run(play())


def test_a_turn_takes_about_as_long_as_over_rest(puente: Puente) -> None:
    """Side by side, so that a busy machine slows both."""

    async def play() -> tuple[list[float], list[float]]:
        rest, website = [], []
        for question in [WHY, FLIGHTS, TIJUANA] * 5:
            began = time.monotonic()
            await asyncio.get_running_loop().run_in_executor(None, Visitor(puente.url).say, question)
            rest.append(time.monotonic() - began)
            async with open_page(puente.url) as page:
                began = time.monotonic()
                await page.say(question)
                website.append(time.monotonic() - began)
        return rest, website

    rest, website = asyncio.run(play())
    assert statistics.median(website) < 1.5 * statistics.median(rest) + 0.05


def test_the_servers_front_is_ours_not_rasas(puente: Puente) -> None:
    try:
        with urllib.request.urlopen(f"{puente.url}/", timeout=10) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    assert b"Hello from Rasa" not in body
    assert b"<title>" in body or b"no widget/pages" in body

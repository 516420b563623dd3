"""Delivery to the stand-in, with pauses cut short."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot.channels.slack import delivery as delivery_module
from bot.channels.slack.background import Background
from bot.channels.slack.blocks import reply_message
from bot.channels.slack.delivery import Delivery
from bot.channels.slack.offer import Offer
from bot.channels.slack.places import Place
from bot.channels.slack.profile import known
from bot.channels.turn import Said
from bot.knowledge import Knowledge
from tests.slack.standin import SlackApi, Trouble, slack_api

PLACE = Place("T1", "D1", "U1", None, direct=True)
THREAD = Place("T1", "C1", "U1", "17.1", direct=False)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackApi]:
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE", 0.01)
    with slack_api() as serving:
        yield serving


def post(api: SlackApi, knowledge: Knowledge, place: Place = PLACE) -> bool:
    message = reply_message((Said("hi"),), None, Offer("T1", place.thread, "m1"), knowledge, "m1")
    return asyncio.run(Delivery(api.token, api.url).post(place, message, "request-1"))


@pytest.mark.parametrize(
    "troubles",
    [
        [],
        [Trouble(500)] * 7,
        [Trouble(502), Trouble(503), Trouble(504)],
        [Trouble(429, retry_after=0)],
        [Trouble(cut="before")] * 3,
        [Trouble(cut="after")],
        [Trouble(error="fatal_error"), Trouble(error="ratelimited")],
    ],
)
@pytest.mark.parametrize("place", [PLACE, THREAD], ids=["direct", "thread"])
def test_what_passes_is_waited_out(api: SlackApi, knowledge: Knowledge, troubles: list[Trouble], place: Place) -> None:
    api.fail("chat.postMessage", *troubles)
    assert post(api, knowledge, place)
    assert len(api.messages(place.channel)) == 1


def test_patience_has_an_end(api: SlackApi, knowledge: Knowledge, caplog: pytest.LogCaptureFixture) -> None:
    api.fail("chat.postMessage", *[Trouble(500)] * 50)
    with caplog.at_level(logging.ERROR):
        assert not post(api, knowledge)
    assert len(api.called("chat.postMessage")) == delivery_module.ATTEMPTS
    assert "request-1" in caplog.text and "status 500" in caplog.text


def test_a_wait_longer_than_patience_is_not_begun(api: SlackApi, knowledge: Knowledge) -> None:
    api.fail("chat.postMessage", Trouble(429, retry_after=delivery_module.PATIENCE_SECONDS + 1))
    assert not post(api, knowledge)
    assert len(api.called("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived", "invalid_auth", "missing_scope"])
def test_what_does_not_pass_is_not_tried_again(api: SlackApi, knowledge: Knowledge, error: str) -> None:
    api.fail("chat.postMessage", Trouble(error=error))
    assert not post(api, knowledge)
    assert len(api.called("chat.postMessage")) == 1


def test_nobody_at_the_address(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE", 0.001)
    message = reply_message((Said("hi"),), None, Offer("T1", None, "m1"), knowledge, "m1")
    assert not asyncio.run(Delivery("xoxb-1", "http://127.0.0.1:9/api/").post(PLACE, message, "request-1"))


def test_a_new_app_home_is_told(api: SlackApi, knowledge: Knowledge) -> None:
    assert asyncio.run(Delivery(api.token, api.url).is_new("D1"))
    post(api, knowledge)
    assert not asyncio.run(Delivery(api.token, api.url).is_new("D1"))
    api.fail("conversations.history", Trouble(500))
    assert not asyncio.run(Delivery(api.token, api.url).is_new("D2"))


@pytest.mark.parametrize(
    ("slot", "profile", "answer"),
    [
        ("name", {"real_name": "Ana Lopez"}, "Ana Lopez"),
        ("name", {"real_name": "/restart"}, "restart"),
        ("email", {"email": "ana@acme.com"}, "ana@acme.com"),
        ("email", {"real_name": "Ana"}, None),
        ("name", {"real_name": " "}, None),
        ("phone", {"real_name": "Ana Lopez"}, None),
        (None, {"real_name": "Ana Lopez"}, None),
    ],
)
def test_what_a_profile_answers(api: SlackApi, slot: str | None, profile: dict[str, str], answer: str | None) -> None:
    api.people["U1"] = {"real_name": "", "email": "", **profile}
    assert asyncio.run(known(Delivery(api.token, api.url).client, slot, "U1")) == answer
    assert len(api.called("users.info")) == (slot in ("name", "email"))


def test_what_is_under_way_is_finished(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    async def work(seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(seconds)

    async def run(patience: float) -> None:
        background = Background()
        background.start(work(0.05), "request-1")
        background.start(work(0.3), "request-2")
        await background.finish(patience)

    asyncio.run(run(5))
    assert done == [0.05, 0.3]
    with caplog.at_level(logging.ERROR):
        asyncio.run(run(0.1))
    assert done == [0.05, 0.3, 0.05]
    assert "1 replies were not finished" in caplog.text


def test_a_failure_is_logged_with_its_request(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("Ana's words")

    async def run() -> None:
        background = Background()
        background.start(fail(), "request-1")
        await background.finish(1)
        await asyncio.sleep(0)

    with caplog.at_level(logging.INFO):
        asyncio.run(run())
    assert "ValueError (request request-1)" in caplog.text and "Ana" not in caplog.text

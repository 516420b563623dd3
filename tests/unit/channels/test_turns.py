"""Turns against a small agent that keeps its conversations in Rasa's own SQL store, in memory."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.transcripts import TranscriptStore
from bot.channels.turns import Turns
from bot.knowledge import Knowledge

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    slots:
      erased: {type: any, mappings: [{type: custom}]}
    responses:
      utter_error: [{text: Sorry.}]
    """
)


class Echo:
    """An agent that says every message back, after the seconds that the message names."""

    def __init__(self) -> None:
        """With an empty store."""
        self.store = TranscriptStore(domain=DOMAIN, dialect="sqlite", db=None)
        self.agent = SimpleNamespace(tracker_store=FailSafeTrackerStore(self.store), domain=DOMAIN)
        self.began: list[str] = []

    async def __call__(self, message: UserMessage) -> None:
        """One turn, as Rasa's processor does it."""
        tracker = await self.agent.tracker_store.get_or_create_tracker(message.sender_id)
        self.began.append(str(message.text))
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        if message.text == "fail":
            raise RuntimeError
        await asyncio.sleep(0.05)
        if message.text != "silence":
            await message.output_channel.send_text_message(message.sender_id, f"you said {message.text}")
            tracker.update(BotUttered(f"you said {message.text}"))
        if message.text == "erase":
            tracker._set_slot("erased", True)
        await self.agent.tracker_store.save(tracker)


@pytest.fixture
def echo() -> Echo:
    return Echo()


def said(text: str, message_id: str | None = None) -> UserMessage:
    return UserMessage(text, None, "visitor", message_id=message_id)


def play(knowledge: Knowledge, echo: Echo, *messages: UserMessage) -> list[Any]:
    """All at once, in this order."""

    async def run() -> list[Any]:
        turns = Turns(knowledge)
        return await asyncio.gather(*(turns.take(echo.agent, echo, message) for message in messages))

    return asyncio.run(run())


def test_messages_of_one_conversation_wait_for_each_other(knowledge: Knowledge, echo: Echo) -> None:
    turns = play(knowledge, echo, *(said(str(number)) for number in range(5)))
    assert echo.began == ["0", "1", "2", "3", "4"]
    assert [turn.said[0].text for turn in turns] == [f"you said {number}" for number in range(5)]


def test_the_same_message_at_the_same_time_is_one_turn(knowledge: Knowledge, echo: Echo) -> None:
    one, two = play(knowledge, echo, said("hi", "m1"), said("hi", "m1"))
    assert one == two and echo.began == ["hi"]


def test_the_same_message_later_is_answered_as_before(knowledge: Knowledge, echo: Echo) -> None:
    (one,) = play(knowledge, echo, said("hi", "m1"))
    (two,) = play(knowledge, echo, said("hi", "m1"))
    assert one == two and echo.began == ["hi"]


def test_a_turn_goes_on_when_its_caller_is_gone(knowledge: Knowledge, echo: Echo) -> None:
    async def run() -> list[Any]:
        turns = Turns(knowledge)
        caller = asyncio.ensure_future(turns.take(echo.agent, echo, said("hi", "m1")))
        await asyncio.sleep(0.02)
        caller.cancel()
        await asyncio.sleep(0.2)
        return await turns.stored(echo.agent, "visitor")

    assert [turn.said[0].text for turn in asyncio.run(run())] == ["you said hi"]


def test_a_turn_that_failed_apologises_and_may_be_sent_again(knowledge: Knowledge, echo: Echo) -> None:
    (turn,) = play(knowledge, echo, said("fail", "m1"))
    assert (turn.said[0].text, turn.envelope["type"], turn.stored) == ("Sorry.", "error", False)
    play(knowledge, echo, said("fail", "m1"))
    assert echo.began == ["fail", "fail"]


def test_a_turn_that_said_nothing_apologises(knowledge: Knowledge, echo: Echo) -> None:
    (turn,) = play(knowledge, echo, said("silence", "m1"))
    assert (turn.said[0].text, turn.envelope["type"], turn.stored) == ("Sorry.", "error", True)


def test_a_turn_that_could_not_be_stored_is_no_success(
    knowledge: Knowledge, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(tracker: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(echo.store, "save", broken)
    (turn,) = play(knowledge, echo, said("hi", "m1"))
    assert (turn.said[0].text, turn.stored) == ("Sorry.", False)


def test_a_turn_that_erased_its_conversation_leaves_nothing(knowledge: Knowledge, echo: Echo) -> None:
    _, turn = play(knowledge, echo, said("hi", "m1"), said("erase", "m2"))
    assert (turn.said[0].text, turn.envelope["type"], turn.erased) == ("you said erase", "chat", True)
    assert not asyncio.run(echo.store.holds("visitor", "m1"))


def test_ids_are_told_apart_to_the_letter(knowledge: Knowledge, echo: Echo) -> None:
    play(knowledge, echo, said('hi "message_id": "m2"', 'm"1%'))
    assert asyncio.run(echo.store.holds("visitor", 'm"1%'))
    for other in ("m2", "m", 'm"1', "m_1%", 'M"1%'):
        assert not asyncio.run(echo.store.holds("visitor", other)), other
    assert not asyncio.run(echo.store.holds("somebody else", 'm"1%'))

"""What is said on Slack, and how it gets there: one message for each reply, in order, with the buttons it answers closed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.slack import profile
from bot.channels.slack.blocks import actions, closed, reply_message, section
from bot.channels.slack.delivery import Delivery
from bot.channels.slack.incoming import Click
from bot.channels.slack.offer import Offer
from bot.channels.slack.places import Place
from bot.channels.slack.text import escaped
from bot.channels.slack.words import words
from bot.channels.turn import Button, Said, Turn
from bot.knowledge import Knowledge

GREETING = "utter_chat_greet"
GREETED = "greeting"
"""Stands for the visitor's message that the greeting's button answers: there was none yet."""


@dataclass(frozen=True)
class Reply:
    """What to say."""

    said: tuple[Said, ...]
    envelope: Mapping[str, Any] | None
    """None where no turn was taken."""
    turn: str
    """The id of the visitor's message that the buttons answer."""
    mark: str
    """What the message is found by again."""
    note: str = ""
    """What is to stand in place of the buttons that were clicked; they stay where it is empty."""
    stored: bool = True
    private: bool = False
    """Whether only the visitor is to see it."""


class Replies:
    """The replies of one Slack app."""

    def __init__(self, known: Knowledge, delivery: Delivery) -> None:
        """Cites sources from this knowledge."""
        self._knowledge = known
        self.delivery = delivery
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def give(self, place: Place, reply: Reply, click: Click | None, request_id: str) -> None:
        """Posts the reply after those before it, and closes what was clicked."""
        lock = self._order.setdefault(place.conversation, asyncio.Lock())
        tasks = [self._post(lock, place, reply, request_id)]
        if click and reply.note:
            tasks.append(self._close(click, reply.note, request_id))
        await asyncio.gather(*tasks)

    async def _post(self, lock: asyncio.Lock, place: Place, reply: Reply, request_id: str) -> None:
        async with lock:
            if reply.private:
                text = escaped(reply.said[0].text)
                await self.delivery.whisper(place, text, [section(text)], request_id)
                return
            offer, asks = Offer(place.team, place.thread, reply.turn), (reply.envelope or {}).get("asks")
            answer = await profile.known(self.delivery.client, asks, place.user)
            in_private = asks == "email" and not place.direct  # not for all in the channel to read
            said = with_button(reply.said, use(answer)) if answer and not in_private else reply.said
            message = reply_message(said, reply.envelope, offer, self._knowledge, reply.mark)
            if not await self.delivery.post(place, message, request_id):
                return
            if answer and in_private:
                text = escaped(words().use_own_email.format(value=answer))
                await self.delivery.whisper(place, text, [section(text), *actions((use(answer),), offer)], request_id)

    async def _close(self, click: Click, note: str, request_id: str) -> None:
        """The clicked message without its buttons; one that only its visitor saw is gone."""
        shown = click.message
        if shown["blocks"]:
            blocks = closed(shown["blocks"], note)
            await self.delivery.update(click.place.channel, shown["ts"], shown["text"], blocks, request_id)
        elif click.response_url:
            await self.delivery.withdraw(click.response_url, request_id)


def of_turn(turn: Turn, clicked: str = "") -> Reply:
    """The turn's reply; `clicked` is the title of the button that began it."""
    note = words().chosen.format(title=clicked) if clicked and turn.stored else ""
    return Reply((*turn.said, *remarks(turn)), turn.envelope, turn.message_id, turn.message_id, note, turn.stored)


def remarks(turn: Turn) -> tuple[Said, ...]:
    """What is true of Slack beside what is said on every channel: that Slack keeps a copy."""
    if turn.erased:
        return (Said(words().erased_here_only),)
    return (Said(words().kept_by_slack),) if "privacy" in turn.envelope["topics"] else ()


def notice(text: str, message_id: str, *, private: bool = False) -> Reply:
    """A word without a turn."""
    return Reply((Said(text),), None, message_id, message_id, private=private)


def stale(turns: Sequence[Turn], click_id: str) -> Reply:
    """The answer to a button of an earlier turn: what stands open now, with its buttons."""
    mark = f"{click_id}:stale"
    if not turns:
        return replace(notice(words().stale_only, mark), note=words().closed)
    return Reply((Said(words().stale), turns[-1].said[-1]), None, turns[-1].message_id, mark, words().closed)


def greeting(agent: Any, known: Knowledge) -> Reply:
    """The first word to somebody who only opened the App Home, as the domain has it."""
    talk = known.phrases["talk_button"]
    said = Said(str(agent.domain.responses[GREETING][0]["text"]), ({"title": talk, "payload": talk},))
    return Reply((said,), None, GREETED, GREETED)


def use(answer: str) -> Button:
    """A button that gives the answer."""
    return {"title": words().use.format(value=answer), "payload": answer}


def with_button(said: tuple[Said, ...], button: Button) -> tuple[Said, ...]:
    """The same with one more button at its end, first in its row."""
    return (*said[:-1], Said(said[-1].text, (button, *said[-1].buttons)))

"""What happens at a message, a click and an opened App Home: at most one turn, one reply, in the order they came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.messages import LONGEST_MESSAGE, BadMessage, clean_text
from bot.channels.slack.incoming import Click, Incoming, Message, Opened
from bot.channels.slack.places import Place
from bot.channels.slack.replies import GREETED, Replies, Reply, greeting, notice, of_turn, stale
from bot.channels.slack.seen import Seen
from bot.channels.slack.words import words
from bot.channels.turn import Turn
from bot.channels.turns import OnMessage, Turns, transcripts
from bot.knowledge import Knowledge

logger = logging.getLogger(__name__)
NAME = "slack"
SPEAKER = "slack_user"
"""In a message's metadata: who of those in a channel's thread said it."""
REMEMBERED_SECONDS = 2 * 3600
"""Slack sends an event that was not acknowledged again, three times within an hour."""
DOUBLE_CLICK_SECONDS = 5
TURNS_AT_ONCE = 4
"""A turn keeps the server busy for tens of milliseconds at a time; many at once would keep it from acknowledging events."""


@dataclass(frozen=True)
class Rasa:
    """What a turn needs of Rasa's server."""

    agent: Any
    on_new_message: OnMessage


class Dialogue:
    """The conversations of one Slack app."""

    def __init__(self, known: Knowledge, replies: Replies) -> None:
        """Says what there is to say through `replies`."""
        self._knowledge = known
        self._replies = replies
        self._turns = Turns(known)
        self._seen = Seen()
        self._room = asyncio.Semaphore(TURNS_AT_ONCE)
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, rasa: Rasa, incoming: Incoming, request_id: str) -> None:
        """Answers it, unless it came before."""
        seconds = DOUBLE_CLICK_SECONDS if isinstance(incoming, Click) else REMEMBERED_SECONDS
        if not self._seen.first(incoming.keys, seconds):
            return
        lock = self._order.setdefault(incoming.place.conversation, asyncio.Lock())
        async with lock:
            reply = await self._reply(rasa, incoming)
        if reply is None:
            return
        if not reply.stored:
            self._seen.forget(incoming.keys)
        clicked = incoming if isinstance(incoming, Click) else None
        await self._replies.give(incoming.place, reply, clicked, request_id)

    async def _reply(self, rasa: Rasa, incoming: Incoming) -> Reply | None:
        if isinstance(incoming, Message):
            return await self._written(rasa, incoming)
        if isinstance(incoming, Click):
            return await self._clicked(rasa, incoming)
        return await self._opened(rasa, incoming)

    async def _written(self, rasa: Rasa, message: Message) -> Reply | None:
        """The turn of a message; None where it is not said to the bot, or was answered before a restart."""
        if not message.called and (message.aside or not await takes_part(rasa.agent, message.place)):
            return None
        if await holds(rasa.agent, message.place, message.id):
            return None
        try:
            text = clean_text(message.text)
        except BadMessage:
            return notice(words().too_long.format(longest=f"{LONGEST_MESSAGE:,}"), message.id)
        if message.files and not text:
            return notice(words().no_words, message.id)
        return of_turn(await self._turn(rasa, message.place, text, message.id))

    async def _clicked(self, rasa: Rasa, click: Click) -> Reply:
        """The turn of a click; a word on what is open now where the button belongs to an earlier turn.

        In a channel everybody sees the buttons, but only those who talk to the bot may answer, or consent, for themselves.
        """
        if not click.place.direct and not await takes_part(rasa.agent, click.place):
            return notice(words().not_yours, click.id, private=True)
        turns = await self._stored(rasa.agent, click.place)
        if turns is not None and click.offer not in (None, turns[-1].message_id if turns else GREETED):
            return stale(turns, click.id)
        return of_turn(await self._turn(rasa, click.place, clean_text(click.value), click.id), click.title)

    async def _opened(self, rasa: Rasa, opened: Opened) -> Reply | None:
        """The greeting, where nobody wrote anything yet."""
        if not await self._replies.delivery.is_new(opened.place.channel):
            return None
        return greeting(rasa.agent, self._knowledge)

    async def _turn(self, rasa: Rasa, place: Place, text: str, message_id: str) -> Turn:
        message = UserMessage(
            text, None, place.conversation, input_channel=NAME, message_id=message_id, metadata={SPEAKER: place.user}
        )
        async with self._room:
            return await self._turns.take(rasa.agent, rasa.on_new_message, message)

    async def _stored(self, agent: Any, place: Place) -> Sequence[Turn] | None:
        """The conversation so far; None when it can't be read, of which the turn will tell."""
        try:
            return await self._turns.stored(agent, place.conversation)
        except SQLAlchemyError:
            return None


async def holds(agent: Any, place: Place, message_id: str) -> bool:
    """Whether the conversation holds the message; False also when it can't be read, of which the turn will tell."""
    try:
        return await transcripts(agent).holds(place.conversation, message_id)
    except SQLAlchemyError:
        return False


async def takes_part(agent: Any, place: Place) -> bool:
    """Whether this user has spoken to the bot in this thread before: then they need not call it every time."""
    try:
        tracker = await transcripts(agent).retrieve_full_tracker(place.conversation)
    except SQLAlchemyError as error:
        logger.error("slack: a thread can't be read: %s", type(error).__name__)
        return False
    events = tracker.events if tracker else ()
    return any(isinstance(event, UserUttered) and (event.metadata or {}).get(SPEAKER) == place.user for event in events)

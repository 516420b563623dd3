"""Takes visitors' messages through Rasa: in order, each once, whole whatever the client does, and never in silence."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.channels.choices import chosen, is_choice
from bot.channels.envelope import empty
from bot.channels.transcripts import TranscriptStore
from bot.channels.turn import Said, Turn, turns_of
from bot.knowledge import Knowledge

logger = logging.getLogger(__name__)
TURN_SECONDS = 30
APOLOGY = "utter_error"
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class Turns:
    """The turns of one channel's conversations; one object for each connector."""

    def __init__(self, known: Knowledge) -> None:
        """Cites sources from this knowledge."""
        self._knowledge = known
        self._running: dict[tuple[str, str], asyncio.Task[Turn]] = {}
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, agent: Any, on_new_message: OnMessage, message: UserMessage) -> Turn:
        """The turn that this message starts, or the one it started when it came before under the same id.

        Goes on when the caller is cancelled, as Sanic does when a client hangs up. Messages of one conversation
        wait for each other in the order they came; Rasa's own lock would have them wait in steps of a second.
        """
        key = (message.sender_id, message.message_id)
        task = self._running.get(key)
        if task is None:
            task = asyncio.ensure_future(self._in_order(agent, on_new_message, message))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)

    async def stored(self, agent: Any, conversation_id: str) -> list[Turn]:
        """All turns of a conversation, oldest first, from every session of it. Raises SQLAlchemy's errors."""
        tracker = await transcripts(agent).retrieve_full_tracker(conversation_id)
        return turns_of(tracker.events, self._knowledge, apology(agent)) if tracker else []

    async def _in_order(self, agent: Any, on_new_message: OnMessage, message: UserMessage) -> Turn:
        lock = self._order.setdefault(message.sender_id, asyncio.Lock())
        async with lock:
            try:
                return await self._once(agent, on_new_message, message)
            except Exception as error:  # the edge: whatever it is, the visitor gets a sentence and the log the message's id
                logger.error("turn failed: %s (message %s)", type(error).__name__, message.message_id)
                logger.debug("details", exc_info=True)
                return self._new(message, (Said(apology(agent)),), empty("error"), stored=False)

    async def _once(self, agent: Any, on_new_message: OnMessage, message: UserMessage) -> Turn:
        """Runs the turn unless the conversation holds it already."""
        if await transcripts(agent).holds(message.sender_id, message.message_id):
            return await self._turn(agent, message)
        if is_choice(message.text or ""):
            message.text = chosen(message.text, await self.stored(agent, message.sender_id))
        message.output_channel = collector = Collector()
        await asyncio.wait_for(on_new_message(message), TURN_SECONDS)
        if await transcripts(agent).holds(message.sender_id, message.message_id):
            return await self._turn(agent, message)
        if not transcripts(agent).was_erased(message.sender_id):
            raise NotStored
        return replace(self._new(message, collector.said, empty("chat"), stored=True), erased=True)

    async def _turn(self, agent: Any, message: UserMessage) -> Turn:
        """The turn as it was stored."""
        turns = await self.stored(agent, message.sender_id)
        return next(turn for turn in reversed(turns) if turn.message_id == message.message_id)

    def _new(self, message: UserMessage, said: tuple[Said, ...], envelope: dict[str, Any], *, stored: bool) -> Turn:
        return Turn(message.message_id, message.text or "", said, envelope, time.time(), stored)


class NotStored(Exception):
    """The turn ran, but its conversation could not be written; Rasa alone would go on as if it had been."""


class Collector(CollectingOutputChannel):
    """Gathers a turn's messages; one text stays one message."""

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Adds a text."""
        await self._persist_message(self._message(recipient_id, text=text))

    @property
    def said(self) -> tuple[Said, ...]:
        """What was said."""
        return tuple(Said(message["text"], tuple(message.get("buttons") or ())) for message in self.messages)


def transcripts(agent: Any) -> TranscriptStore:
    """The store behind the one that Rasa wraps it in, which hides every failure."""
    store: TranscriptStore = agent.tracker_store._tracker_store
    return store


def apology(agent: Any) -> str:
    """What is said when a turn failed or said nothing."""
    return str(agent.domain.responses[APOLOGY][0]["text"])

"""Who is connected, to which conversation, and whose turn it is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakSet, WeakValueDictionary

from bot.channels.admission import Visit
from bot.channels.replay import Message


class Visits:
    """The visits of this process. A visit that ended is still moved while one of its events is being answered."""

    def __init__(self) -> None:
        """Nobody is there."""
        self._by_sid: dict[str, Visit] = {}
        self._all: WeakSet[Visit] = WeakSet()
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[str, Message] = {}

    def begin(self, visit: Visit) -> None:
        """The visit's connection is there."""
        self._by_sid[visit.sid] = visit
        self._all.add(visit)

    def end(self, sid: str) -> None:
        """The connection is gone."""
        self._by_sid.pop(sid, None)

    def of(self, sid: str) -> Visit:
        """The connection's visit. Raises KeyError when it is gone."""
        return self._by_sid[sid]

    def connected(self, visit: Visit) -> bool:
        """Whether its connection is still there."""
        return visit.sid in self._by_sid

    def within(self, conversation: str) -> list[Visit]:
        """All visits in the conversation."""
        return [visit for visit in self._all if visit.conversation == conversation]

    def running(self, conversation: str) -> list[Message]:
        """The visitor's message that is being answered there, if any; the conversation doesn't hold it yet."""
        return [self._running[conversation]] if conversation in self._running else []

    def answering(self, conversation: str, message: Message) -> None:
        """This message is being answered, until its turn ends."""
        self._running[conversation] = message

    @asynccontextmanager
    async def turn(self, visit: Visit) -> AsyncIterator[str]:
        """Holds the conversation that the visit is in when its turn comes, in the order of asking; gives its id."""
        while True:
            conversation = visit.conversation
            lock = self._order.setdefault(conversation, asyncio.Lock())
            async with lock:
                if visit.conversation != conversation:
                    continue  # it was erased meanwhile
                try:
                    yield conversation
                finally:
                    self._running.pop(conversation, None)
                return

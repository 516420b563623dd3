"""A page with the widget, as far as the wire goes: Engine.IO and Socket.IO frames over a WebSocket, written by hand."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import websockets

SECONDS = 40


class Page:
    """One connection; `events` is everything the server told it, as (name, data)."""

    def __init__(self, socket: Any) -> None:
        """On a WebSocket whose Engine.IO handshake is done."""
        self._socket = socket
        self._numbers = itertools.count()
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Event()
        self.events: list[tuple[str, Any]] = []
        self.refusal: Any = None
        self.joined = asyncio.Event()
        self.closed = False
        self._reader = asyncio.ensure_future(self._read())

    @property
    def session(self) -> dict[str, Any]:
        """The newest one."""
        return [data for name, data in self.events if name == "session"][-1]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Every message told, replayed or live, in order."""
        found: list[dict[str, Any]] = []
        for name, data in self.events:
            found += data["messages"] if name == "session" else [data] if name == "message" else []
        return found

    @property
    def said(self) -> list[str]:
        """The bot's words."""
        return [message["text"] for message in self.messages if message["from"] == "bot"]

    @property
    def last(self) -> str | None:
        """The newest message's id."""
        return self.messages[-1]["id"] if self.messages else None

    def names(self) -> list[str]:
        """What kinds of events came, in order."""
        return [name for name, _ in self.events]

    async def say(self, text: object, message_id: str | None = None, **more: Any) -> Any:
        """The acknowledgement of a message."""
        return await self.emit("message", {"id": message_id or str(uuid.uuid4()), "text": text, **more})

    async def emit(self, *event: Any) -> Any:
        """The acknowledgement of any event."""
        return await asyncio.wait_for(await self.start(*event), SECONDS)

    async def start(self, *event: Any) -> asyncio.Future[Any]:
        """Sends an event; its acknowledgement comes later."""
        number, answer = self.expect()
        await self.send(f"42{number}{json.dumps(event)}")
        return answer

    def expect(self) -> tuple[int, asyncio.Future[Any]]:
        """A number for an acknowledgement, and the acknowledgement that will come under it."""
        number = next(self._numbers)
        self._acks[number] = asyncio.get_running_loop().create_future()
        return number, self._acks[number]

    async def send(self, frame: str | bytes) -> None:
        """Any frame at all."""
        await self._socket.send(frame)

    async def until(self, name: str, count: int = 1) -> Any:
        """The data of the event of this name that came as number `count`."""

        async def found() -> Any:
            while len(those := [data for event, data in self.events if event == name]) < count:
                self._news.clear()
                await self._news.wait()
            return those[count - 1]

        return await asyncio.wait_for(found(), SECONDS)

    async def ended(self) -> None:
        """Returns when the server has closed the connection."""
        await asyncio.wait_for(asyncio.shield(self._reader), SECONDS)

    async def drop(self) -> None:
        """The network is gone, without a word."""
        self._reader.cancel()
        self._socket.transport.abort()

    async def _read(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for frame in self._socket:
                await self._take(frame)
        self.closed = True
        self.joined.set()

    async def _take(self, frame: str) -> None:
        if frame == "2":
            await self._socket.send("3")
        elif frame.startswith("40"):
            self.joined.set()
        elif frame.startswith("44"):
            self.refusal = json.loads(frame[2:])
            self.joined.set()
        elif frame.startswith("42"):
            self.events.append(tuple(json.loads(frame[2:])))
            self._news.set()
        elif frame.startswith("43"):
            number, data = frame[2:].split("[", 1)
            self._acks[int(number)].set_result(json.loads("[" + data)[0])


@asynccontextmanager
async def open_page(
    url: str, token: object = None, last: object = None, *, origin: str | None = None, forwarded: str | None = None
) -> AsyncIterator[Page]:
    """A page that has joined and got its session, or was refused."""
    async with open_socket(url, origin=origin, forwarded=forwarded) as page:
        await page.send("40" + json.dumps({"token": token, "last": last}))
        await asyncio.wait_for(page.joined.wait(), SECONDS)
        if page.refusal is None and not page.closed:
            await page.until("session")
        yield page


@asynccontextmanager
async def open_socket(url: str, *, origin: str | None = None, forwarded: str | None = None) -> AsyncIterator[Page]:
    """A page that has not asked to join yet; `forwarded` is what proxies say of where it comes from."""
    headers = {name: value for name, value in (("Origin", origin), ("X-Forwarded-For", forwarded)) if value}
    address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    async with websockets.connect(address, extra_headers=headers, ping_interval=None) as socket:  # type: ignore[attr-defined]
        assert (await asyncio.wait_for(socket.recv(), SECONDS)).startswith("0")
        page = Page(socket)
        try:
            yield page
        finally:
            page._reader.cancel()

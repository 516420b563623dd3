"""The Socket.IO server under the website channel, which takes any packet from anybody without falling over.

python-socketio leaves three things to its users: an event of the wrong shape raises in a task nobody looks at, binary
attachments may pile up without limit, and a socket that never joins stays open.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any

from rasa.core.channels.socketio import SocketBlueprint
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from socketio import AsyncServer, packet

from bot.channels.engine import Engine
from bot.channels.origins import Origins
from bot.channels.rate_limits import RateLimit

logger = logging.getLogger(__name__)
PATH = "/socket.io"
LARGEST_PACKET = 64 * 1024
PACKETS_PER_MINUTE = 300
JOIN_SECONDS = 15
LINGER_SECONDS = 2
NAMESPACE = "/"
BAD = {"ok": False, "code": "bad"}
Handler = Callable[[str, Any], Awaitable[dict[str, Any]]]


class Sockets(AsyncServer):
    """Socket.IO whose events each have one argument and always get an acknowledgement."""

    def __init__(self, may_open: Callable[[dict[str, Any], Collection[dict[str, Any]]], bool]) -> None:
        """`may_open` says of a new socket's request whether it fits beside those there are; events are added by `answer`."""
        # Sanic 21.12 does so for every WebSocket, and the log would fill.
        warnings.filterwarnings("ignore", "The explicit passing of coroutine objects to asyncio.wait", DeprecationWarning)
        quiet = logging.getLogger(f"{__name__}.library")
        quiet.setLevel(logging.CRITICAL)  # it logs whole packets, and a traceback for every malformed one
        # No origins here: the engine would refuse without saying why. Admission refuses, SocketRoutes allows reading.
        super().__init__(
            async_mode="sanic",
            cors_allowed_origins=[],
            max_http_buffer_size=LARGEST_PACKET,
            logger=quiet,
            engineio_logger=quiet,
        )
        self._may_open = may_open
        self._packets = RateLimit(PACKETS_PER_MINUTE)
        self._answers: dict[str, Handler] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, event: str, handler: Handler) -> None:
        """Has the handler answer this event: from the connection's id and the first argument to the acknowledgement."""
        self._answers[event] = handler

    async def tell(self, event: str, data: object, to: str) -> None:
        """Sends an event to a connection or to all of a conversation."""
        await self.emit(event, data, to=to)

    def present(self, sid: str) -> bool:
        """Whether the connection has been let in and is still there."""
        return bool(self.manager.is_connected(sid, NAMESPACE))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Does the work beside the caller; what goes wrong is logged by its kind."""
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)  # the loop itself would let an unfinished task be collected
        task.add_done_callback(self._tasks.discard)

    def close(self, sid: str) -> None:
        """Ends the connection under this one, a little later, so that what was said last still arrives."""
        socket = self.manager.eio_sid_from_sid(sid, NAMESPACE)
        if socket:
            self.later(self._close(socket, LINGER_SECONDS))

    async def end(self) -> None:
        """Ends every connection at once, for the server's stop."""
        await self.eio.disconnect()

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # the edge: nobody waits for it
            logger.error("connection failed: %s", type(error).__name__)
            logger.debug("details", exc_info=True)

    async def _close(self, socket: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.eio.disconnect(socket)

    async def _close_idle(self, socket: str) -> None:
        await asyncio.sleep(JOIN_SECONDS)
        if not self.manager.sid_from_eio_sid(socket, NAMESPACE):
            await self._close(socket, 0)

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> bool | None:
        if not self._may_open(environ, self.environ.values()):
            return False
        await super()._handle_eio_connect(eio_sid, environ)
        self.later(self._close_idle(eio_sid))
        return None

    async def _handle_eio_disconnect(self, eio_sid: str, reason: object) -> None:
        await super()._handle_eio_disconnect(eio_sid, reason)
        if eio_sid in self.eio.sockets:
            self.eio.sockets[eio_sid].queue.put_nowait(None)  # a poll that waits for news is answered

    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        if isinstance(data, bytes):
            return  # an attachment of an event that was refused
        if await self._packets.wait(eio_sid):
            self.later(self._close(eio_sid, 0))
            return
        try:
            found = self.packet_class(encoded_packet=data)
            if found.packet_type in (packet.EVENT, packet.BINARY_EVENT):
                await self._take(eio_sid, found)
            elif found.packet_type in (packet.CONNECT, packet.DISCONNECT):
                await super()._handle_eio_message(eio_sid, data)
        except Exception as error:  # the edge: whatever it is, this socket ends and no other notices
            logger.info("packet refused: %s", type(error).__name__)
            self.later(self._close(eio_sid, 0))

    async def _take(self, eio_sid: str, found: packet.Packet) -> None:
        """Starts an event's handler, or refuses the event."""
        sid = self.manager.sid_from_eio_sid(eio_sid, NAMESPACE)
        if not sid or not self.present(sid) or found.namespace not in (None, NAMESPACE):
            return
        name, *rest = found.data if isinstance(found.data, list) and found.data else [None]
        handler = self._answers.get(name) if isinstance(name, str) and found.packet_type == packet.EVENT else None
        self.later(self._acknowledge(eio_sid, found.id, handler, sid, rest[0] if rest else None))

    async def _acknowledge(self, eio_sid: str, number: int | None, handler: Handler | None, sid: str, data: object) -> None:
        try:
            answer = await handler(sid, data) if handler else BAD
        except Exception as error:  # the edge: the client hears of it, the log gets no words of theirs
            logger.error("event failed: %s", type(error).__name__)
            logger.debug("details", exc_info=True)
            answer = {"ok": False, "code": "failed"}
        if number is not None:
            await self._send_packet(eio_sid, self.packet_class(packet.ACK, id=number, data=[answer]))


class SocketRoutes(SocketBlueprint):
    """Puts the Socket.IO server at /socket.io, readable from pages of the allowed origins."""

    def __init__(self, sockets: Sockets, origins: Origins) -> None:
        """Routes of this server."""
        super().__init__(sockets, PATH, "website_webhook")
        self.ctx.origins = origins

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Attaches the server; its agent is then `ctx.app.ctx.agent`."""
        self.ctx.app = app
        super().register(app, options)
        app.register_middleware(self._name_origin, "response")
        app.register_listener(self._end, "before_server_stop")

    async def _end(self, *_: object) -> None:
        await self.ctx.sio.end()

    async def _name_origin(self, request: Request, response: HTTPResponse) -> None:
        """Says, for polling, that the page may read what it gets."""
        origin = request.headers.get("origin")
        if origin and response is not None and request.path.startswith(PATH):
            response.headers["Vary"] = "Origin"
            if self.ctx.origins.allows(origin, request.headers.get("host")):
                response.headers["Access-Control-Allow-Origin"] = origin

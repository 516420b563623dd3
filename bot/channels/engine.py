"""The Engine.IO server under Socket.IO, which ends a connection without waiting for its client and survives any frame."""

from __future__ import annotations

from typing import Any

from engineio import AsyncServer
from engineio.async_drivers.sanic import WebSocket
from engineio.packet import Packet


class WholeFrames(WebSocket):
    """A WebSocket that ends with its first frame that is none of Engine.IO's; the engine would fall over it, uncleaned."""

    async def wait(self) -> str | bytes:
        """The next frame. Raises OSError at the end."""
        frame: str | bytes = await super().wait()
        try:
            Packet(encoded_packet=frame)
        except (ValueError, RecursionError) as error:
            raise OSError(type(error).__name__) from None
        return frame


class Engine(AsyncServer):
    """Engine.IO over Sanic."""

    def __init__(self, **options: object) -> None:
        """With python-engineio's options."""
        super().__init__(**options)
        self._async: dict[str, Any] = {**self._async, "websocket": WholeFrames}

    async def disconnect(self, sid: str | None = None) -> None:
        """Ends this connection, or all; python-engineio would wait until the client has read everything, if it ever does."""
        for name in [sid] if sid else list(self.sockets):
            socket = self.sockets.get(name)
            if socket:
                await socket.close(wait=False)
                socket.queue.put_nowait(None)  # ends the WebSocket or the waiting poll, whatever the client makes of being told
                self.sockets.pop(name, None)

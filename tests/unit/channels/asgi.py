"""One request to a Sanic application without a server."""

from __future__ import annotations

import asyncio
import json
import uuid
from types import SimpleNamespace
from typing import Any

from sanic import Blueprint, Sanic


class Quiet(Sanic):
    """Without Sanic's signals, which a real start takes out too."""

    async def dispatch(self, *args: Any, **more: Any) -> None:
        """Nobody listens."""


def ask(routes: Blueprint, method: str, path: str, body: bytes = b"", agent: object = None) -> SimpleNamespace:
    """Status, headers and body of the answer; the caller is on this machine."""
    app = Quiet(f"test_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(routes)
    app.ctx.agent = agent
    sent: list[dict[str, Any]] = []
    received = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return received.pop(0) if received else {"type": "http.disconnect"}

    async def send(part: dict[str, Any]) -> None:
        sent.append(part)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-length", str(len(body)).encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }

    async def run() -> None:
        app.finalize()
        await app(scope, receive, send)

    asyncio.run(run())
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    content = b"".join(part.get("body", b"") for part in sent[1:])
    return SimpleNamespace(status=sent[0]["status"], headers=headers, json=json.loads(content))

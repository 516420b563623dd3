"""A receiver of call-backs on this machine, which answers as it is told and remembers what came."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Posted:
    """One request that came in; header names are in lower case."""

    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """What it holds, once the official library has checked the signature; raises its error otherwise."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Where it listens, what came, and what it answers: these statuses, then 200."""

    url: str
    posted: list[Posted] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    seconds: float = 0
    """How long it takes to answer."""

    def wait(self, number: int = 1, seconds: float = 15) -> list[Posted]:
        """What came, once it is that many; AssertionError when it isn't in time."""
        deadline = time.monotonic() + seconds
        while len(self.posted) < number:
            assert time.monotonic() < deadline, f"{len(self.posted)} of {number} came"
            time.sleep(0.02)
        return self.posted


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.posted.append(Posted(headers, self.rfile.read(int(headers["content-length"]))))
            time.sleep(made.seconds)
            status = made.statuses.pop(0) if made.statuses else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{made.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

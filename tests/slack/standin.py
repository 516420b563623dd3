"""A stand-in of Slack's Web API on this machine: keeps what is posted, refuses what Slack refuses, fails when told to."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from tests.slack.shapes import BOT, shape

WAIT_SECONDS = 40
SCOPES = "app_mentions:read,channels:history,chat:write,groups:history,im:history,mpim:history,users:read,users:read.email"
TIMESTAMPS = count(1)
Posted = dict[str, Any]


def new_ts() -> str:
    """A timestamp as Slack gives messages, never the same twice."""
    return f"{int(time.time())}.{next(TIMESTAMPS):06d}"


@dataclass(frozen=True)
class Trouble:
    """How a call goes wrong: an HTTP `status`, an `error` in the answer, or a socket `cut` before or after it is done."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    cut: str = ""


@dataclass
class SlackApi:
    """What the stand-in holds; `calls` are pairs of method and arguments, `posted` the messages of each channel."""

    token: str = "xoxb-0-0-standin"
    scopes: str = SCOPES
    port: int = 0
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    posted: dict[str, list[Posted]] = field(default_factory=lambda: defaultdict(list))
    whispered: list[Posted] = field(default_factory=list)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    troubles: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.port}/api/"

    def fail(self, method: str, *troubles: Trouble) -> None:
        """The next calls of the method go wrong, one after the other."""
        with self.changed:
            self.troubles[method].extend(troubles)

    def messages(self, channel: str, thread: str | None = None) -> list[Posted]:
        """The bot's messages of a channel, or of one thread of it."""
        with self.changed:
            return [each for each in self.posted[channel] if thread is None or each.get("thread_ts") == thread]

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method."""
        with self.changed:
            return [arguments for name, arguments in self.calls if name == method]

    def wait(self, ready: Callable[[], Any], seconds: float = WAIT_SECONDS) -> Any:
        """What `ready` gives, as soon as it is something. Raises AssertionError when time is up."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while not (found := ready()):
                left = deadline - time.monotonic()
                assert left > 0, f"Slack waited {seconds} s in vain; calls so far: {[name for name, _ in self.calls][-20:]}"
                self.changed.wait(min(left, 0.5))
            return found

    def answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What Slack answers when nothing goes wrong."""
        if method == "chat.postMessage":
            return self._post(arguments)
        if method == "chat.update":
            return self._update(arguments)
        if method == "chat.postEphemeral":
            ts = new_ts()
            self.whispered.append({**arguments, "ts": ts})
            return {**shape("answer_chat.postEphemeral"), "message_ts": ts}
        if method == "users.info":
            found = shape("answer_users.info")
            found["user"]["profile"] |= self.people.get(arguments["user"], {"real_name": "", "email": ""})
            return found
        if method in ("conversations.history", "conversations.replies"):
            held = [each for each in self.posted[arguments["channel"]] if each.get("thread_ts") == arguments.get("ts")]
            return {**shape(f"answer_{method}"), "messages": held[::-1][: int(arguments.get("limit", 100))]}
        if method == "auth.test":
            return shape("answer_auth.test")
        return {"ok": False, "error": "unknown_method"}

    def _post(self, arguments: dict[str, Any]) -> dict[str, Any]:
        problem = refused(arguments)
        if problem:
            return {"ok": False, "error": problem}
        kept = {key: arguments.get(key) for key in ("text", "blocks", "metadata", "thread_ts") if arguments.get(key) is not None}
        message = {"type": "message", "user": BOT, "bot_id": "B0PUENTE1", "ts": new_ts(), **kept}
        self.posted[arguments["channel"]].append(message)
        return {**shape("answer_chat.postMessage"), "channel": arguments["channel"], "ts": message["ts"], "message": message}

    def _update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        for message in self.posted[arguments["channel"]]:
            if message["ts"] == arguments["ts"]:
                message |= {"text": arguments["text"], "blocks": arguments["blocks"]}
                return {**shape("answer_chat.update"), "channel": arguments["channel"], "ts": arguments["ts"]}
        return {"ok": False, "error": "message_not_found"}


def refused(arguments: dict[str, Any]) -> str:
    """The error that Slack answers for a message it doesn't take."""
    blocks = arguments.get("blocks") or []
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    names = [element["action_id"] for element in actions]
    payload = (arguments.get("metadata") or {}).get("event_payload", {})
    if "as_user" in arguments or "type" in arguments:
        return "as_user_not_supported"
    if not arguments.get("text") and not blocks:
        return "no_text"
    if any(not isinstance(value, str | int | bool) for value in payload.values()):
        return "invalid_metadata_format"
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    fine = (
        len(blocks) <= 50
        and all(0 < len(text) <= 3000 for text in texts)
        and len(set(ids)) == len(ids)
        and all(len(name) <= 255 for name in ids)
        and len(set(names)) == len(names)
        and all(0 < len(element["text"]["text"]) <= 75 and len(element["value"]) <= 2000 for element in actions)
        and all(1 <= len(block["elements"]) <= 25 for block in blocks if block["type"] == "actions")
    )
    return "" if fine else "invalid_blocks"


@contextmanager
def slack_api() -> Iterator[SlackApi]:
    """The stand-in, serving for as long as the block runs."""
    api = SlackApi()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(api))
    server.daemon_threads = True
    api.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()


def handler_of(api: SlackApi) -> type[BaseHTTPRequestHandler]:
    """What answers the requests."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            is_json = self.headers.get("Content-Type", "").startswith("application/json")
            path = urllib.parse.urlsplit(self.path)
            given = json.loads(body) if is_json and body else dict(urllib.parse.parse_qsl(body))
            arguments = {**dict(urllib.parse.parse_qsl(path.query)), **given}
            with api.changed:
                if path.path.startswith("/response/"):
                    api.withdrawn.append(arguments)
                    self._send(200, {"ok": True})
                else:
                    self._call(path.path.removeprefix("/api/"), arguments)
                api.changed.notify_all()

        do_GET = do_POST

        def _call(self, method: str, arguments: dict[str, Any]) -> None:
            api.calls.append((method, arguments))
            if self.headers.get("Authorization") != f"Bearer {api.token}":
                self._send(200, {"ok": False, "error": "invalid_auth"})
                return
            trouble = api.troubles[method].popleft() if api.troubles[method] else Trouble()
            if trouble.cut == "before":
                self.close_connection = True
                return
            if trouble.status != 200:
                headers = {} if trouble.retry_after is None else {"Retry-After": str(trouble.retry_after)}
                self._send(trouble.status, shape("answer_ratelimited") if trouble.status == 429 else None, headers)
                return
            found = {**shape("answer_error"), "error": trouble.error} if trouble.error else api.answer(method, arguments)
            if trouble.cut == "after":
                self.send_response(200)
                self.send_header("Content-Length", "500")
                self.end_headers()
                self.wfile.write(b'{"ok": tr')
                self.close_connection = True
                return
            self._send(200, found, {"X-OAuth-Scopes": api.scopes})

        def _send(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
            body = b"upstream error" if value is None else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if value is None else "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            for name, text in (headers or {}).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: object) -> None:
            """Nothing."""

    return Handler

"""The REST channel as any client speaks to it: plain HTTP, and what came back."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.visitor import Reply, parse

WEBHOOK = "/webhooks/rest/webhook"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names are in lower case."""

    status: int
    content_type: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def reply(self) -> Reply:
        """The body as one turn."""
        assert self.status == 200, self
        return parse(self.json)


def call(
    url: str,
    body: bytes | Iterable[bytes] | None = None,
    method: str = "POST",
    path: str = WEBHOOK,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Any request; checks that no traceback comes back."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port, timeout=60)
    try:
        given = {"Content-Type": content_type} if body is not None else {}
        connection.request(method, path, body, {**given, **(headers or {})}, encode_chunked=True)
        answer = connection.getresponse()
        got = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, got.get("content-type", ""), got, answer.read())
    finally:
        connection.close()
    assert b"Traceback" not in found.body
    return found


def refused(answer: Answer, status: int, names: str, code: str) -> None:
    """Checks a problem-details answer of this code that names what is wrong."""
    assert answer.status == status, answer.body[:300]
    assert answer.content_type.startswith("application/problem+json")
    problem = answer.json
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"/docs#{code}")
    assert names in problem["detail"], problem
    assert problem["title"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert len(problem["request_id"]) >= 16


@dataclass
class Client:
    """A program with a key, or with none."""

    url: str
    token: str = ""
    signing_secret: str = ""
    sender: str = field(default_factory=lambda: f"visitor-{uuid.uuid4().hex}")

    def post(self, text: str, query: str = "", headers: Mapping[str, str] | None = None, **more: object) -> Answer:
        """What comes back for a message; `more` are fields of the body, and may name another sender."""
        body = {"sender": self.sender, "message": text, **more}
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        path = f"{WEBHOOK}?{query}" if query else WEBHOOK
        return call(self.url, json.dumps(body).encode(), path=path, headers={**given, **(headers or {})})

    def say(self, text: str, **more: object) -> Reply:
        """The reply to a message."""
        return self.post(text, **more).reply  # type: ignore[arg-type]

"""Somebody on Slack, talking to the running server through the stand-in."""

from __future__ import annotations

import hashlib
import hmac
import html
import http.client
import json
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack.shapes import BOT, TEAM, event, shape
from tests.slack.standin import Posted, SlackApi, new_ts
from tests.visitor import Reply, parse

SECRET = "8f742231b10e8888abcd99a0b1c285a5"
WEBHOOK = "/webhooks/slack/webhook"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
NESTED = ("topics", "declined", "sources", "lead")


@dataclass(frozen=True)
class Slack:
    """Slack's side: the stand-in, and the address and secret it sends events with."""

    url: str
    api: SlackApi
    secret: str = SECRET

    def send(self, payload: dict[str, Any], **how: Any) -> http.client.HTTPResponse:
        """The server's answer to an event."""
        return self.post(json.dumps(payload).encode(), JSON, **how)

    def interact(self, payload: dict[str, Any], **how: Any) -> http.client.HTTPResponse:
        """The server's answer to a click."""
        return self.post(urllib.parse.urlencode({"payload": json.dumps(payload)}).encode(), FORM, **how)

    def signed(self, body: bytes, age: int = 0, secret: str | None = None) -> dict[str, str]:
        """The headers that Slack signs a body with, `age` seconds ago."""
        stamp = str(int(time.time()) - age)
        text = f"v0:{stamp}:".encode() + body
        digest = hmac.new((secret or self.secret).encode(), text, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def post(
        self, body: bytes, content_type: str, age: int = 0, secret: str | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """The server's answer to a body signed `age` seconds ago; read to its end."""
        sent = {**self.signed(body, age, secret), "Content-Type": content_type, **(headers or {})}
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        try:
            connection.request("POST", WEBHOOK, body, sent)
            answer = connection.getresponse()
            answer.body = answer.read()  # type: ignore[attr-defined]
            return answer
        finally:
            connection.close()


class SlackVisitor:
    """One person and one conversation: in direct messages, or, with a `channel`, in a thread that a mention begins."""

    def __init__(self, slack: Slack, channel: str | None = None, user: str | None = None, profile: dict[str, str] | None = None):
        """Somebody new unless `user` names them; `profile` holds real_name and email."""
        key = uuid.uuid4().hex[:9].upper()
        self.slack, self.user = slack, user or f"U{key}"
        self.channel, self.direct, self.thread = channel or f"D{key}", channel is None, None
        slack.api.people[self.user] = profile or {}

    @property
    def conversation_id(self) -> str:
        """Under which the lead and the transcript stand."""
        return f"slack:{TEAM}:{self.channel}:{self.user if self.direct else self.thread}"

    def say(self, text: str) -> Reply:
        """The reply to a message; in a channel the first one mentions the bot and begins the thread."""
        return self.reply_to(lambda: self.slack.send(self.message(text)))

    def say_raw(self, text: str) -> Reply:
        """The reply to a message whose text is just so in its event, with Slack's own marks in it."""
        return self.reply_to(lambda: self.slack.send(self.message("", text=text)))

    def tell(self, *texts: str) -> Reply:
        """Says one after the other; the last reply."""
        return [self.say(text) for text in texts][-1]

    def message(self, text: str, /, **fields: object) -> dict[str, Any]:
        """The event of a message that is not yet sent."""
        ts = new_ts()
        if self.direct:
            name = "message_im"
        elif self.thread is None:
            name, text, self.thread = "app_mention", f"<@{BOT}> {escape(text)}", ts
            return self._event(name, text, ts, **fields)
        else:
            name, fields = "message_thread", {"thread_ts": self.thread, **fields}
        return self._event(name, escape(text), ts, **fields)

    def _event(self, name: str, text: str, ts: str, /, **fields: object) -> dict[str, Any]:
        values = {"user": self.user, "channel": self.channel, "ts": ts, "event_ts": ts, "text": text}
        return event(name, f"Ev{uuid.uuid4().hex[:10]}", **{"client_msg_id": str(uuid.uuid4()), **values, **fields})

    def click(self, title: str) -> Reply:
        """The reply to a click on the button of that title that stands last."""
        return self.reply_to(lambda: self.slack.interact(self.clicked(title)))

    def clicked(self, title: str, message: Posted | None = None) -> dict[str, Any]:
        """The click that is not yet sent, on this message or on the last that has the button."""
        held = [message] if message else self.messages()[::-1]
        found = ((each, block, button) for each in held for block, button in buttons_of(each) if button["text"]["text"] == title)
        shown, block, button = next(found)
        payload = shape("block_actions")
        payload["user"]["id"] = self.user
        payload["channel"]["id"] = payload["container"]["channel_id"] = self.channel
        payload["container"]["message_ts"] = shown["ts"]
        payload["message"] |= shown
        payload["actions"][0] |= {**button, "block_id": block["block_id"], "action_ts": new_ts()}
        return payload  # type: ignore[no-any-return]

    def messages(self) -> list[Posted]:
        """What the bot posted to this conversation."""
        if not self.direct and self.thread is None:
            return []
        return self.slack.api.messages(self.channel, self.thread)

    def shown(self) -> str:
        """The words of all its messages as Slack got them, escaped as they are."""
        blocks = [block for message in self.messages() for block in message["blocks"]]
        return "\n".join(block["text"]["text"] for block in blocks if "text" in block)

    def turns(self) -> list[Posted]:
        """Those of its messages that answer a turn."""
        return [each for each in self.messages() if (each.get("metadata") or {}).get("event_type") == "puente_turn"]

    def next_message(self, do: Callable[[], http.client.HTTPResponse], among: Callable[[], list[Posted]] | None = None) -> Posted:
        """The message that comes after this was done, which is acknowledged first."""
        among = among or self.messages
        before = len(among())
        answer = do()
        assert (answer.status, answer.body) == (200, b""), answer.body  # type: ignore[attr-defined]
        return self.slack.api.wait(lambda: among()[before:])[0]  # type: ignore[no-any-return]

    def reply_to(self, do: Callable[[], http.client.HTTPResponse]) -> Reply:
        """The turn that this begins."""
        return reply_of(self.next_message(do, self.turns))


def reply_of(message: Posted) -> Reply:
    """A Slack message in the shape that every channel's tests share."""
    payload = message["metadata"]["event_payload"]
    envelope = {key: unflattened(key, value) for key, value in payload.items()}
    envelope.pop("id")
    sections = [html.unescape(block["text"]["text"]) for block in message["blocks"] if block["type"] == "section"]
    buttons = [{"title": button["text"]["text"], "payload": button["value"]} for _, button in buttons_of(message)]
    *texts, last = sections
    return parse([*({"text": text} for text in texts), {"text": last, "buttons": buttons}, {"custom": envelope}])


def unflattened(key: str, value: Any) -> Any:
    """A field of the envelope again as it was before it became metadata."""
    return json.loads(value) if key in NESTED and value[:1] in ("[", "{") else None if value == "null" else value


def buttons_of(message: Posted) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The message's buttons with the block that each stands in."""
    blocks = [block for block in message["blocks"] if block["type"] == "actions"]
    return [(block, button) for block in blocks for button in block["elements"]]


def sources_of(message: Posted) -> list[str]:
    """The message's context blocks as text."""
    return [item["text"] for block in message["blocks"] if block["type"] == "context" for item in block["elements"]]


def escape(text: str) -> str:
    """As Slack sends what somebody typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

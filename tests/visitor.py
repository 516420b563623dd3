"""A visitor of the running server, and what the server said to them."""

from __future__ import annotations

import json
import re
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.rest.callers import OPEN, conversation_of

TIMEOUT_SECONDS = 40
# What must never reach a visitor: a stack trace, Python's None, an unfilled {slot}, the name of a response.
LEAK = re.compile(r"Traceback|\bNone\b(?! of)|\bnull\b|\{\w*\}|\butter_\w+|\bNaN\b")


@dataclass(frozen=True)
class Reply:
    """One turn as the REST channel sent it; `buttons` are titles."""

    texts: tuple[str, ...]
    buttons: tuple[str, ...]
    envelope: dict[str, Any]

    @property
    def text(self) -> str:
        """Everything said in the turn."""
        return "\n".join(self.texts)

    @property
    def answer(self) -> str:
        """What was said beside the introduction, which only a conversation's first reply has."""
        return "\n".join(text for text in self.texts if not text.startswith("I'm Puente, a bot; I know"))

    @property
    def type(self) -> str:
        """The envelope's."""
        return str(self.envelope["type"])

    @property
    def sections(self) -> list[str]:
        """The article's sections cited."""
        return [source["section"] for source in self.envelope["sources"]]


class Visitor:
    """One conversation; each visitor is a sender of its own."""

    def __init__(self, url: str, sender: str | None = None) -> None:
        """A visitor nobody has seen before, unless `sender` names one."""
        self.url = url
        self.sender = sender or f"visitor-{uuid.uuid4().hex}"

    @property
    def conversation_id(self) -> str:
        """Under which the lead and the transcript stand."""
        return conversation_of(OPEN, self.sender)

    def say(self, text: str) -> Reply:
        """The reply; AssertionError when its envelope is missing, not last, or when something leaks into a text."""
        body = json.dumps({"sender": self.sender, "message": text}).encode()
        request = urllib.request.Request(f"{self.url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return parse(json.load(answer))

    def tell(self, *texts: str) -> Reply:
        """Says one after the other; the last reply."""
        return [self.say(text) for text in texts][-1]

    def chain(self, *texts: str) -> list[Reply]:
        """Says one after the other; all replies."""
        return [self.say(text) for text in texts]


def parse(messages: Sequence[dict[str, Any]]) -> Reply:
    """The messages of one turn, checked."""
    assert messages, "silence: the reply is an empty list"
    assert [index for index, message in enumerate(messages) if "custom" in message] == [len(messages) - 1], messages
    envelope = messages[-1]["custom"]
    assert set(envelope) == {"v", "type", "topics", "declined", "sources", "asks", "lead"}, envelope
    texts = tuple(message["text"] for message in messages if "text" in message)
    assert texts, "the turn has an envelope but no words"
    for text in texts:
        assert text.strip() and not LEAK.search(text), text
    buttons = tuple(button["title"] for message in messages for button in message.get("buttons", ()))
    return Reply(texts, buttons, envelope)

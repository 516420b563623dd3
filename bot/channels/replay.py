"""Turns as the messages a website visitor's page shows, live and after a reconnect."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from bot.channels.turn import Button, Turn

Message = dict[str, Any]
STORED = re.compile(r"[^.]+\.\d+")


def messages_of(turns: Sequence[Turn]) -> list[Message]:
    """All messages of these turns in order, the visitor's own among them."""
    return [message for turn in turns for message in (asked(turn.message_id, turn.text, turn.at), *answers(turn))]


def asked(message_id: str, text: str, at: float) -> Message:
    """The visitor's message; `at` in seconds since 1970 (UTC)."""
    return _message(message_id, message_id, "visitor", text, (), at)


def answers(turn: Turn) -> list[Message]:
    """The bot's messages of a turn; the last one carries the envelope.

    Their ids are `<turn>.1`, `<turn>.2` and so on where the conversation holds them. What is not stored gets an id
    that never comes again, so that the real answer to a second try isn't taken for it.
    """
    made = [
        _message(_id(turn, number), turn.message_id, "bot", said.text, said.buttons, turn.at)
        for number, said in enumerate(turn.said, 1)
    ]
    if made:
        made[-1]["data"] = turn.envelope
    return made


def after(messages: Sequence[Message], last: str | None) -> list[Message]:
    """What came after the message with this id; everything when the id is unknown or None."""
    at = next((number for number, message in enumerate(messages, 1) if message["id"] == last), 0)
    return list(messages[at:])


def joined(stored: Sequence[Message], running: Sequence[Message]) -> list[Message]:
    """The stored messages, then those that were told but aren't stored yet."""
    ids = {message["id"] for message in stored}
    return [*stored, *(message for message in running if message["id"] not in ids)]


def was_stored(message_id: str | None) -> bool:
    """Whether a message with this id must have been in the store when it was sent."""
    return message_id is not None and STORED.fullmatch(message_id) is not None


def _id(turn: Turn, number: int) -> str:
    kept = turn.stored and not turn.erased
    return f"{turn.message_id}.{number}" if kept else f"{turn.message_id}.{number}-{secrets.token_hex(4)}"


def _message(name: str, turn: str, sender: str, text: str, buttons: Sequence[Button], at: float) -> Message:
    time = datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": name, "turn": turn, "from": sender, "text": text, "buttons": list(buttons), "at": time, "data": None}

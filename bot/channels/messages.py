"""What any channel accepts from a visitor, and what it strips."""

from __future__ import annotations

import re

LONGEST_MESSAGE = 4000
LONGEST_SENDER = 200
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LEADING_SLASHES = re.compile(r"^[\s/]+")


class BadMessage(Exception):
    """The message can't be taken; says what is wrong in words for whoever wrote the client."""

    def __init__(self, detail: str, status: int = 400) -> None:
        """With the HTTP status that fits."""
        super().__init__(detail)
        self.detail = detail
        self.status = status


def clean_text(value: object) -> str:
    """The visitor's words without control characters. Raises BadMessage when they are no text, or too long.

    A leading slash is dropped: Rasa would take "/intent{...}" for a command that by-passes understanding, sets
    entities of any kind or restarts the conversation. Our own buttons never send one.
    """
    if not isinstance(value, str):
        raise BadMessage("'message' must be a string")
    if len(value) > LONGEST_MESSAGE:
        raise BadMessage(f"'message' is longer than {LONGEST_MESSAGE} characters", 413)
    return LEADING_SLASHES.sub("", CONTROL.sub("", value.encode("utf-8", "ignore").decode())).strip()


def clean_sender(value: object) -> str:
    """The conversation's id. Raises BadMessage when it is missing, empty, too long or no plain text."""
    if not isinstance(value, str) or not value.strip():
        raise BadMessage("'sender' must be a non-empty string; it names the conversation")
    if len(value) > LONGEST_SENDER or CONTROL.search(value) or not value.isprintable():
        raise BadMessage(f"'sender' must be at most {LONGEST_SENDER} printable characters")
    return value


def clean_metadata(value: object) -> dict[str, object]:
    """What the client tells about the page. Raises BadMessage when it is no object."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadMessage("'metadata' must be an object")
    return value

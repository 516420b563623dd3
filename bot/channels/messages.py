"""What any channel accepts from a visitor, and what it strips."""

from __future__ import annotations

import re

LONGEST_MESSAGE = 4000
LONGEST_SENDER = 200
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Visible characters and blanks between them; docs and openapi.yml show it. Surrogates can't be written in JSON.
SENDER = (
    r"^[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
    r"[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]*$"
)
SURROGATE = re.compile("[\ud800-\udfff]")
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
    if len(value) > LONGEST_SENDER or not re.fullmatch(SENDER, value) or SURROGATE.search(value):
        raise BadMessage(f"'sender' must be at most {LONGEST_SENDER} printable characters, the first of them no blank")
    return value


def clean_metadata(value: object) -> dict[str, object]:
    """What the client tells about the page. Raises BadMessage when it is no object."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadMessage("'metadata' must be an object")
    return value

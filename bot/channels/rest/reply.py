"""Turns as the REST channel shows them: the shapes of Rasa's own channel, and the envelope last."""

from __future__ import annotations

from typing import Any

from bot.channels.choices import numbered
from bot.channels.turn import Said, Turn


def messages_of(turn: Turn, sender: str, *, as_text: bool = False) -> list[dict[str, Any]]:
    """The turn's messages and, last, its envelope; `as_text` where the client can't show buttons."""
    shown = [{"recipient_id": sender, **(as_words(said) if as_text else as_buttons(said))} for said in turn.said]
    return [*shown, {"recipient_id": sender, "custom": turn.envelope}]


def as_buttons(said: Said) -> dict[str, Any]:
    """A text with its buttons beside it."""
    return {"text": said.text, **({"buttons": list(said.buttons)} if said.buttons else {})}


def as_words(said: Said) -> dict[str, Any]:
    """A text with its choices numbered in it."""
    return {"text": numbered(said.text, said.buttons)}

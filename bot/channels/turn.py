"""One turn of a conversation as every channel passes it on, and the turns that a stored conversation holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.channels.envelope import closing
from bot.knowledge import Knowledge

Button = dict[str, str]


@dataclass(frozen=True)
class Said:
    """One message of the bot's; each button has a `title` and the `payload` that a click says."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A visitor's message and all that answered it."""

    message_id: str
    text: str
    said: tuple[Said, ...]
    envelope: dict[str, Any]
    at: float
    """When the visitor's message came, in seconds since 1970 (UTC)."""
    stored: bool = True
    """Whether the conversation holds it; a turn that failed may be sent again under the same id."""
    erased: bool = False
    """Whether the visitor had the whole conversation erased in it."""


def turns_of(events: Iterable[Event], known: Knowledge, apology: str) -> list[Turn]:
    """The finished turns of a conversation, oldest first; `apology` stands where a turn said nothing."""
    turns: list[Turn] = []
    slots: dict[str, Any] = {}
    current: list[Event] = []
    for event in events:
        if isinstance(event, UserUttered):
            turns += _turn(current, slots, known, apology)
            current = []
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
        current.append(event)
    return turns + _turn(current, slots, known, apology)


def _turn(events: Sequence[Event], slots: dict[str, Any], known: Knowledge, apology: str) -> list[Turn]:
    """The turn that these events are; none where they don't begin with a visitor's message."""
    if not events or not isinstance(events[0], UserUttered):
        return []
    asked = events[0]
    said = tuple(Said(event.text, _buttons(event)) for event in events if isinstance(event, BotUttered) and event.text)
    end = closing(events, slots.get("intake"), slots.get("lead"), known, failed=not said)
    return [Turn(str(asked.message_id), asked.text or "", said or (Said(apology),), end, asked.timestamp)]


def _buttons(event: BotUttered) -> tuple[Button, ...]:
    return tuple({"title": each["title"], "payload": each["payload"]} for each in event.data.get("buttons") or ())

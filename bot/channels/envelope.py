"""The machine-readable object at the end of each turn's reply; shape in docs/rest.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.events import Event, SlotSet

from bot.knowledge import Knowledge

VERSION = 1


def closing(
    events: Sequence[Event], intake: Mapping[str, Any] | None, lead: Any, known: Knowledge, *, failed: bool = False
) -> dict[str, Any]:
    """What the turn of these events did; `intake` and `lead` are the slots' values at its end."""
    noted = slot_set(events, "turn") or {}
    asks = open_question(intake)
    if failed:
        return empty("error", asks, lead)
    handed = slot_set(events, "lead")
    kind = "handoff" if handed and noted.get("type") == "handoff" else noted.get("type") or ("ask" if asks else "chat")
    return {
        "v": VERSION,
        "type": kind,
        "topics": noted.get("topics", []),
        "declined": noted.get("declined", []),
        "sources": [source(section, known) for section in noted.get("sources", [])],
        "asks": asks,
        "lead": lead,
    }


def open_question(intake: Mapping[str, Any] | None) -> str | None:
    """The slot whose question stands, also when this turn failed."""
    intake = intake or {}
    return intake.get("asks") if intake.get("collecting") else None


def empty(kind: str, asks: object = None, lead: object = None) -> dict[str, Any]:
    """The envelope of a turn that told nothing: one that failed, or one that erased its conversation."""
    return {"v": VERSION, "type": kind, "topics": [], "declined": [], "sources": [], "asks": asks, "lead": lead}


def source(section: str, known: Knowledge) -> dict[str, Any]:
    """One section of the article."""
    return {"title": known.article.title, "section": section, "url": known.article.url}


def slot_set(events: Sequence[Event], name: str) -> Any:
    """The last value a slot got in these events; the last one counts."""
    values = [event.value for event in events if isinstance(event, SlotSet) and event.key == name]
    return values[-1] if values else None

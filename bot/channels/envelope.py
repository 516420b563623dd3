"""The machine-readable object at the end of each turn's reply; shape in docs/rest.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge import Knowledge

VERSION = 1


def envelope(tracker: DialogueStateTracker, knowledge: Knowledge) -> dict[str, Any]:
    """What the turn that just ended did, read off the conversation's events and slots."""
    events = last_turn(list(tracker.events))
    noted = slot_set(events, "turn") or {}
    asks = open_question(tracker)
    handed = slot_set(events, "lead")
    kind = "handoff" if handed and noted.get("type") == "handoff" else noted.get("type") or ("ask" if asks else "chat")
    return {
        "v": VERSION,
        "type": kind,
        "topics": noted.get("topics", []),
        "declined": noted.get("declined", []),
        "sources": [source(section, knowledge) for section in noted.get("sources", [])],
        "asks": asks,
        "lead": tracker.get_slot("lead"),
    }


def open_question(tracker: DialogueStateTracker) -> str | None:
    """The slot whose question stands, also when this turn failed."""
    intake = tracker.get_slot("intake") or {}
    return intake.get("asks") if intake.get("collecting") else None


def empty(kind: str, asks: object = None, lead: object = None) -> dict[str, Any]:
    """The envelope of a turn that told nothing: one that failed, or one that erased its conversation."""
    return {"v": VERSION, "type": kind, "topics": [], "declined": [], "sources": [], "asks": asks, "lead": lead}


def source(section: str, knowledge: Knowledge) -> dict[str, Any]:
    """One section of the article."""
    return {"title": knowledge.article.title, "section": section, "url": knowledge.article.url}


def last_turn(events: Sequence[Event]) -> list[Event]:
    """The events since the visitor's last message."""
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return list(events[starts[-1] :]) if starts else []


def slot_set(events: Sequence[Event], name: str) -> Any:
    """The last value a slot got in these events; the last one counts."""
    values = [event.value for event in events if isinstance(event, SlotSet) and event.key == name]
    return values[-1] if values else None

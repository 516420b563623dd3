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
    asks = tracker.get_slot("requested_slot") if tracker.active_loop_name else None
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


def failed(lead: object = None) -> dict[str, Any]:
    """The envelope of a turn that produced nothing."""
    return {"v": VERSION, "type": "error", "topics": [], "declined": [], "sources": [], "asks": None, "lead": lead}


def source(section: str, knowledge: Knowledge) -> dict[str, Any]:
    """One section of the article."""
    return {"title": knowledge.article.title, "section": section, "url": knowledge.article.url}


def last_turn(events: Sequence[Event]) -> list[Event]:
    """The events since the visitor's last message."""
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return list(events[starts[-1] :]) if starts else []


def slot_set(events: Sequence[Event], name: str) -> Any:
    """The last value a slot got in these events; an action's note goes before the form's "ask"."""
    values = [event.value for event in events if isinstance(event, SlotSet) and event.key == name]
    return values[-1] if values else None

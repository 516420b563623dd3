from __future__ import annotations

import pytest
from rasa.shared.core import events
from rasa.shared.utils.common import all_subclasses

from bot.channels.event_types import _resolve, remember_event_types

TYPES = sorted({kind.type_name for kind in all_subclasses(events.Event) if isinstance(getattr(kind, "type_name", None), str)})


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events.Event, "resolve_by_type", events.Event.resolve_by_type)


@pytest.mark.parametrize("name", TYPES)
def test_each_type_is_found_as_rasa_finds_it(name: str) -> None:
    first = next(kind for kind in all_subclasses(events.Event) if kind.type_name == name)
    assert _resolve(name) is first


def test_an_unknown_type_is_no_event() -> None:
    assert _resolve("topic") is None
    assert _resolve("no such", events.SlotSet) is events.SlotSet
    with pytest.raises(ValueError, match="no such"):
        _resolve("no such")


def test_stored_events_are_read_through_it(untouched: None) -> None:
    remember_event_types()
    remember_event_types()
    assert events.Event.resolve_by_type is _resolve
    said = events.UserUttered("hi", message_id="m")
    assert events.Event.from_parameters(said.as_dict()) == said

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.channels.envelope import VERSION, empty, slot_set
from bot.channels.turn import turns_of
from bot.knowledge import Knowledge

KEYS = {"v", "type", "topics", "declined", "sources", "asks", "lead"}
LEAD = {"reference": "P-ABC123", "status": "handed_off"}


def noted(kind: str, topics: Sequence[str] = (), declined: Sequence[str] = (), sources: Sequence[str] = ()) -> SlotSet:
    return SlotSet("turn", {"type": kind, "topics": list(topics), "declined": list(declined), "sources": list(sources)})


def made(knowledge: Knowledge, *events: Event) -> dict[str, Any]:
    found = turns_of([*events, BotUttered("...")], knowledge, "sorry")[-1].envelope
    assert set(found) == KEYS
    assert found["v"] == VERSION
    return found


@pytest.mark.parametrize("kind", ["answer", "declined", "out_of_scope", "chat", "ask", "error"])
def test_the_type_is_what_the_action_noted(kind: str, knowledge: Knowledge) -> None:
    found = made(knowledge, UserUttered("hi"), noted(kind))
    assert (found["type"], found["asks"], found["lead"]) == (kind, None, None)


def test_an_answer_carries_topics_and_sources(knowledge: Knowledge) -> None:
    found = made(knowledge, UserUttered("cost?"), noted("answer", ["cost"], ["visas"], ["Tijuana", "Conclusion"]))
    assert (found["topics"], found["declined"]) == (["cost"], ["visas"])
    assert found["sources"] == [
        {"title": knowledge.article.title, "section": section, "url": knowledge.article.url}
        for section in ("Tijuana", "Conclusion")
    ]


def test_an_answer_in_the_middle_of_the_questions_says_what_is_still_asked(knowledge: Knowledge) -> None:
    found = made(
        knowledge,
        SlotSet("intake", {"collecting": True, "asks": "need"}),
        UserUttered("cost?"),
        noted("answer", ["cost"]),
        BotUttered("..."),
    )
    assert (found["type"], found["asks"]) == ("answer", "need")


def test_a_turn_that_only_asks_is_an_ask(knowledge: Knowledge) -> None:
    found = made(knowledge, UserUttered("talk to sales"), SlotSet("intake", {"collecting": True, "asks": "need"}))
    assert (found["type"], found["asks"], found["topics"]) == ("ask", "need", [])


def test_once_the_questions_is_over_nothing_is_asked(knowledge: Knowledge) -> None:
    found = made(
        knowledge,
        SlotSet("intake", {"collecting": True, "asks": "email"}),
        UserUttered("stop"),
        SlotSet("intake", {"collecting": False, "asks": None}),
        noted("chat"),
    )
    assert (found["type"], found["asks"]) == ("chat", None)


def test_a_turn_that_noted_nothing_is_chat(knowledge: Knowledge) -> None:
    assert made(knowledge, UserUttered("hi"), BotUttered("Hello"))["type"] == "chat"


def test_what_the_turn_before_did_does_not_count(knowledge: Knowledge) -> None:
    found = made(
        knowledge, UserUttered("cost?"), noted("answer", ["cost"], [], ["Tijuana"]), UserUttered("hi"), BotUttered("Hello")
    )
    assert (found["type"], found["topics"], found["sources"]) == ("chat", [], [])


def test_the_last_note_of_a_turn_counts(knowledge: Knowledge) -> None:
    assert made(knowledge, UserUttered("jane@acme.com"), noted("ask"), noted("error"))["type"] == "error"


def test_a_handoff_carries_the_lead_and_later_turns_keep_it(knowledge: Knowledge) -> None:
    events: list[Event] = [UserUttered("yes"), noted("handoff"), SlotSet("lead", LEAD)]
    found = made(knowledge, *events)
    assert (found["type"], found["lead"]) == ("handoff", LEAD)
    later = made(knowledge, *events, UserUttered("cost?"), noted("answer", ["cost"]))
    assert (later["type"], later["lead"]) == ("answer", LEAD)


def test_a_turn_that_failed_has_every_key() -> None:
    assert set(empty("error")) == KEYS
    assert empty("error")["type"] == "error"
    assert (empty("error", "need", LEAD)["asks"], empty("error", "need", LEAD)["lead"]) == ("need", LEAD)


def test_a_slot_never_set_has_no_value() -> None:
    assert slot_set([UserUttered("hi"), SlotSet("turn", 1)], "lead") is None
    assert slot_set([SlotSet("turn", 1), SlotSet("turn", 2)], "turn") == 2

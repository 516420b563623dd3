"""Small talk, notes, ways back: the actions that only choose a response."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.chat import INTRODUCING, ActionChat
from actions.note import ActionNote
from actions.out_of_scope import ActionOutOfScope
from actions.start_over import ActionStartOver
from actions.unclear import ActionUnclear
from bot.knowledge import Knowledge

Make = Callable[..., Tracker]
Act = Callable[..., Any]


@pytest.mark.parametrize("kind", ["greet", "thanks", "goodbye", "are_you_human", "privacy"])
def test_small_talk_has_a_response_of_its_own(kind: str, tracker: Make, act: Act) -> None:
    turn = act(ActionChat(), tracker(intent="chat", labels=[f"chat/{kind}"], slots={"misses": 2, "invited": True}))
    assert turn.said == [f"utter_chat_{kind}"]
    assert turn.slots["turn"] == {"type": "chat", "topics": [kind], "declined": [], "sources": []}
    assert (turn.slots["misses"], turn.slots["invited"]) == (0, False)


@pytest.mark.parametrize("kind", ["greet", "thanks", "who_are_you", "are_you_human", "capabilities"])
def test_the_first_reply_says_once_that_this_is_a_bot(kind: str, tracker: Make, act: Act) -> None:
    turn = act(ActionChat(), tracker(intent="chat", labels=[f"chat/{kind}"], slots={"introduced": None}))
    introduction = [] if kind in INTRODUCING else ["utter_introduction"]
    assert turn.said == [*introduction, f"utter_chat_{kind}"]
    assert turn.slots["introduced"] is True


@pytest.mark.parametrize("intent", ["give_context", "affirm", "deny", "stop", "why_ask"])
def test_a_move_is_acknowledged(intent: str, tracker: Make, act: Act) -> None:
    turn = act(ActionNote(), tracker(intent=intent))
    assert turn.said == [f"utter_note_{intent}"]
    assert (turn.type, turn.slots["misses"], turn.slots["invited"]) == ("chat", 0, False)


def test_a_note_comes_after_the_introduction(tracker: Make, act: Act) -> None:
    assert act(ActionNote(), tracker(intent="deny", slots={"introduced": False})).said == [
        "utter_introduction",
        "utter_note_deny",
    ]


ASKING = {"text": "what about my cat?", "is_question": True, "intake": {"collecting": True}}


def misses(tracker: Make, act: Act, knowledge: Knowledge, count: int, intake: Any = None, **given: Any) -> list[Any]:
    """The turns of a visitor who talks of something else time after time."""
    turns: list[Any] = []
    for _ in range(count):
        slots = {"misses": turns[-1].slots["misses"] if turns else 0, "intake": intake}
        turns.append(act(ActionOutOfScope(lambda: knowledge), tracker(intent="out_of_scope", slots=slots, **given)))
    return turns


def test_no_two_misses_in_a_row_read_the_same(tracker: Make, act: Act, knowledge: Knowledge) -> None:
    said = [turn.said[0] for turn in misses(tracker, act, knowledge, 8)]
    assert said[:3] == ["utter_out_of_scope_1", "utter_out_of_scope_2", "utter_out_of_scope_3"]
    assert all(one != two for one, two in pairwise(said))
    assert set(said) == set(said[:3])


def test_buttons_come_from_the_second_miss_on(tracker: Make, act: Act, knowledge: Knowledge) -> None:
    first, *later = misses(tracker, act, knowledge, 4)
    assert first.messages[0]["buttons"] == []
    assert all(1 <= len(turn.messages[0]["buttons"]) <= 3 for turn in later)
    assert all(turn.type == "out_of_scope" for turn in (first, *later))


def test_in_the_form_a_miss_has_no_buttons(tracker: Make, act: Act, knowledge: Knowledge) -> None:
    assert all(turn.messages[0]["buttons"] == [] for turn in misses(tracker, act, knowledge, 3, **ASKING))


def test_in_the_form_a_miss_announces_no_buttons(tracker: Make, act: Act, knowledge: Knowledge) -> None:
    said = [turn.said[0] for turn in misses(tracker, act, knowledge, 3, **ASKING)]
    assert not {"utter_out_of_scope_2", "utter_out_of_scope_3"} & set(said)


def test_what_was_not_understood_is_admitted_and_helped(tracker: Make, act: Act, knowledge: Knowledge) -> None:
    turn = act(ActionUnclear(lambda: knowledge), tracker(intent="nlu_fallback", slots={"misses": 1}))
    assert turn.said == [knowledge.phrases["declined_unsure"]]
    assert [button["title"] for button in turn.messages[0]["buttons"]][-1] == knowledge.phrases["talk_button"]
    assert len(turn.messages[0]["buttons"]) == 3
    assert (turn.type, turn.slots["misses"]) == ("declined", 0)


def test_in_the_form_what_was_not_understood_gets_no_buttons(tracker: Make, act: Act, knowledge: Knowledge) -> None:
    asking = tracker("what about my cat?", "nlu_fallback", is_question=True, slots={"intake": {"collecting": True}})
    assert act(ActionUnclear(lambda: knowledge), asking).messages[0]["buttons"] == []


def test_a_doubtful_wish_to_start_over_forgets_nothing(tracker: Make, act: Act) -> None:
    slots = {"need": "qa", "intake": {"collecting": True}}
    made = tracker("try again", "start_over", labels=["start_over"], confidence=0.16, slots=slots)
    turn = act(ActionStartOver(unreachable), made)
    assert turn.said == ["utter_questions_left"] and "intake" not in turn.slots


def unreachable() -> Any:
    raise AssertionError("nothing is to be deleted")

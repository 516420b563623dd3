"""What holds for every action."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Action, Tracker

from actions.answer import ActionAnswer
from actions.chat import ActionChat
from actions.deny import ActionDeny
from actions.erase_data import ActionEraseData
from actions.not_a_lead import ActionNotALead
from actions.note import ActionNote
from actions.out_of_scope import ActionOutOfScope
from actions.start_over import ActionStartOver
from actions.stop_lead import ActionStopLead
from actions.take_facts import ActionTakeFacts
from actions.turn import buttons, confidence_of, did, intent_of, questions
from actions.unclear import ActionUnclear

Make = Callable[..., Tracker]
Act = Callable[..., Any]


def failing() -> Any:
    raise RuntimeError("secret of jane@acme.com")


FAILING = [
    (ActionAnswer(failing), {"intent": "ask", "labels": ["ask/cost"]}),
    (ActionUnclear(failing), {"intent": "nlu_fallback"}),
    (ActionOutOfScope(failing), {"intent": "out_of_scope", "slots": {"misses": 3}}),
    (ActionTakeFacts(failing), {"text": "yes", "intent": "affirm", "slots": {"intake": {"collecting": True, "asks": "consent"}}}),
    (ActionDeny(failing), {"intent": "deny", "slots": {"intake": {"collecting": True, "asks": "consent"}}}),
    (ActionStopLead(failing), {"text": "stop", "intent": "stop", "slots": {"intake": {"collecting": True, "asks": "need"}}}),
    (ActionStartOver(failing), {"intent": "start_over"}),
    (ActionEraseData(failing), {"intent": "erase_data"}),
    (ActionNotALead(failing), {"text": "it is for my thesis", "intent": "not_a_lead", "labels": ["not_a_lead/student"]}),
    (ActionTakeFacts(failing), {"text": "jane@acme.com", "intent": "give_details"}),
]


@pytest.mark.parametrize(
    ("action", "given"), FAILING, ids=lambda value: type(value).__name__ if isinstance(value, Action) else ""
)
def test_whatever_fails_the_visitor_gets_a_sentence(action: Action, given: dict[str, Any], tracker: Make, act: Act) -> None:
    turn = act(action, tracker(**{"slots": {"introduced": None}, **given}))
    assert turn.said == ["utter_error"]
    assert turn.type == "error"


def test_a_failure_keeps_nothing_half_said(tracker: Make, act: Act) -> None:
    """The introduction was on its way when the knowledge failed."""
    turn = act(ActionOutOfScope(failing), tracker(intent="out_of_scope", slots={"introduced": None, "misses": 3}))
    assert turn.said == ["utter_error"]
    assert "introduced" not in turn.slots


def test_the_log_names_the_failure_but_no_person(tracker: Make, act: Act, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        act(ActionAnswer(failing), tracker("I'm Jane", "ask", labels=["ask/cost"], message_id="m42"))
    assert "action_answer failed: RuntimeError (message m42)" in caplog.text
    assert "jane" not in caplog.text.lower()


def test_a_message_nothing_is_known_of_is_no_failure_of_the_server(act: Act) -> None:
    for action in (ActionChat(), ActionNote()):
        turn = act(action, Tracker.from_dict({"sender_id": "v", "slots": {}, "latest_message": None, "events": []}))
        assert turn.messages
        assert turn.type in ("error", "chat")


def test_what_a_turn_did_as_a_slot() -> None:
    event = did("answer", ("cost",), ("visas",), ("Conclusion",))
    assert (event["event"], event["name"]) == ("slot", "turn")
    assert event["value"] == {"type": "answer", "topics": ["cost"], "declined": ["visas"], "sources": ["Conclusion"]}


def test_buttons_are_what_a_visitor_could_type() -> None:
    assert buttons(["Why Mexico?"]) == [{"title": "Why Mexico?", "payload": "Why Mexico?"}]
    assert buttons([]) == []


def test_a_message_without_intent_or_questions_has_none() -> None:
    empty = Tracker.from_dict({"sender_id": "v", "slots": {}, "latest_message": {"text": "hi"}, "events": []})
    assert questions(empty) == []
    assert intent_of(empty) == "None"
    assert confidence_of(empty) == 0.0

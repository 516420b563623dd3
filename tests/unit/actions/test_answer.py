from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.answer import ActionAnswer
from bot.knowledge import Knowledge
from bot.knowledge.question import Context

Make = Callable[..., Tracker]
Act = Callable[..., Any]


@pytest.fixture
def action(knowledge: Knowledge) -> ActionAnswer:
    return ActionAnswer(lambda: knowledge)


def test_a_question_is_answered_with_source_and_buttons(
    action: ActionAnswer, tracker: Make, act: Act, knowledge: Knowledge
) -> None:
    turn = act(action, tracker("is it cheaper?", "ask", labels=["ask/cost"]))
    (message,) = turn.messages
    assert message["text"].startswith(knowledge.topics["cost"].answer)
    assert message["text"].endswith("Source: Benefits of Outsourcing to Mexico")
    assert 1 <= len(message["buttons"]) <= 3
    assert turn.slots["turn"] == {
        "type": "answer",
        "topics": ["cost"],
        "declined": [],
        "sources": ["Benefits of Outsourcing to Mexico"],
    }


def test_buttons_say_what_they_show(action: ActionAnswer, tracker: Make, act: Act) -> None:
    (message,) = act(action, tracker("is it cheaper?", "ask", labels=["ask/cost"])).messages
    assert all(button["title"] == button["payload"] for button in message["buttons"])
    assert not any(button["payload"].startswith("/") for button in message["buttons"])


def test_a_declined_subject_is_noted(action: ActionAnswer, tracker: Make, act: Act) -> None:
    turn = act(action, tracker("visas?", "decline", labels=["decline/visas"]))
    assert (turn.type, turn.slots["turn"]["declined"], turn.slots["turn"]["sources"]) == ("declined", ["visas"], [])


def test_several_questions_are_one_message(action: ActionAnswer, tracker: Make, act: Act) -> None:
    turn = act(action, tracker("far? visas?", "ask", labels=["ask/flights", "decline/visas"]))
    assert len(turn.messages) == 1
    assert turn.slots["turn"]["topics"] == ["flights"]
    assert turn.slots["turn"]["declined"] == ["visas"]


def test_what_asks_nothing_is_left_out(action: ActionAnswer, tracker: Make, act: Act) -> None:
    turn = act(action, tracker("hi, far?", "ask", labels=["chat/greet", "ask/flights", "give_context"]))
    assert turn.slots["turn"]["topics"] == ["flights"]


def test_the_context_makes_follow_ups(action: ActionAnswer, tracker: Make, act: Act, knowledge: Knowledge) -> None:
    first = act(action, tracker("GDL?", "ask", labels=["ask/hub"], names={"hubs": ["Guadalajara"]}))
    slots = {"context": first.slots["context"]}
    second = act(action, tracker("and TJ?", "follow_up", labels=["follow_up/about"], names={"hubs": ["Tijuana"]}, slots=slots))
    assert second.messages[0]["text"].startswith(knowledge.hubs["Tijuana"].answer)
    assert Context.from_dict(second.slots["context"]).hubs == ("Tijuana",)


def test_a_follow_up_to_nothing_leads_back(action: ActionAnswer, tracker: Make, act: Act, knowledge: Knowledge) -> None:
    turn = act(action, tracker("why?", "follow_up", labels=["follow_up/why"]))
    assert turn.type == "out_of_scope"
    assert turn.said == [knowledge.phrases["declined_unsure"]]
    assert len(turn.messages[0]["buttons"]) == 3


def test_the_first_reply_says_that_this_is_a_bot(action: ActionAnswer, tracker: Make, act: Act) -> None:
    turn = act(action, tracker("far?", "ask", labels=["ask/flights"], slots={"introduced": None}))
    assert turn.said[0] == "utter_introduction"
    assert turn.slots["introduced"] is True
    assert len(turn.messages) == 2


def test_in_the_form_there_are_no_buttons_and_no_invitation_to_take_up(action: ActionAnswer, tracker: Make, act: Act) -> None:
    slots = {"context": Context(answers=2).as_dict()}
    turn = act(action, tracker("far?", "ask", labels=["ask/flights"], slots={**slots, "intake": {"collecting": True}}))
    assert turn.messages[0]["buttons"] == []
    assert turn.slots["invited"] is False


def test_an_invitation_is_noted(action: ActionAnswer, tracker: Make, act: Act, knowledge: Knowledge) -> None:
    turn = act(action, tracker("far?", "ask", labels=["ask/flights"], slots={"context": Context(answers=2).as_dict()}))
    assert turn.slots["invited"] is True
    assert knowledge.phrases["invite"] in turn.said[0]


def test_in_the_form_nobody_is_invited_again(action: ActionAnswer, tracker: Make, act: Act, knowledge: Knowledge) -> None:
    slots = {"context": Context(answers=2).as_dict()}
    turn = act(action, tracker("far?", "ask", labels=["ask/flights"], slots={**slots, "intake": {"collecting": True}}))
    assert knowledge.phrases["invite"] not in turn.said[0]


def test_misses_end_with_an_answer(action: ActionAnswer, tracker: Make, act: Act) -> None:
    assert act(action, tracker("far?", "ask", labels=["ask/flights"], slots={"misses": 2})).slots["misses"] == 0


def test_the_same_message_in_the_same_state_gets_the_same_reply(action: ActionAnswer, tracker: Make, act: Act) -> None:
    asked = {
        "labels": ["ask/choose_hub", "ask/cost"],
        "names": {"traits": ["software"]},
        "slots": {"context": Context(answers=1).as_dict()},
    }
    assert act(action, tracker("x", "ask", **asked)) == act(action, tracker("x", "ask", **asked))

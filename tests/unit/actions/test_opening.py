"""Who is asked the questions: customers in whatever words, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker

from actions.not_a_lead import ActionNotALead
from actions.take_facts import ActionTakeFacts
from bot import leads
from bot.intake.buying import buying
from bot.intake.clauses import spoken
from bot.leads import service

Make = Callable[..., Tracker]
Act = Callable[..., Any]
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("openings.yml").read_text(encoding="utf-8"))
# What understanding may wrongly take a customer for.
MISTAKEN = [("nlu_fallback", "nlu_fallback", 0.2), ("not_a_lead", "not_a_lead/vendor", 0.4), ("decline", "decline/jobs", 0.7)]


@pytest.fixture
def say(tracker: Make, act: Act, sessions: leads.Sessions) -> Callable[..., Any]:
    """The slots after these messages, each taken for the same."""

    def run(messages: Sequence[str], intent: str = "nlu_fallback", label: str = "nlu_fallback", sure: float = 0.2) -> Any:
        slots: dict[str, Any] = {}
        for place, text in enumerate(messages):
            made = tracker(text, intent, slots=slots, labels=[label], confidence=sure, message_id=f"m{place}")
            slots |= act(ActionTakeFacts(lambda: sessions), made).slots
            if intent == "not_a_lead":
                made = tracker(text, intent, slots=slots, labels=[label], confidence=sure, message_id=f"m{place}")
                slots |= act(ActionNotALead(lambda: sessions), made).slots
        return slots

    return run


@pytest.mark.parametrize("taken_for", MISTAKEN, ids=lambda case: case[1])
@pytest.mark.parametrize("text", CASES["customers"])
def test_a_customer_is_asked_whatever_understanding_makes_of_it(text: str, taken_for: Any, say: Callable[..., Any]) -> None:
    assert say([text], *taken_for)["intake"]["collecting"]


@pytest.mark.parametrize("messages", CASES["one_after_the_other"], ids=lambda messages: messages[-1])
def test_what_was_told_before_adds_up(messages: list[str], say: Callable[..., Any]) -> None:
    assert say(messages)["intake"]["collecting"]


@pytest.mark.parametrize("text", CASES["others"])
def test_nobody_else_is_asked(text: str, say: Callable[..., Any]) -> None:
    assert not say([text]).get("intake", {}).get("collecting")


@pytest.mark.parametrize("text", CASES["specific"])
def test_the_need_is_kept_in_the_visitors_words(text: str, say: Callable[..., Any]) -> None:
    assert say([text])["need"] in text


@pytest.mark.parametrize("text", CASES["vague"])
def test_a_vague_wish_is_asked_what_it_is_about(text: str, say: Callable[..., Any]) -> None:
    found = say([text])
    assert (found["intake"]["collecting"], found.get("need")) == (True, None)


def test_a_question_beside_a_need_is_answered(say: Callable[..., Any]) -> None:
    intake = say(["what cities are good for fintech? also, we want a squad of 6 for our app"], "ask", "ask/choose_hub", 0.5)[
        "intake"
    ]
    assert (intake["collecting"], intake["answered"]) == (True, False)


def test_a_later_wish_takes_the_reason_back(say: Callable[..., Any], sessions: leads.Sessions) -> None:
    say(["we offer SEO services"])
    turned_away = service.get_lead_of(sessions, "visitor")
    assert turned_away is not None and turned_away.status == "unqualified"
    say(["we offer SEO services", "please let me talk to your sales team"])
    assert service.get_lead_of(sessions, "visitor") is None


@pytest.mark.parametrize("text", ["FastParcel", "we are Quillmark", "we build boats"])
def test_nobody_is_turned_away_for_a_guess(text: str, say: Callable[..., Any], sessions: leads.Sessions) -> None:
    say([text], "not_a_lead", "not_a_lead/vendor", 0.9)
    assert service.get_lead_of(sessions, "visitor") is None


def test_a_long_message_is_weighed_in_bounded_time() -> None:
    """Expressions with repeated parts could take for ever on repeated words."""
    assert not buying(spoken("the team to the team with " * 200)).needs

"""Which facts a message tells, by what is asked and known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.intake.agenda import CONSENT, next_slot, reachable, slots, when_declined
from bot.intake.listening import Heard, Message, State, listen

TODAY = date(2026, 11, 24)
FIVE = {"team_size_min": 5, "team_size_max": 5}


def heard(text: str, asks: str | None = None, known: dict[str, Any] | None = None, intent: str = "") -> Heard:
    known = known or {}
    return listen(Message(text, intent), State(known, asks, tuple(known)), TODAY)


def test_one_sentence_fills_many_slots() -> None:
    facts = heard("Hi, Tom Baker from Kite & Keel. We need 5 React devs in GDL by March, about 20k a month. tom@kite.com").facts
    assert set(facts) == {"name", "company", "need", "team_size", "hub", "timeline", "budget", "email"}


@pytest.mark.parametrize("slot", slots())
@pytest.mark.parametrize("text", ["how far is it?", "what does it cost for $50?", "is Guadalajara better?", "why that"])
def test_a_question_is_no_answer(slot: str, text: str) -> None:
    assert heard(text, slot).facts == {}


def test_an_answer_with_a_question_is_taken_and_the_question_is_noticed() -> None:
    found = heard("5 people. How long is the flight?", "team_size")
    assert (found.facts, found.asks_too) == ({"team_size": FIVE}, True)


@pytest.mark.parametrize("slot", ["name", "company", "job_title", "need"])
@pytest.mark.parametrize("intent", ["skip", "stop", "pause", "why_ask", "resume"])
def test_a_move_is_no_answer_in_free_words(slot: str, intent: str) -> None:
    assert heard("whatever it may say", slot, intent=intent).facts == {}


def test_a_correction_keeps_to_the_answer_it_fits() -> None:
    known = {"team_size": FIVE, "budget": {"budget_min": 20000, "budget_max": 20000}}
    found = heard("wait, make that 12", "hub", known, "correct")
    assert found.changed == ("team_size",)
    assert found.facts["team_size"]["team_size_max"] == 12


def test_a_correction_without_a_value_asks_again() -> None:
    assert heard("change my email", CONSENT, {"email": "a@b.com"}, "correct").reopened == "email"


def test_the_other_city_is_meant() -> None:
    assert heard("not Monterrey, Guadalajara", None, {"hub": "Monterrey"}, "correct").facts == {"hub": "Guadalajara"}


def test_what_is_asked_next() -> None:
    assert next_slot({}, ()) == "need"
    assert next_slot({"need": "x"}, ("team_size",)) == "timeline"
    assert next_slot(dict.fromkeys(slots(), "x"), ()) == CONSENT


def test_a_phone_number_is_needed_only_without_an_address() -> None:
    assert when_declined("phone", {"email": "a@b.com"}) == "skip"
    assert when_declined("phone", {}) == "contact"
    assert not reachable({"name": "Ana"}, ("email", "phone"))
    assert not reachable({"email": "a@b.com"}, ("name",))

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


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Budget: 15k a month\nTeam: 4 developers\nCompany: Orchid Stores", {"budget", "team_size", "company"}),
        ("We need a SAP partner.\n\nKind regards,\nHeinrich Vogt\nHead of IT", {"need", "name", "job_title"}),
        ("I'm Nadia Karim, CTO at Pelican Pay", {"name", "job_title", "company"}),
        ("4 Vue developers, ASAP, GDL", {"timeline", "hub"}),
        ("Monterrey, and it's for Juniper Health", {"hub", "company"}),
    ],
)
def test_facts_are_read_off_lists_letters_and_lone_words(text: str, facts: set[str]) -> None:
    assert facts <= set(heard(text, "phone").facts)


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("budget", "20k a month, what does that get me?", 20000),
        ("budget", "I guess something like 12k a month?", 12000),
        ("timeline", "March, is that realistic?", "2027-03-31"),
    ],
)
def test_an_answer_may_carry_a_question(slot: str, text: str, value: object) -> None:
    assert value in heard(text, slot).facts[slot].values()


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("hub", "Guadalajara, is it cheap?"),
        ("hub", "and Tijuana?"),
        ("hub", "in Tijuana, how many engineers are there?"),
        ("timeline", "flights in March?"),
        ("need", "Which taxes would we have to pay?"),
    ],
)
def test_what_a_question_is_about_is_no_answer(slot: str, text: str) -> None:
    assert heard(text, slot, intent="ask").facts == {}


@pytest.mark.parametrize("text", ["an app for cats", "a data lake", "fraud detection for our payment platform", "branding"])
@pytest.mark.parametrize("intent", ["out_of_scope", "correct", "chat", "decline"])
def test_work_is_a_need_whatever_else_it_is_like(text: str, intent: str) -> None:
    found = listen(Message(text, intent, 0.2), State({}, "need"), TODAY)
    assert found.facts == {"need": text}


@pytest.mark.parametrize(
    "text", ["I want to talk to your team", "get me someone from sales", "I need a coffee", "I'd like a quote"]
)
def test_a_wish_to_talk_is_no_need(text: str) -> None:
    assert "need" not in heard(text).facts


def test_the_subject_of_a_talk_is_a_need() -> None:
    assert heard("I want to talk to someone about migrating our ERP").facts["need"].endswith("our ERP")


def test_a_lone_name_is_no_need() -> None:
    assert listen(Message("Dave", "give_details", 0.2), State({}, "need"), TODAY).facts == {"name": "Dave"}


CITY, COMPANY, MONTH = (
    {"hub": "Monterrey"},
    {"company": "Acme"},
    {"timeline": {"start_after": "2027-01-01", "start_before": "2027-01-31"}},
)


@pytest.mark.parametrize(
    ("known", "asks", "text", "slot", "value"),
    [
        (CITY, CONSENT, "and the city is Tijuana", "hub", "Tijuana"),
        (CITY, CONSENT, "I'd rather have Tijuana", "hub", "Tijuana"),
        (COMPANY, "name", "not Acme, Acne Studios", "company", "Acne Studios"),
        (COMPANY, CONSENT, "the company is Redwood Labs actually", "company", "Redwood Labs"),
        ({"phone": "+14155550100"}, CONSENT, "wrong number, it's 415 555 0101", "phone", "+14155550101"),
        ({"need": "we need two Java developers"}, "hub", "not Java, JavaScript", "need", "we need two JavaScript developers"),
    ],
)
def test_what_is_put_right(known: dict[str, Any], asks: str, text: str, slot: str, value: str) -> None:
    found = heard(text, asks, known)
    assert (found.changed, found.facts[slot]) == ((slot,), value)


def test_an_amount_put_right_keeps_its_period_and_currency() -> None:
    old = {"budget_min": 200000, "budget_max": 200000, "budget_currency": "EUR", "budget_period": "month"}
    found = heard("sorry, meant 20k not 200k", "hub", {"budget": old}, "correct")
    assert found.facts["budget"] == {"budget_min": 20000, "budget_max": 20000, "budget_currency": "EUR", "budget_period": "month"}


def test_the_answer_beside_a_correction_is_taken() -> None:
    found = heard("March, oh and make it 7 people instead of 5", "timeline", {"team_size": FIVE})
    assert (found.facts["timeline"]["start_before"], found.facts["team_size"]["team_size_max"]) == ("2027-03-31", 7)


@pytest.mark.parametrize("text", ["not now", "one moment", "hold on"])
@pytest.mark.parametrize("slot", ["team_size", "timeline", "email"])
def test_a_sure_move_changes_nothing(slot: str, text: str) -> None:
    known = {"timeline": MONTH["timeline"], "name": "Ana"} if slot != "timeline" else {"name": "Ana"}
    assert heard(text, slot, known, "pause").facts == {}


APRIL = {"start_after": "2027-04-01", "start_before": "2027-04-30"}
TOLD = {"need": "an iOS app for museum visitors", "team_size": FIVE, "timeline": APRIL}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("android after all", "need", "an iOS app for museum visitors / android"),
        ("what we need is an Android app, not iOS", "need", "what we need is an Android app"),
        ("the project changed, we want a chatbot now", "need", "we want a chatbot"),
        ("make it 8 actually", "team_size", {"team_size_min": 8, "team_size_max": 8}),
        ("on second thought seven", "team_size", {"team_size_min": 7, "team_size_max": 7}),
        ("5 is not enough, 7", "team_size", {"team_size_min": 7, "team_size_max": 7}),
        ("hmm april is too early, june", "timeline", {"start_after": "2027-06-01", "start_before": "2027-06-30"}),
    ],
)
def test_an_answer_is_put_right_in_passing(text: str, slot: str, value: Any) -> None:
    found = heard(text, "budget", TOLD)
    assert (found.facts, found.changed) == ({slot: value}, (slot,))


def test_a_request_to_add_something_adds_it() -> None:
    assert heard("can you add that they must speak German?", CONSENT, TOLD).facts["need"].endswith("/ they must speak German")


def test_needing_to_ask_is_no_new_need() -> None:
    assert heard("I need to ask my boss first", CONSENT, TOLD).facts == {}


@pytest.mark.parametrize("text", ["we need 3 people", "about four people please"])
def test_people_are_counted_before_it_is_said_what_for(text: str) -> None:
    assert set(heard(text, "need").facts) == {"team_size"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; DROP TABLE leads; --", "restart", "start over"])
def test_commands_are_no_need(text: str) -> None:
    assert "need" not in heard(text, "need").facts
    assert "need" not in listen(Message(text, ""), State({}, "need", (), tries=2), TODAY).facts


@pytest.mark.parametrize("text", ["redo our woocommerce site", "Level 2 application support, 24/7"])
def test_a_need_is_one_however_foreign_it_sounds(text: str) -> None:
    assert heard(text, "need", intent="out_of_scope").facts["need"] == text


@pytest.mark.parametrize("text", ["don't want to", "rather not", "see above", "as I mentioned", "idk", "too early to say"])
def test_a_question_is_declined_in_passing(text: str) -> None:
    assert heard(text, "timeline", intent="stop" if "want" in text else "").declined

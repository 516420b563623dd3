from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.lead_form import LONGEST_NEED, ValidateLeadForm, take
from bot import leads
from bot.leads import Sessions

Make = Callable[..., Tracker]
Act = Callable[..., Any]


@pytest.fixture
def form(sessions: Sessions) -> ValidateLeadForm:
    return ValidateLeadForm(lambda: sessions)


@pytest.fixture
def asking(tracker: Make) -> Make:
    """A tracker in the form, with a slot asked for."""

    def make(
        wanted: str | None, text: str, intent: str = "give_details", slots: dict[str, Any] | None = None, **given: Any
    ) -> Tracker:
        return tracker(text, intent, slots={"requested_slot": wanted, **(slots or {})}, form=True, **given)

    return make


@pytest.mark.parametrize(
    ("wanted", "text", "intent", "found"),
    [
        ("need", "five React developers", "state_need", {"need": "five React developers"}),
        ("need", "help with an old ERP", "give_details", {"need": "help with an old ERP"}),
        ("need", "we are a bank in Austin", "give_context", {"need": "we are a bank in Austin"}),
        ("name", "Jane Doe", "give_details", {"name": "Jane Doe"}),
        ("name", "I'm Jane Doe from Acme", "give_details", {"name": "Jane Doe"}),
        ("email", "jane@acme.com", "give_details", {"email": "jane@acme.com"}),
        ("email", "sure: Jane@ACME.com.", "give_details", {"email": "jane@acme.com"}),
        ("consent", "Yes, pass it on", "affirm", {"consent": True}),
        ("consent", "No, don't", "deny", {"consent": False}),
        ("consent", "maybe", "give_context", {}),
        ("need", "stop", "stop", {}),
        ("need", "why do you ask", "why_ask", {}),
        ("need", "skip", "skip", {}),
        ("need", "ok", "affirm", {}),
        ("need", "app", "affirm", {}),
        ("name", "never mind", "stop", {}),
        ("name", "yes", "affirm", {}),
        ("name", "123", "give_details", {}),
        ("email", "later", "deny", {}),
        ("email", "jane@", "give_details", {}),
        (None, "hello", "chat", {}),
        (None, "we need five React devs", "state_need", {"need": "we need five React devs"}),
    ],
)
def test_what_a_message_answers(wanted: str | None, text: str, intent: str, found: dict[str, Any], asking: Make) -> None:
    assert take(asking(wanted, text, intent), wanted) == found


def test_a_question_is_no_need(asking: Make) -> None:
    assert take(asking("need", "how far is Mexico from Boston?", "ask", is_question=True), "need") == {}


def test_an_address_is_taken_whenever_it_comes(asking: Make) -> None:
    assert take(asking("need", "write to jane@acme.com", "give_details"), "need")["email"] == "jane@acme.com"
    assert take(asking("consent", "my mail is jane@acme.com", "give_details"), "consent")["email"] == "jane@acme.com"


@pytest.mark.parametrize("text", ["It's info@acme.com", "my address, it's jane@acme.com"])
def test_an_address_is_no_name(text: str, asking: Make) -> None:
    assert take(asking("need", text, "give_details"), "need").get("name") is None


@pytest.mark.parametrize("text", ["web app", "data migration", "IT support team"])
def test_a_short_need_is_no_name(text: str, asking: Make) -> None:
    assert take(asking("need", text, "give_details"), "need") == {"need": text}


@pytest.mark.parametrize("text", ["John Smith", "Ana Maria Ruiz"])
def test_a_name_is_no_need(text: str, asking: Make) -> None:
    assert take(asking("need", text, "give_details"), "need") == {"name": text}


def test_an_address_already_there_is_not_taken_again(asking: Make) -> None:
    assert take(asking("consent", "jane@acme.com", slots={"email": "jane@acme.com"}), "consent") == {}
    assert take(asking("consent", "jane@new.com", slots={"email": "jane@acme.com"}), "consent") == {"email": "jane@new.com"}


def test_a_need_already_there_stays(asking: Make) -> None:
    assert take(asking("email", "we also need testers", "state_need", slots={"need": "devs"}), "email") == {}


def test_a_long_need_is_cut(asking: Make) -> None:
    found = take(asking("need", "we need " + "very " * 1000, "state_need"), "need")
    assert len(found["need"]) == LONGEST_NEED


def test_an_answer_is_in_the_database_when_it_is_set(form: ValidateLeadForm, asking: Make, act: Act, sessions: Sessions) -> None:
    turn = act(form, asking("need", "five React developers", "state_need"))
    (lead,) = leads.list_leads(sessions)
    assert (lead.need, lead.conversation_id, str(lead.status)) == ("five React developers", "visitor", "partial")
    assert (turn.slots["need"], turn.type, turn.slots["invited"]) == ("five React developers", "ask", False)


def test_the_same_message_twice_is_one_answer(form: ValidateLeadForm, asking: Make, act: Act, sessions: Sessions) -> None:
    for _ in range(2):
        act(form, asking("need", "five React developers", "state_need"))
    (lead,) = leads.list_leads(sessions)
    assert len(leads.get_history(sessions, lead.reference).answers) == 1


def test_consent_is_left_to_the_hand_over(form: ValidateLeadForm, asking: Make, act: Act, sessions: Sessions) -> None:
    turn = act(form, asking("consent", "yes", "affirm"))
    assert turn.slots["consent"] is True
    assert list(leads.list_leads(sessions)) == []


def test_a_bad_address_is_told_and_asked_again(form: ValidateLeadForm, asking: Make, act: Act, sessions: Sessions) -> None:
    turn = act(form, asking("email", "jane@acme"))
    assert turn.said == ["utter_invalid_email"]
    assert (turn.slots["email"], turn.type) == (None, "ask")
    assert list(leads.list_leads(sessions)) == []


def test_what_answers_nothing_is_left_to_the_rules(form: ValidateLeadForm, asking: Make, act: Act) -> None:
    turn = act(form, asking("name", "how far is it?", "ask", is_question=True))
    assert (turn.messages, turn.slots) == ([], {})


def test_the_form_opens_with_a_question_only(form: ValidateLeadForm, asking: Make, act: Act) -> None:
    turn = act(form, asking(None, "talk to sales", "talk_to_team", slots={"introduced": None}))
    assert turn.said == ["utter_introduction"]
    assert turn.type == "ask"


def test_an_answer_that_cannot_be_stored_is_not_set(asking: Make, act: Act, broken: Callable[[], Sessions]) -> None:
    for wanted, text, intent in (
        ("need", "five developers", "state_need"),
        ("name", "Jane Doe", "give_details"),
        ("email", "jane@acme.com", "give_details"),
    ):
        turn = act(ValidateLeadForm(broken), asking(wanted, text, intent))
        assert turn.said == ["utter_lead_not_saved"]
        assert (turn.type, turn.slots[wanted]) == ("error", None)


def test_channel_and_words_go_on_record(form: ValidateLeadForm, asking: Make, act: Act, sessions: Sessions) -> None:
    act(form, asking("name", "I'm  Jane\nDoe", message_id="m7"))
    (lead,) = leads.list_leads(sessions)
    (answer,) = leads.get_history(sessions, lead.reference).answers
    assert (lead.channel, answer.raw, answer.message_id) == ("rest", "I'm Jane Doe", "m7")

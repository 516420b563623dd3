"""The lead form: what is asked, what is kept, and what the database holds afterwards."""

from __future__ import annotations

import re

import pytest
import yaml

from bot.settings import ROOT
from tests.conftest import Puente
from tests.visitor import Reply, Visitor

NEED = "help moving our ERP to the cloud"
TALK = "I want to talk to someone"
YES, NO = "Yes, pass it on", "No, don't"


def asked(*replies: Reply) -> list[str | None]:
    return [reply.envelope["asks"] for reply in replies]


def worded(response: str) -> str:
    """A response of domain.yml."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return str(domain["responses"][response][0]["text"])


def the_question(reply: Reply) -> str:
    return reply.texts[-1]


def test_straight_through(puente: Puente, visitor: Visitor) -> None:
    start, need, name = visitor.chain(TALK, NEED, "Jane Doe")
    assert asked(start, need, name) == ["need", "name", "email"]
    email = visitor.say("jane@acme.com")
    assert asked(email) == ["consent"]
    assert email.buttons == (YES, NO)
    (before,) = puente.leads_of(visitor)
    assert (before.status, before.consent) == ("partial", None)
    assert email.envelope["lead"] is None

    done = visitor.say(YES)
    (lead,) = puente.leads_of(visitor)
    assert (done.type, asked(done)) == ("handoff", [None])
    assert (lead.status, lead.consent, lead.channel) == ("handed_off", True, "rest")
    assert (lead.need, lead.name, lead.email) == (NEED, "Jane Doe", "jane@acme.com")
    assert re.findall(r"L-[0-9A-Z]{8}", done.text) == [lead.reference]
    assert done.envelope["lead"] == {"reference": lead.reference, "status": "handed_off"}
    history = puente.history_of(lead)
    assert [answer.slot for answer in history.answers] == ["need", "name", "email"]
    (consent,) = history.consents
    assert consent.given
    assert consent.text == the_question(email)
    assert visitor.say("how long is the flight").type == "answer"


@pytest.mark.parametrize("word", ["yes", "sure", "ok go ahead", "yes please", "I agree", "YES"])
def test_consent_in_the_visitors_own_words(puente: Puente, visitor: Visitor, word: str) -> None:
    assert visitor.tell(TALK, NEED, "Jane Doe", "jane@acme.com", word).type == "handoff"
    assert [lead.status for lead in puente.leads_of(visitor)] == ["handed_off"]


@pytest.mark.parametrize("word", [NO, "no", "no thanks", "I don't agree", "absolutely not", "NO"])
def test_refused_consent_leaves_nothing(puente: Puente, visitor: Visitor, word: str) -> None:
    reply = visitor.tell(TALK, NEED, "Jane Doe", "jane@acme.com", word)
    assert asked(reply) == [None]
    assert reply.envelope["lead"] is None
    assert reply.text == worded("utter_consent_refused")
    assert not re.search(r"saved|L-[0-9A-Z]{8}", reply.text)
    assert puente.leads_of(visitor) == []
    assert visitor.say("how long is the flight").type == "answer"


@pytest.mark.parametrize("word", ["maybe", "what?", "hmm", "how long is the flight", "thanks", "asdfgh qwerty zxcvb"])
def test_only_a_yes_is_consent(puente: Puente, visitor: Visitor, word: str) -> None:
    reply = visitor.tell(TALK, NEED, "Jane Doe", "jane@acme.com", word)
    assert reply.type != "handoff"
    assert [lead.status for lead in puente.leads_of(visitor)] in ([], ["partial"])


@pytest.mark.parametrize("answers", [(), (NEED,), (NEED, "Jane Doe"), (NEED, "Jane Doe", "jane@acme.com")])
@pytest.mark.parametrize("word", ["stop", "never mind"])
def test_stop_leaves_nothing(puente: Puente, visitor: Visitor, answers: tuple[str, ...], word: str) -> None:
    reply = visitor.tell(TALK, *answers, word)
    assert asked(reply) == [None]
    assert reply.text == worded("utter_stopped")
    assert puente.leads_of(visitor) == []
    assert asked(visitor.say(TALK)) == ["need"]


QUESTIONS = {"need": (), "name": (NEED,), "email": (NEED, "Jane Doe"), "consent": (NEED, "Jane Doe", "jane@acme.com")}


@pytest.mark.parametrize("slot", list(QUESTIONS))
def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again(puente: Puente, visitor: Visitor, slot: str) -> None:
    before = visitor.tell(TALK, *QUESTIONS[slot])
    assert asked(before) == [slot]
    kept = puente.leads_of(visitor)
    reply = visitor.say("how long is the flight?")
    assert (reply.type, reply.envelope["topics"], asked(reply)) == ("answer", ["flights"], [slot])
    assert "5 hours" in reply.text
    assert the_question(reply) == the_question(before)
    assert puente.leads_of(visitor) == kept


@pytest.mark.parametrize("slot", list(QUESTIONS))
@pytest.mark.parametrize(
    ("message", "kind"),
    [("what are your hourly rates?", "declined"), ("who won the world cup", "out_of_scope"), ("hello", "chat")],
)
def test_whatever_else_comes_the_open_question_stays(
    puente: Puente, visitor: Visitor, slot: str, message: str, kind: str
) -> None:
    before = visitor.tell(TALK, *QUESTIONS[slot])
    kept = puente.leads_of(visitor)
    reply = visitor.say(message)
    assert (reply.type, asked(reply)) == (kind, [slot])
    assert len(reply.texts) == 2
    assert the_question(reply) == the_question(before)
    assert puente.leads_of(visitor) == kept


@pytest.mark.parametrize("slot", ["name", "email", "consent"])
def test_why_do_you_ask_is_answered(visitor: Visitor, slot: str) -> None:
    reply = visitor.tell(TALK, *QUESTIONS[slot], "why do you need that?")
    assert asked(reply) == [slot]
    assert "agree" in reply.texts[0]
    assert len(reply.texts) == 2


@pytest.mark.parametrize("slot", list(QUESTIONS))
@pytest.mark.parametrize("message", [TALK, "Talk to the team", "we need 5 React devs by March"])
def test_asking_for_the_team_again_in_the_form_goes_on_with_it(puente: Puente, visitor: Visitor, slot: str, message: str) -> None:
    visitor.tell(TALK, *QUESTIONS[slot])
    reply = visitor.say(message)
    stated = slot == "need" and message.startswith("we need")
    assert asked(reply) == ["name" if stated else slot]
    assert len(reply.texts) <= 2
    assert all(lead.need not in (TALK, "Talk to the team") for lead in puente.leads_of(visitor))
    assert visitor.say("how long is the flight").type == "answer"


@pytest.mark.parametrize("wrong", ["jane@acme", "jane@", "@acme.com", "jane at acme", "jane.acme.com", "jane@acme..com"])
def test_a_bad_email_is_not_taken(puente: Puente, visitor: Visitor, wrong: str) -> None:
    reply = visitor.tell(TALK, NEED, "Jane Doe", wrong)
    assert asked(reply) == ["email"]
    (lead,) = puente.leads_of(visitor)
    assert lead.email is None
    assert asked(visitor.say("jane@acme.com")) == ["consent"]


@pytest.mark.parametrize(
    "wrong",
    [
        "jane@acme",
        "jane.acme.com",
    ],
)
def test_a_bad_email_is_said_to_be_one(visitor: Visitor, wrong: str) -> None:
    reply = visitor.tell(TALK, NEED, "Jane Doe", wrong)
    assert "doesn't look like an e-mail" in reply.text
    assert "Thank you" not in reply.text


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("I'm Jane Doe from Acme", "Jane Doe"),
        ("my name is jane doe", "Jane Doe"),
        ("Jane", "Jane"),
        ("it's José García-López", "José García-López"),
        ("Sean O'Brien", "Sean O'Brien"),
        ("Hi, this is Bob", "Bob"),
    ],
)
def test_a_name_in_a_sentence(puente: Puente, visitor: Visitor, said: str, name: str) -> None:
    reply = visitor.tell(TALK, NEED, said)
    assert asked(reply) == ["email"]
    assert [lead.name for lead in puente.leads_of(visitor)] == [name]


def test_an_email_volunteered_early_is_not_asked_for(puente: Puente, visitor: Visitor) -> None:
    _, _, early, name, done = visitor.chain(TALK, NEED, "my email is jane@acme.com", "Jane Doe", YES)
    assert asked(early, name) == ["name", "consent"]
    assert done.type == "handoff"
    assert [(lead.name, lead.email) for lead in puente.leads_of(visitor)] == [("Jane Doe", "jane@acme.com")]


def test_name_and_email_in_one_message(puente: Puente, visitor: Visitor) -> None:
    reply = visitor.tell(TALK, NEED, "I'm Jane Doe, jane@acme.com")
    assert asked(reply) == ["consent"]
    assert [(lead.name, lead.email) for lead in puente.leads_of(visitor)] == [("Jane Doe", "jane@acme.com")]


def test_another_email_replaces_the_first(puente: Puente, visitor: Visitor) -> None:
    reply = visitor.tell(TALK, NEED, "Jane Doe", "jane@acme.com", "sorry, it's jane.doe@acme.com")
    assert asked(reply) == ["consent"]
    assert [lead.email for lead in puente.leads_of(visitor)] == ["jane.doe@acme.com"]


def test_a_need_stated_first_is_not_asked_for(puente: Puente, visitor: Visitor) -> None:
    replies = visitor.chain("we need 5 React devs by March", "Jane Doe", "jane@acme.com", YES)
    assert asked(*replies) == ["name", "email", "consent", None]
    assert [(lead.need, lead.status) for lead in puente.leads_of(visitor)] == [("we need 5 React devs by March", "handed_off")]


def test_yes_after_an_invitation_opens_the_form(puente: Puente, visitor: Visitor) -> None:
    *_, third = visitor.chain("why Mexico?", "how long is the flight", "do they speak English?")
    assert "talk it over with our team" in third.text
    assert asked(visitor.say("yes")) == ["need"]
    assert visitor.tell(NEED, "Jane Doe", "jane@acme.com", "yes").type == "handoff"
    assert [lead.status for lead in puente.leads_of(visitor)] == ["handed_off"]


def test_yes_to_nothing_opens_no_form(puente: Puente, visitor: Visitor) -> None:
    replies = visitor.chain("why Mexico?", "yes")
    assert asked(*replies) == [None, None]
    assert puente.leads_of(visitor) == []


def test_asking_again_after_the_hand_over_makes_no_second_lead(puente: Puente, visitor: Visitor) -> None:
    done = visitor.tell(TALK, NEED, "Jane Doe", "jane@acme.com", YES)
    again = visitor.say(TALK)
    (lead,) = puente.leads_of(visitor)
    assert done.envelope["lead"]["reference"] == lead.reference
    assert set(re.findall(r"L-[0-9A-Z]{8}", again.text)) <= {lead.reference}
    assert visitor.say("how long is the flight").type == "answer"


def test_after_a_refusal_the_form_starts_anew(puente: Puente, visitor: Visitor) -> None:
    visitor.tell(TALK, NEED, "Jane Doe", "jane@acme.com", NO)
    replies = visitor.chain(TALK, "a mobile app for our stores", "Bob Smith", "bob@acme.com", YES)
    assert asked(*replies) == ["need", "name", "email", "consent", None]
    assert [(lead.name, lead.status) for lead in puente.leads_of(visitor)] == [("Bob Smith", "handed_off")]


def test_just_talking_makes_no_lead(puente: Puente, visitor: Visitor) -> None:
    visitor.chain("hello", "why Mexico?", "what are your rates?", "thanks", "bye")
    assert puente.leads_of(visitor) == []


def test_two_visitors_never_mix(puente: Puente) -> None:
    jane, bob = Visitor(puente.url), Visitor(puente.url)
    jane.say(TALK)
    bob.say("tell me about Tijuana")
    jane.say(NEED)
    bob.say(TALK)
    jane.say("Jane Doe")
    assert asked(bob.say("how long is the flight?")) == ["need"]
    bob.say("a mobile app for our stores")
    jane.say("jane@acme.com")
    bob.say("Bob Smith")
    assert asked(jane.say("hello")) == ["consent"]
    assert asked(bob.say("bob@acme.com")) == ["consent"]
    assert jane.say(YES).type == "handoff"
    assert asked(bob.say(NO)) == [None]
    assert [(lead.need, lead.name, lead.email) for lead in puente.leads_of(jane)] == [(NEED, "Jane Doe", "jane@acme.com")]
    assert puente.leads_of(bob) == []
    assert jane.say("and Tijuana?").sections == ["Tijuana"]

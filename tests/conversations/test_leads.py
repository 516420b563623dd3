"""From a conversation to a lead: what is asked, what is kept, and what the database holds afterwards."""

from __future__ import annotations

import re

import pytest

from bot import leads
from tests.conftest import Puente
from tests.visitor import Reply, Visitor

NEED = "help moving our ERP to the cloud"
TALK = "I want to talk to someone"
YES, NO = "Yes, pass it on", "No, don't"
ANSWERS = {
    "need": NEED,
    "team_size": "5",
    "timeline": "2027-03-15",
    "budget": "20k a month",
    "hub": "GDL",
    "company": "Kite & Keel",
    "job_title": "CTO",
    "name": "Jane Doe",
    "email": "jane@acme.com",
    "phone": "+52 33 1234 5678",
}
STORED = {
    "need": NEED,
    "team_size_min": 5,
    "team_size_max": 5,
    "budget_min": 20000,
    "budget_currency": "USD",
    "budget_period": "month",
    "hub": "Guadalajara",
    "company": "Kite & Keel",
    "job_title": "CTO",
    "name": "Jane Doe",
    "phone": "+523312345678",
}
DENSE = "Hi, Tom Baker from Kite & Keel. We need 5 React devs in GDL by March, about 20k a month. tom.{}@kite.com"


def asks(reply: Reply) -> str | None:
    slot: str | None = reply.envelope["asks"]
    return slot


def on(visitor: Visitor, reply: Reply, until: str | None = None, **answers: str) -> Reply:
    """Answers whatever is asked until `until` is; no question comes twice."""
    seen: set[str] = set()
    while (slot := asks(reply)) not in (until, "consent"):
        assert slot is not None and slot not in seen, f"{slot} asked again: {reply.text}"
        seen.add(slot)
        email = {"email": f"jane.{visitor.sender[-8:]}@acme.com"}
        reply = visitor.say({**ANSWERS, **email, **answers}[slot])
    return reply


def lead_of(puente: Puente, visitor: Visitor) -> leads.Lead:
    (lead,) = puente.leads_of(visitor)
    return lead


def test_straight_through(puente: Puente, visitor: Visitor) -> None:
    summary = on(visitor, visitor.say(TALK))
    assert summary.buttons == (YES, "Change something", NO)
    assert all(part in summary.text for part in ("5 people", "20,000 USD per month", "Guadalajara", "Kite & Keel", "Jane Doe"))
    assert (lead_of(puente, visitor).status, lead_of(puente, visitor).consent) == ("partial", None)
    done = visitor.say(YES)
    lead = lead_of(puente, visitor)
    assert (done.type, asks(done)) == ("handoff", None)
    assert {key: getattr(lead, key) for key in STORED} == STORED
    assert str(lead.start_after) == str(lead.start_before) == "2027-03-15"
    assert (lead.status, lead.qualified, lead.rating, lead.consent) == ("handed_off", True, "Hot", True)
    assert re.findall(r"L-[0-9A-Z]{8}", done.text) == [lead.reference]
    assert done.envelope["lead"] == {"reference": lead.reference, "status": "handed_off"}
    assert [step.new_status for step in puente.history_of(lead).statuses] == ["partial", "qualified", "handed_off"]
    assert visitor.say("how long is the flight").type == "answer"


def test_one_message_with_everything_asks_for_the_rest_only(puente: Puente, visitor: Visitor) -> None:
    first = visitor.say(DENSE.format(visitor.sender[-8:]))
    assert asks(first) == "job_title"
    assert on(visitor, first).type in ("ask", "chat")
    assert visitor.say("yes").type == "handoff"
    lead = lead_of(puente, visitor)
    assert (lead.name, lead.company, lead.team_size_min, lead.hub, lead.budget_max) == (
        "Tom Baker", "Kite & Keel", 5, "Guadalajara", 20000,
    )  # fmt: skip
    assert "React" in str(lead.need)


INTERRUPTIONS = {
    "how long is the flight?": "answer",
    "what are your hourly rates?": "declined",
    "hello": "chat",
    "who won the world cup?": "out_of_scope",
    "why do you need that?": "chat",
    "who gets this?": "chat",
    "hold on": "chat",
    "tell me about Tijuana": "answer",
}


@pytest.mark.parametrize("slot", [*ANSWERS, "consent"])
def test_whatever_is_asked_in_between_the_open_question_comes_again(puente: Puente, visitor: Visitor, slot: str) -> None:
    assert asks(on(visitor, visitor.say(TALK), until=slot)) == slot
    kept = puente.leads_of(visitor)
    for said, kind in INTERRUPTIONS.items():
        reply = visitor.say(said)
        assert (said, reply.type, asks(reply)) == (said, kind, slot)
        assert len(reply.texts) >= 2
        assert puente.leads_of(visitor) == kept


CORRECTIONS = [
    ("wait, make that 12", {"team_size_min": 12}),
    ("actually the budget is 30k a month", {"budget_max": 30000}),
    ("not Guadalajara, Monterrey", {"hub": "Monterrey"}),
    ("actually we're called Blue Otter now", {"company": "Blue Otter"}),
    ("typo: it's jo@blueotter.com", {"email": "jo@blueotter.com"}),
    ("my name is Joan Doe", {"name": "Joan Doe"}),
    ("sorry, the start should be 2027-06-01", {"start_before": "2027-06-01"}),
]


@pytest.mark.parametrize(("said", "changed"), CORRECTIONS, ids=[said for said, _ in CORRECTIONS])
@pytest.mark.parametrize("handed_over", [False, True], ids=["before", "after"])
def test_corrections_reach_the_lead(
    puente: Puente, visitor: Visitor, said: str, changed: dict[str, object], handed_over: bool
) -> None:
    if "@" in said:
        said, changed = said.replace("jo@", f"jo.{visitor.sender[-8:]}@"), {"email": f"jo.{visitor.sender[-8:]}@blueotter.com"}
    on(visitor, visitor.say(TALK))
    if handed_over:
        assert visitor.say(YES).type == "handoff"
    visitor.say(said)
    lead = lead_of(puente, visitor)
    assert {key: str(getattr(lead, key)) for key in changed} == {key: str(value) for key, value in changed.items()}
    assert any(answer.old_value is not None for answer in puente.history_of(lead).answers)


@pytest.mark.parametrize("slot", ["team_size", "timeline", "budget", "hub", "job_title", "phone"])
@pytest.mark.parametrize("said", ["rather not say", "skip", "dunno yet"])
def test_declining_is_accepted_at_once(visitor: Visitor, slot: str, said: str) -> None:
    on(visitor, visitor.say(TALK), until=slot)
    assert asks(visitor.say(said)) not in (slot, None)


def test_without_a_name_nothing_is_handed_over_and_that_is_said_once(puente: Puente, visitor: Visitor) -> None:
    on(visitor, visitor.say(TALK), until="name")
    assert asks(visitor.say("rather not say")) == "name"
    assert asks(visitor.say("no")) is None
    assert puente.leads_of(visitor) == []


@pytest.mark.parametrize("leaves", ["never mind", "not now", NO])
def test_who_leaves_is_off_the_list_and_can_come_back(puente: Puente, visitor: Visitor, leaves: str) -> None:
    on(visitor, visitor.say(TALK))
    assert asks(visitor.say("never mind" if leaves != NO else NO)) is None
    assert puente.leads_of(visitor) == []
    assert asks(visitor.say("I'm back, can we continue?")) == "consent"
    assert visitor.say(YES).type == "handoff"
    assert lead_of(puente, visitor).name == "Jane Doe"


@pytest.mark.parametrize("slot", ["team_size", "timeline", "budget"])
def test_answers_that_never_fit_get_an_example_and_then_a_way_out(puente: Puente, visitor: Visitor, slot: str) -> None:
    on(visitor, visitor.say(TALK), until=slot)
    replies = visitor.chain("banana", "banana", "banana", "banana")
    assert [asks(reply) for reply in replies[:3]] == [slot] * 3
    assert replies[2].buttons == ("Skip this one",)
    assert asks(replies[3]) not in (slot, None)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("I'm a React developer looking for a job", "job_seeker"),
        ("I'm a student writing a thesis about outsourcing", "student"),
        ("we offer SEO services for your website", "vendor"),
    ],
)
def test_who_is_no_customer_is_not_handed_over(puente: Puente, visitor: Visitor, said: str, reason: str) -> None:
    assert asks(visitor.say(said)) is None
    lead = lead_of(puente, visitor)
    assert (lead.status, lead.reason, lead.need, lead.email) == ("unqualified", reason, None, None)


def test_delete_my_data_erases_the_lead_and_the_conversation(puente: Puente, visitor: Visitor) -> None:
    on(visitor, visitor.say(TALK))
    visitor.say(YES)
    assert asks(visitor.say("delete my data")) is None
    assert puente.leads_of(visitor) == []
    assert visitor.sender.encode() not in puente_bytes(puente)
    assert asks(visitor.say(TALK)) == "need"


def puente_bytes(puente: Puente) -> bytes:
    with open(puente.config.tracker_database, "rb") as file:
        return file.read()


def test_the_same_address_again_joins_its_lead(puente: Puente, visitor: Visitor) -> None:
    on(visitor, visitor.say(TALK))
    reference = visitor.say(YES).envelope["lead"]["reference"]
    other = Visitor(puente.url)
    on(other, other.say(TALK), email=f"jane.{visitor.sender[-8:]}@acme.com", team_size="9")
    joined = other.say(YES)
    assert "already" in joined.text and joined.envelope["lead"]["reference"] == reference
    assert lead_of(puente, visitor).team_size_max == 9


def test_a_lead_too_small_is_kept_but_not_handed_off(puente: Puente, visitor: Visitor) -> None:
    on(visitor, visitor.say(TALK), team_size="skip", budget="skip")
    assert visitor.say(YES).type == "handoff"
    assert (lead_of(puente, visitor).status, lead_of(puente, visitor).qualified) == ("nurture", False)

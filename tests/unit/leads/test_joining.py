"""When two conversations are one lead: the same e-mail address, and nothing less."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from bot import leads
from bot.leads.tables import leads as table

Record = Callable[..., leads.Lead]


@pytest.fixture
def handed(sessions: leads.Sessions, complete: leads.Lead, answer: Record) -> leads.Lead:
    """The lead of conversation "c1", handed over."""
    answer("company", "Kite & Keel")
    return leads.hand_over(sessions, "c1").lead


@pytest.fixture
def another(sessions: leads.Sessions, answer: Record, consent: Record) -> Callable[..., leads.HandedOver]:
    """Hands over conversation "c2" of somebody at the same company."""

    def hand_over(email: str) -> leads.HandedOver:
        for slot, value in {"need": "three testers", "name": "Bo Li", "email": email, "company": "Kite & Keel"}.items():
            answer(slot, value, conversation_id="c2")
        answer("team_size", {"team_size_min": 3, "team_size_max": 3}, conversation_id="c2")
        consent(conversation_id="c2")
        return leads.hand_over(sessions, "c2")

    return hand_over


def test_the_same_address_joins_with_both_histories(
    sessions: leads.Sessions, handed: leads.Lead, another: Callable[..., leads.HandedOver]
) -> None:
    done = another("ana@example.com")
    assert (done.joined, done.lead.reference, done.lead.need, done.lead.status) == (
        True, handed.reference, "three testers", "handed_off",
    )  # fmt: skip
    words = [answer.raw for answer in leads.get_history(sessions, handed.reference).answers if answer.slot == "need"]
    assert words == ["we need five java devs", "three testers"]
    assert len(leads.list_leads(sessions)) == 1
    assert leads.get_lead_of(sessions, "c2") == done.lead


def test_colleagues_are_two_leads(sessions: leads.Sessions, handed: leads.Lead, another: Callable[..., leads.HandedOver]) -> None:
    done = another("bo@example.com")
    assert not done.joined
    assert {lead.reference for lead in leads.list_leads(sessions)} == {handed.reference, done.lead.reference}


@pytest.mark.parametrize(("days", "joins"), [(29, True), (31, False)])
def test_a_lead_is_warm_for_30_days(
    sessions: leads.Sessions, handed: leads.Lead, another: Callable[..., leads.HandedOver], days: int, joins: bool
) -> None:
    touched = datetime.now(timezone.utc) - timedelta(days=days)
    with sessions() as session:
        session.execute(update(table).values(updated_at=touched))
        session.commit()
    assert another("ana@example.com").joined is joins

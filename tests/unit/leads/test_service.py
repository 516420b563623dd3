from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError

from bot import leads
from bot.leads.store import unit_of_work
from bot.leads.tables import leads as lead_table

Record = Callable[..., leads.Lead]

TWO = {"team_size_min": 2, "team_size_max": 2}


def set_status(sessions: leads.Sessions, status: str) -> None:
    with unit_of_work(sessions) as session:
        session.execute(lead_table.update().values(status=status))
        session.commit()


def test_the_first_answer_makes_a_partial_lead(answer: Record) -> None:
    lead = answer("need", "two testers", channel="slack")
    assert (lead.status, lead.channel, lead.need, lead.name) == ("partial", "slack", "two testers", None)
    assert lead.created_at.utcoffset() == timedelta(0)


def test_an_answer_is_committed_before_the_call_returns(database_url: str, answer: Record) -> None:
    answer("need", "two testers")
    with create_engine(database_url, future=True).connect() as another:
        assert another.exec_driver_sql("SELECT need FROM leads").scalar() == "two testers"
        assert another.exec_driver_sql("SELECT raw FROM answers").scalar() == "two testers"


def test_answers_of_a_conversation_gather_in_one_lead(sessions: leads.Sessions, answer: Record) -> None:
    first = answer("team_size", {"team_size_min": 5, "team_size_max": 8})
    answer("budget", {"budget_max": 5 * 10**10, "budget_currency": "COP", "budget_period": "month"})
    answer("timeline", {"start_after": date(2027, 1, 1)})
    answer("name", "Bo", conversation_id="c2")
    lead = leads.get_lead(sessions, first.reference)
    assert (lead.team_size_min, lead.team_size_max, lead.budget_max) == (5, 8, 5 * 10**10)
    assert (lead.start_after, lead.name) == (date(2027, 1, 1), None)
    assert len(leads.list_leads(sessions)) == 2


def test_the_history_keeps_what_was_said_and_what_it_changed(sessions: leads.Sessions, answer: Record) -> None:
    answer("timeline", {"start_after": "2027-01-01"}, raw="next year")
    answer("name", "Ana", raw="Ana")
    lead = answer("name", "Ana Ruiz", raw="Ana Ruiz, sorry", message_id="m9")
    history = leads.get_history(sessions, lead.reference).answers
    assert [(a.slot, a.raw, a.old_value, a.new_value) for a in history] == [
        ("timeline", "next year", None, {"start_after": "2027-01-01", "start_before": None}),
        ("name", "Ana", None, "Ana"),
        ("name", "Ana Ruiz, sorry", "Ana", "Ana Ruiz"),
    ]
    assert history[-1].message_id == "m9"
    assert history[-1].at.tzinfo is timezone.utc


def test_a_message_delivered_twice_is_one_answer(sessions: leads.Sessions, answer: Record) -> None:
    first = answer("name", "Ana", message_id="m1")
    again = answer("name", "Anna", message_id="m1")
    assert again == first
    assert len(leads.get_history(sessions, first.reference).answers) == 1


def test_a_message_may_answer_two_slots(sessions: leads.Sessions, answer: Record) -> None:
    answer("name", "Ana", message_id="m1")
    lead = answer("email", "ana@example.com", message_id="m1")
    assert len(leads.get_history(sessions, lead.reference).answers) == 2


def test_a_late_second_delivery_does_not_start_another_lead(sessions: leads.Sessions, answer: Record) -> None:
    lead = answer("name", "Ana", message_id="m1")
    set_status(sessions, "accepted")
    assert answer("name", "Ana", message_id="m1").reference == lead.reference
    assert len(leads.list_leads(sessions)) == 1


def test_a_refused_value_leaves_no_lead(sessions: leads.Sessions, answer: Record) -> None:
    with pytest.raises(leads.InvalidAnswer):
        answer("budget", "much")
    assert leads.list_leads(sessions) == ()


def test_a_failing_commit_leaves_nothing_and_says_so(
    sessions: leads.Sessions, answer: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialect = sessions().get_bind().dialect

    def fail(connection: Any) -> None:
        connection.rollback()  # as databases do when they refuse a commit
        raise dialect.dbapi.OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", fail)
        with pytest.raises(leads.LeadStoreError, match="disk full"):
            answer("name", "Ana")
    assert leads.list_leads(sessions) == ()


def test_simultaneous_answers_of_a_conversation_share_its_lead(sessions: leads.Sessions, answer: Record) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: answer("need", f"{n} testers"), range(16)))
    assert len({lead.reference for lead in made}) == 1
    assert len(leads.get_history(sessions, made[0].reference).answers) == 16


def test_simultaneous_deliveries_of_a_message_are_one_answer(sessions: leads.Sessions, answer: Record) -> None:
    answer("name", "Ana")
    with ThreadPoolExecutor(8) as pool:
        for message_id in ("m1", "m2", "m3"):
            deliver = partial(answer, "need", message_id=message_id)
            made = list(pool.map(deliver, ("one tester", "two testers", "three", "four", "five", "six")))
            assert len({lead.need for lead in made}) == 1
    assert len(leads.get_history(sessions, made[0].reference).answers) == 4


def test_a_conversation_cannot_have_two_open_leads(sessions: leads.Sessions, complete: leads.Lead) -> None:
    row = {"reference": "L-00000000", "conversation_id": "c1", "channel": "rest", "status": "partial"}
    instants = {"created_at": complete.created_at, "updated_at": complete.created_at}
    with sessions() as session, pytest.raises(IntegrityError):
        session.execute(lead_table.insert().values(**row, **instants))


def test_consent_is_kept_with_the_text_it_was_given_to(sessions: leads.Sessions, consent: Record) -> None:
    lead = consent(text="¿Podemos llamarle?")
    assert lead.consent is True
    (kept,) = leads.get_history(sessions, lead.reference).consents
    assert kept.text == "¿Podemos llamarle?"
    assert kept.sha256 == hashlib.sha256("¿Podemos llamarle?".encode()).hexdigest()
    assert (kept.purpose, kept.version, kept.channel, kept.given) == ("contact", "2026-11", "website", True)


def test_the_same_consent_twice_is_one_record_a_change_is_another(sessions: leads.Sessions, consent: Record) -> None:
    consent()
    consent()
    lead = consent(given=False)
    assert lead.consent is False
    assert [c.given for c in leads.get_history(sessions, lead.reference).consents] == [True, False]


def test_consent_for_another_purpose_does_not_allow_contact(consent: Record) -> None:
    assert consent(purpose="newsletter").consent is None


def test_a_complete_lead_is_handed_over_and_stored(sessions: leads.Sessions, complete: leads.Lead) -> None:
    lead = leads.hand_over(sessions, "c1").lead
    assert (lead.reference, lead.status) == (complete.reference, "handed_off")
    assert leads.get_lead(sessions, lead.reference) == lead


@pytest.mark.parametrize("status", ["handed_off", "accepted", "rejected"])
def test_handing_over_twice_gives_the_same_lead_unchanged(sessions: leads.Sessions, complete: leads.Lead, status: str) -> None:
    leads.hand_over(sessions, "c1")
    set_status(sessions, status)
    before = leads.get_lead(sessions, complete.reference)
    assert leads.hand_over(sessions, "c1").lead == before


def test_an_incomplete_lead_is_not_handed_over(sessions: leads.Sessions, answer: Record) -> None:
    lead = answer("name", "Ana")
    with pytest.raises(leads.LeadIncomplete) as refused:
        leads.hand_over(sessions, "c1")
    assert refused.value.missing == ("email", "consent")
    assert leads.get_lead(sessions, lead.reference).status == "partial"


def test_consent_is_recorded_with_the_hand_over(sessions: leads.Sessions, answer: Record) -> None:
    for slot, value in {"team_size": TWO, "need": "two testers", "name": "Ana", "email": "ana@example.com"}.items():
        answer(slot, value)
    given = leads.ConsentGiven("May we?", "1", "website")
    lead = leads.hand_over(sessions, "c1", given).lead
    assert (lead.status, lead.consent) == ("handed_off", True)
    assert leads.hand_over(sessions, "c1", given).lead.reference == lead.reference
    (kept,) = leads.get_history(sessions, lead.reference).consents
    assert (kept.text, kept.version, kept.channel, kept.given) == ("May we?", "1", "website", True)


def test_consent_to_an_incomplete_lead_is_not_kept(sessions: leads.Sessions, answer: Record) -> None:
    lead = answer("name", "Ana")
    with pytest.raises(leads.LeadIncomplete) as refused:
        leads.hand_over(sessions, "c1", leads.ConsentGiven("May we?", "1", "website"))
    assert refused.value.missing == ("email",)
    assert leads.get_history(sessions, lead.reference).consents == ()
    assert leads.get_lead(sessions, lead.reference) == lead


def test_without_any_lead_everything_is_missing(sessions: leads.Sessions) -> None:
    with pytest.raises(leads.LeadIncomplete) as refused:
        leads.hand_over(sessions, "c1")
    assert refused.value.missing == ("name", "email", "consent")


@pytest.mark.usefixtures("complete")
def test_a_withdrawn_consent_stops_the_hand_over(sessions: leads.Sessions, consent: Record) -> None:
    consent(given=False)
    with pytest.raises(leads.LeadIncomplete, match="consent"):
        leads.hand_over(sessions, "c1")


@pytest.mark.usefixtures("complete")
def test_a_phone_number_does_instead_of_an_address(sessions: leads.Sessions, answer: Record) -> None:
    answer("email", None)
    answer("phone", "+525512345678")
    assert leads.hand_over(sessions, "c1").lead.phone == "+525512345678"


def test_a_correction_after_the_hand_over_reaches_the_lead(
    sessions: leads.Sessions, complete: leads.Lead, answer: Record
) -> None:
    leads.hand_over(sessions, "c1")
    corrected = answer("email", "ana.ruiz@example.com")
    assert (corrected.reference, corrected.status) == (complete.reference, "handed_off")


def test_after_sales_closed_a_lead_the_conversation_can_start_another(
    sessions: leads.Sessions, complete: leads.Lead, answer: Record
) -> None:
    set_status(sessions, "rejected")
    assert answer("need", "a data team").reference != complete.reference


@pytest.mark.usefixtures("complete")
def test_a_discarded_lead_leaves_nothing(sessions: leads.Sessions) -> None:
    assert leads.discard_partial(sessions, "c1") is True
    with sessions() as session:
        for table in ("leads", "answers", "consents"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    assert leads.discard_partial(sessions, "c1") is False


def test_discarding_spares_other_conversations_and_leads_handed_over(
    sessions: leads.Sessions, complete: leads.Lead, answer: Record
) -> None:
    leads.hand_over(sessions, "c1")
    answer("name", "Bo", conversation_id="c2")
    assert leads.discard_partial(sessions, "c1") is False
    assert len(leads.list_leads(sessions)) == 2
    assert leads.get_lead(sessions, complete.reference).name == "Ana Ruiz"

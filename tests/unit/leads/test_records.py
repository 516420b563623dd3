from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from bot import leads

Record = Callable[..., leads.Lead]
PERSONAL = b"ana@example.com"


def test_leads_are_listed_newest_first(sessions: leads.Sessions, answer: Record) -> None:
    made = [answer("name", name, conversation_id=name).reference for name in ("a", "b", "c")]
    assert [lead.reference for lead in leads.list_leads(sessions)] == made[::-1]
    assert [lead.reference for lead in leads.list_leads(sessions, limit=1)] == made[2:]


def test_leads_are_listed_by_status(sessions: leads.Sessions, complete: leads.Lead, answer: Record) -> None:
    leads.hand_over(sessions, "c1")
    answer("name", "Bo", conversation_id="c2")
    assert [lead.reference for lead in leads.list_leads(sessions, status="handed_off")] == [complete.reference]


def test_an_unknown_reference_is_not_found(sessions: leads.Sessions) -> None:
    for look_up in (leads.get_lead, leads.get_history):
        with pytest.raises(leads.LeadNotFound, match="L-XXXXXXXX"):
            look_up(sessions, "L-XXXXXXXX")


def test_erasing_leaves_no_personal_field_and_no_answer(sessions: leads.Sessions, complete: leads.Lead) -> None:
    erased = leads.erase(sessions, reference=complete.reference.lower())
    assert erased == (leads.Erased(complete.reference, ("c1",)),)
    lead = leads.get_lead(sessions, complete.reference)
    left = {name for name, value in asdict(lead).items() if value is not None}
    assert left == {"reference", "channel", "status", "created_at", "updated_at"}
    assert lead.status == "erased"
    history = leads.get_history(sessions, complete.reference)
    assert history.answers == ()
    assert len(history.consents) == 1


def test_erased_words_are_gone_from_the_file(sqlite_url: str) -> None:
    sessions = leads.session_factory(sqlite_url)
    details = {"conversation_id": "c1", "channel": "rest", "message_id": "m1", "slot": "email"}
    leads.record_answer(sessions, value=PERSONAL.decode(), raw=PERSONAL.decode(), **details)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    assert any(PERSONAL in file.read_bytes() for file in folder.iterdir())
    leads.erase(sessions, conversation_id="c1")
    assert not any(PERSONAL in file.read_bytes() for file in folder.iterdir())


def test_erasing_a_conversation_erases_all_its_leads(sessions: leads.Sessions, complete: leads.Lead, answer: Record) -> None:
    answer("name", "Bo", conversation_id="c2")
    assert [lead.reference for lead in leads.erase(sessions, conversation_id="c1")] == [complete.reference]
    assert [lead.status for lead in leads.list_leads(sessions)] == ["partial", "erased"]
    with pytest.raises(leads.LeadNotFound):
        leads.erase(sessions, conversation_id="c1")


def test_erasing_twice_changes_nothing(sessions: leads.Sessions, complete: leads.Lead) -> None:
    leads.erase(sessions, reference=complete.reference)
    before = leads.get_lead(sessions, complete.reference)
    assert leads.erase(sessions, reference=complete.reference) == (leads.Erased(complete.reference, ()),)
    assert leads.get_lead(sessions, complete.reference) == before


def test_erasing_needs_exactly_one_key(sessions: leads.Sessions) -> None:
    with pytest.raises(ValueError, match="either"):
        leads.erase(sessions)

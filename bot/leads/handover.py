"""Hands a lead over to sales: consent, joining an earlier lead of the same address, and the verdict, in one step."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.leads.errors import LeadIncomplete
from bot.leads.model import CONTACT, NOT_HANDED_OVER, OPEN, SLOT_FIELDS, ConsentGiven, Given, HandedOver
from bot.leads.rows import latest_lead, set_status, write_decision, write_given
from bot.leads.service import judge, touch
from bot.leads.store import Sessions, unit_of_work
from bot.leads.tables import LeadRow, answers, as_lead, consents, conversations, leads, status_changes

logger = logging.getLogger(__name__)
JOINS_WITHIN = timedelta(days=30)
JOINED = ("qualified", "nurture", "handed_off", "accepted")


def hand_over(
    sessions: Sessions, conversation_id: str, consent: ConsentGiven | None = None, pending: Sequence[Given] = ()
) -> HandedOver:
    """The conversation's lead, judged and handed over; again changes nothing but what is new.

    `pending` are answers not stored yet, `consent` goes on record with the hand-over or not at all. A qualified
    lead becomes `handed_off`, others `nurture` or `unqualified`. A lead of the same e-mail address that was
    touched within 30 days takes this one in. Raises LeadIncomplete with the slots to ask unless name, consent,
    and e-mail or phone are there.
    """
    with unit_of_work(sessions) as session:
        lead = latest_lead(session, conversation_id)
        if lead is not None:
            for given in pending:
                write_given(session, lead, given)
            if consent is not None and lead.status in OPEN:
                write_decision(session, lead, consent, True, CONTACT)
            if lead.status not in NOT_HANDED_OVER:
                session.commit()
                return HandedOver(as_lead(lead))
        if lead is None or (missing := _missing(lead)):
            raise LeadIncomplete(("name", "email", "consent") if lead is None else missing)
        twin = _twin(session, lead)
        if twin is not None:
            _join(session, lead, twin)
            lead = twin
        lead.updated_at = datetime.now(timezone.utc)
        judge(session, lead)
        session.commit()
        logger.info("lead %s is %s", lead.reference, lead.status)
        return HandedOver(as_lead(lead), twin is not None)


def _missing(lead: LeadRow) -> tuple[str, ...]:
    there = {"name": bool(lead.name), "email": bool(lead.email or lead.phone), "consent": bool(lead.consent)}
    return tuple(slot for slot, present in there.items() if not present)


def _twin(session: Session, lead: LeadRow) -> LeadRow | None:
    """The latest other lead of the same address that is still warm; locked until the step ends."""
    if lead.email is None:
        return None
    session.flush()
    recent = leads.c.updated_at >= datetime.now(timezone.utc) - JOINS_WITHIN
    same = (leads.c.email == lead.email) & (leads.c.id != lead.id) & leads.c.status.in_(JOINED) & leads.c.consent.is_(True)
    statement = select(LeadRow).where(same & recent).order_by(leads.c.id).limit(1).with_for_update()
    found: LeadRow | None = session.execute(statement).scalar_one_or_none()
    return found


def _join(session: Session, lead: LeadRow, twin: LeadRow) -> None:
    """Everything of the younger lead moves to the older one; what it says newly counts."""
    for fields in SLOT_FIELDS.values():
        if any(getattr(lead, field) is not None for field in fields):
            for field in fields:
                setattr(twin, field, getattr(lead, field))
    touch(twin, lead.last_touch)  # type: ignore[arg-type]
    for table in (answers, consents, conversations):
        session.execute(update(table).where(table.c.lead_id == lead.id).values(lead_id=twin.id))
    session.execute(delete(status_changes).where(status_changes.c.lead_id == lead.id))
    session.expunge(lead)
    session.execute(delete(leads).where(leads.c.id == lead.id))
    if twin.status == "unqualified":
        set_status(session, twin, "nurture")

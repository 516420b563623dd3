"""What sales do with leads: list, look up, erase. Reading raises LeadStoreError when the database fails."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from bot.leads.errors import LeadNotFound
from bot.leads.model import NOT_HANDED_OVER, Answer, Consent, Erased, History, Lead, Status, StatusChange, read_reference
from bot.leads.rows import set_status
from bot.leads.store import Sessions, overwrite, reading, unit_of_work
from bot.leads.tables import LeadRow, answers, as_lead, consents, conversations, leads, status_changes

logger = logging.getLogger(__name__)

# The rest of a lead leads back to a person. Consents stay, as proof: they hold our words only.
_KEPT = {"id", "reference", "channel", "status", "created_at", "updated_at"}


def list_leads(sessions: Sessions, limit: int | None = None, status: Status | None = None) -> tuple[Lead, ...]:
    """Leads, newest first; erased ones are among them, without what was erased."""
    statement = select(LeadRow).order_by(leads.c.created_at.desc(), leads.c.id.desc()).limit(limit)
    if status is not None:
        statement = statement.where(leads.c.status == status)
    with reading(sessions) as session:
        return tuple(as_lead(row) for row in session.execute(statement).scalars())


def get_lead(sessions: Sessions, reference: str) -> Lead:
    """The lead a person means by `reference`, see model.read_reference. Raises LeadNotFound."""
    with reading(sessions) as session:
        return as_lead(_row(session, reference))


def get_history(sessions: Sessions, reference: str) -> History:
    """Everything that was answered and consented to for this lead. Raises LeadNotFound."""
    with reading(sessions) as session:
        lead_id = _row(session, reference).id
        return History(
            tuple(Answer(**row) for row in _history_of(session, answers, lead_id)),
            tuple(Consent(**row) for row in _history_of(session, consents, lead_id)),
            tuple(StatusChange(**row) for row in _history_of(session, status_changes, lead_id)),
        )


def erase(sessions: Sessions, *, reference: str | None = None, conversation_id: str | None = None) -> tuple[Erased, ...]:
    """The lead of this reference, or all of this conversation, wiped with their answers; give one of the two.

    A lead keeps its reference, channel, instants and consents, and gets status `erased`. Raises LeadNotFound.
    """
    if (reference is None) == (conversation_id is None):
        raise ValueError("erase needs either a reference or a conversation_id")
    with unit_of_work(sessions) as session:
        if reference is not None:
            rows = [_row(session, reference, lock=True)]
        else:
            linked = select(conversations.c.lead_id).where(conversations.c.conversation_id == conversation_id)
            rows = session.execute(select(LeadRow).where(leads.c.id.in_(linked)).with_for_update()).scalars().all()
        if not rows:
            raise LeadNotFound("no lead in this conversation")
        erased = tuple(_wipe(session, row) for row in rows)
        session.commit()
    overwrite(sessions)
    logger.info("erased %s", ", ".join(lead.reference for lead in erased))
    return erased


def purge(sessions: Sessions, before: datetime) -> tuple[str, ...]:
    """Deletes leads without consent that nothing was added to since `before`; gives their conversations.

    For visitors who just left: what they told was never consented to.
    """
    left = leads.c.consent.is_not(True) & leads.c.status.in_(NOT_HANDED_OVER) & (leads.c.updated_at < before)
    with unit_of_work(sessions) as session:
        of_those = select(conversations.c.conversation_id).join(leads, leads.c.id == conversations.c.lead_id).where(left)
        found = tuple(session.execute(of_those).scalars())
        session.execute(delete(leads).where(left))
        session.commit()
    overwrite(sessions)
    logger.info("purged leads of %d conversations", len(found))
    return found


def _row(session: Session, reference: str, lock: bool = False) -> LeadRow:
    statement = select(LeadRow).where(leads.c.reference == read_reference(reference))
    if lock:
        statement = statement.with_for_update()
    found: LeadRow | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise LeadNotFound(f"no lead {reference}")
    return found


def _history_of(session: Session, table: Table, lead_id: int) -> list[dict[str, Any]]:
    columns = [column for column in table.c if column.name not in ("id", "lead_id")]
    statement = select(*columns).where(table.c.lead_id == lead_id).order_by(table.c.id)
    return [dict(row) for row in session.execute(statement).mappings()]


def _wipe(session: Session, row: LeadRow) -> Erased:
    linked = select(conversations.c.conversation_id).where(conversations.c.lead_id == row.id)
    erased = Erased(row.reference, tuple(session.execute(linked).scalars()))
    if row.status != "erased":
        for column in leads.c:
            if column.name not in _KEPT:
                setattr(row, column.name, None)
        row.updated_at = datetime.now(timezone.utc)
        for table in (answers, conversations):
            session.execute(delete(table).where(table.c.lead_id == row.id))
        set_status(session, row, "erased")
    return erased

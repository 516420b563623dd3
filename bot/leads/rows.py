"""Writes to the rows of one lead, inside a step that its caller commits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.leads.errors import LeadStoreError
from bot.leads.model import CONTACT, OPEN, Answer, ConsentGiven, Given, Status, Value, fields_of, new_reference, storable
from bot.leads.tables import LeadRow, answers, consents, conversations, leads, status_changes


def latest_lead(session: Session, conversation_id: str) -> LeadRow | None:
    """The lead the conversation leads to, open or the last that sales closed; locked until the step ends."""
    mine = select(conversations.c.lead_id).where(conversations.c.conversation_id == conversation_id)
    newest = select(LeadRow).where(leads.c.id.in_(mine)).order_by(leads.c.id.desc()).limit(1).with_for_update()
    found: LeadRow | None = session.execute(newest).scalar_one_or_none()
    return found


def open_lead(session: Session, conversation_id: str, channel: str) -> LeadRow:
    """The conversation's open lead, a partial one made now where there is none."""
    # A second round only if another process makes the conversation's lead at the same moment (PostgreSQL).
    for _ in range(3):
        lead = latest_lead(session, conversation_id)
        if lead is not None and lead.status in OPEN:
            return lead
        now = datetime.now(timezone.utc)
        try:
            with session.begin_nested():
                lead = LeadRow()
                lead.reference, lead.status = new_reference(), "partial"
                lead.conversation_id, lead.channel = conversation_id, channel
                lead.created_at = lead.updated_at = now
                session.add(lead)
                session.flush()
                _link(session, lead, conversation_id, channel, now)
            _note_status(session, lead, None, "partial", None)
            return lead
        except IntegrityError:
            continue
    raise LeadStoreError("the leads database let no lead be made for the conversation")


def _link(session: Session, lead: LeadRow, conversation_id: str, channel: str, now: datetime) -> None:
    row = {"lead_id": lead.id, "conversation_id": conversation_id, "channel": channel, "first_seen": now}
    session.execute(insert(conversations).values(**row))


def set_status(session: Session, lead: LeadRow, status: Status, reason: str | None = None) -> None:
    """The lead's status, with the change on record; the same status again is none."""
    if lead.status != status:
        _note_status(session, lead, lead.status, status, reason)
        lead.status = status
    if status == "unqualified":
        lead.reason = reason


def _note_status(session: Session, lead: LeadRow, old: str | None, new: str, reason: str | None) -> None:
    session.flush()
    row = {"lead_id": lead.id, "old_status": old, "new_status": new, "reason": reason, "at": datetime.now(timezone.utc)}
    session.execute(insert(status_changes).values(**row))


def write_given(session: Session, lead: LeadRow, given: Given) -> bool:
    """Whether the answer was written: the same message and slot again is none. Raises InvalidAnswer."""
    new = fields_of(given.slot, given.value)
    if is_known(session, lead, given):
        return False
    _write_answer(session, lead, given.slot, new, given.raw, given.message_id)
    return True


def is_known(session: Session, lead: LeadRow, given: Given) -> bool:
    """Whether this message's answer is on record already."""
    same = (answers.c.message_id == given.message_id) & (answers.c.slot == given.slot) & (answers.c.lead_id == lead.id)
    return session.execute(select(answers.c.id).where(same)).first() is not None


def answers_of(session: Session, lead: LeadRow) -> list[Answer]:
    """The lead's answers, oldest first."""
    columns = [column for column in answers.c if column.name not in ("id", "lead_id")]
    found = session.execute(select(*columns).where(answers.c.lead_id == lead.id).order_by(answers.c.id)).mappings()
    return [Answer(**row) for row in found]


def _write_answer(session: Session, lead: LeadRow, slot: str, new: Mapping[str, Value], raw: str, message_id: str) -> None:
    old = {field: getattr(lead, field) for field in new}
    now = datetime.now(timezone.utc)
    for field, value in new.items():
        setattr(lead, field, value)
    lead.updated_at = now
    record = {
        "lead_id": lead.id,
        "slot": slot,
        "raw": storable(raw),
        "message_id": message_id,
        "at": now,
        "old_value": _as_json(old),
        "new_value": _as_json(new),
    }
    session.execute(insert(answers).values(**record))


def _as_json(values: Mapping[str, Value]) -> object:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    if all(value is None for value in plain.values()):
        return None
    return plain if len(plain) > 1 else next(iter(plain.values()))


def write_decision(session: Session, lead: LeadRow, asked: ConsentGiven, given: bool, purpose: str) -> bool:
    """Whether anything was written: the same decision on the same text again is none."""
    sha256 = hashlib.sha256(asked.text.encode()).hexdigest()
    decision = {"purpose": purpose, "sha256": sha256, "version": asked.version, "given": given}
    if _last_decision(session, lead, purpose) == decision:
        return False
    now = datetime.now(timezone.utc)
    said = {"lead_id": lead.id, "text": asked.text, "channel": asked.channel, "at": now}
    session.execute(insert(consents).values(**said, **decision))
    if purpose == CONTACT:
        lead.consent = given
    lead.updated_at = now
    return True


def _last_decision(session: Session, lead: LeadRow, purpose: str) -> dict[str, Any] | None:
    decision = (consents.c.purpose, consents.c.sha256, consents.c.version, consents.c.given)
    last_first = select(*decision).where(consents.c.lead_id == lead.id, consents.c.purpose == purpose)
    found = session.execute(last_first.order_by(consents.c.id.desc()).limit(1)).mappings().first()
    return None if found is None else dict(found)

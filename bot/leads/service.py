"""What a conversation does with its lead. Each function is one unit of work, committed when it returns.

All raise LeadStoreError when the database fails; then nothing of the step was stored.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.leads.errors import LeadIncomplete, LeadStoreError
from bot.leads.model import CONTACT, NOT_HANDED_OVER, OPEN, ConsentGiven, Lead, Value, fields_of, new_reference, storable
from bot.leads.store import Sessions, unit_of_work
from bot.leads.tables import LeadRow, answers, as_lead, consents, leads

logger = logging.getLogger(__name__)


def record_answer(
    sessions: Sessions,
    *,
    conversation_id: str,
    channel: str,
    slot: str,
    value: object,
    raw: str,
    message_id: str,
) -> Lead:
    """The conversation's lead with this answer in it; a conversation without an open lead gets a partial one.

    `value` as in model.fields_of; `raw` is what the visitor wrote. The same message and slot again changes
    nothing. Raises InvalidAnswer for a slot or value that does not fit.
    """
    new = fields_of(slot, value)
    with unit_of_work(sessions) as session:
        lead = _open_lead(session, conversation_id, channel)
        known = _lead_answered_by(session, conversation_id, message_id, slot)
        if known is not None:
            return as_lead(known)
        _write_answer(session, lead, slot, new, raw, message_id)
        session.commit()
        return as_lead(lead)


def record_consent(
    sessions: Sessions,
    *,
    conversation_id: str,
    channel: str,
    text: str,
    version: str,
    given: bool,
    purpose: str = CONTACT,
) -> Lead:
    """The conversation's lead with this consent or refusal on record; `text` is what the visitor was shown.

    Only the purpose "contact" decides about the hand-over. The same decision on the same text again changes
    nothing. A refusal is to be followed by discard_partial, or by erase after a hand-over.
    """
    with unit_of_work(sessions) as session:
        lead = _open_lead(session, conversation_id, channel)
        if _write_decision(session, lead, ConsentGiven(text, version, channel), given, purpose):
            session.commit()
        return as_lead(lead)


def hand_over(sessions: Sessions, conversation_id: str, consent: ConsentGiven | None = None) -> Lead:
    """The conversation's lead, handed over to sales; one that already was is returned as it is.

    `consent` goes on record in the same step, so that it is kept with the hand-over or not at all.
    Raises LeadIncomplete with the slots to ask unless need, name, consent, and e-mail or phone are there.
    """
    with unit_of_work(sessions) as session:
        lead = _latest_lead(session, conversation_id)
        if lead is not None and consent is not None and lead.status in OPEN:
            _write_decision(session, lead, consent, True, CONTACT)
        if lead is not None and lead.status not in NOT_HANDED_OVER:
            session.commit()
            return as_lead(lead)
        missing = _missing(lead, consent)
        if lead is None or missing:
            raise LeadIncomplete(missing)
        lead.status = "handed_off"
        lead.updated_at = datetime.now(timezone.utc)
        session.commit()
        logger.info("lead %s handed over", lead.reference)
        return as_lead(lead)


def discard_partial(sessions: Sessions, conversation_id: str) -> bool:
    """True if the conversation had a lead not yet handed over, which is now deleted with its whole history.

    For a visitor who refuses consent. A lead already handed over stays: see records.erase.
    """
    unfinished = (leads.c.conversation_id == conversation_id) & leads.c.status.in_(NOT_HANDED_OVER)
    with unit_of_work(sessions) as session:
        # answers and consents go with their lead, by ON DELETE CASCADE
        deleted: int = session.execute(delete(leads).where(unfinished)).rowcount
        session.commit()
    return deleted > 0


def _latest_lead(session: Session, conversation_id: str) -> LeadRow | None:
    """The conversation's open lead, or the last that sales closed; locked until the step ends."""
    statement = select(LeadRow).where(leads.c.conversation_id == conversation_id)
    newest = statement.order_by(leads.c.id.desc()).limit(1).with_for_update()
    found: LeadRow | None = session.execute(newest).scalar_one_or_none()
    return found


def _open_lead(session: Session, conversation_id: str, channel: str) -> LeadRow:
    # A second round only if another process makes the conversation's lead at the same moment (PostgreSQL).
    for _ in range(3):
        lead = _latest_lead(session, conversation_id)
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
            return lead
        except IntegrityError:
            continue
    raise LeadStoreError("the leads database let no lead be made for the conversation")


def _lead_answered_by(session: Session, conversation_id: str, message_id: str, slot: str) -> LeadRow | None:
    same = (answers.c.message_id == message_id) & (answers.c.slot == slot)
    statement = select(LeadRow).join(answers).where(leads.c.conversation_id == conversation_id, same)
    found: LeadRow | None = session.execute(statement.limit(1)).scalar_one_or_none()
    return found


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


def _write_decision(session: Session, lead: LeadRow, asked: ConsentGiven, given: bool, purpose: str) -> bool:
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


def _missing(lead: LeadRow | None, consent: ConsentGiven | None) -> tuple[str, ...]:
    there = {
        "need": bool(lead and lead.need),
        "name": bool(lead and lead.name),
        "email": bool(lead and (lead.email or lead.phone)),
        "consent": bool(consent or (lead and lead.consent)),
    }
    return tuple(slot for slot, present in there.items() if not present)

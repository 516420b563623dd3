"""What a conversation does with its lead. Each function is one unit of work, committed when it returns.

All raise LeadStoreError when the database fails; then nothing of the step was stored.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.leads.model import CONTACT, NOT_HANDED_OVER, ConsentGiven, Given, Lead
from bot.leads.qualification import load_rules, qualify
from bot.leads.rows import answers_of, is_known, latest_lead, open_lead, set_status, write_decision, write_given
from bot.leads.store import Sessions, overwrite, reading, unit_of_work
from bot.leads.tables import LeadRow, as_lead, conversations, leads

logger = logging.getLogger(__name__)


def record_answer(
    sessions: Sessions, *, conversation_id: str, channel: str, slot: str, value: object, raw: str, message_id: str
) -> Lead:
    """One answer, see record_answers."""
    given = (Given(slot, value, raw, message_id),)
    return record_answers(sessions, conversation_id=conversation_id, channel=channel, given=given)


def record_answers(
    sessions: Sessions,
    *,
    conversation_id: str,
    channel: str,
    given: Sequence[Given],
    attribution: Mapping[str, str] | None = None,
) -> Lead:
    """The conversation's lead with these answers in it; a conversation without an open lead gets a partial one.

    The same message and slot again changes nothing. A lead that was handed over keeps its status and is scored
    anew, but for one that now qualifies. `attribution` as attribution.read_attribution gives it. Raises
    InvalidAnswer for a slot or value that does not fit.
    """
    with unit_of_work(sessions) as session:
        latest = latest_lead(session, conversation_id)
        if latest is not None and given and all(is_known(session, latest, one) for one in given):
            return as_lead(latest)  # a late second delivery starts no second lead
        lead = open_lead(session, conversation_id, channel)
        written = [write_given(session, lead, one) for one in given]
        touch(lead, attribution)
        if any(written) and lead.consent:
            judge(session, lead)
        session.commit()
        return as_lead(lead)


def touch(lead: LeadRow, attribution: Mapping[str, str] | None) -> None:
    """Where the visitor came from: the first time stays, the last follows."""
    if attribution:
        lead.first_touch = lead.first_touch or dict(attribution)
        lead.last_touch = dict(attribution)


def judge(session: Session, lead: LeadRow) -> None:
    """Scores a lead with consent; one that qualifies goes to sales, one that was there stays there."""
    session.flush()
    verdict = qualify(as_lead(lead), answers_of(session, lead), load_rules())
    lead.score, lead.rating, lead.qualified = verdict.score, verdict.rating, verdict.status == "qualified"
    if lead.status not in NOT_HANDED_OVER:
        return
    set_status(session, lead, verdict.status, verdict.reason)
    if verdict.status == "qualified":
        set_status(session, lead, "handed_off")


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
        lead = open_lead(session, conversation_id, channel)
        if write_decision(session, lead, ConsentGiven(text, version, channel), given, purpose):
            session.commit()
        return as_lead(lead)


def disqualify(sessions: Sessions, *, conversation_id: str, channel: str, reason: str) -> Lead:
    """The conversation's lead as `unqualified` for this reason; one already handed over stays as it is."""
    with unit_of_work(sessions) as session:
        lead = open_lead(session, conversation_id, channel)
        if lead.status in NOT_HANDED_OVER:
            set_status(session, lead, "unqualified", reason)
            lead.updated_at = datetime.now(timezone.utc)
        session.commit()
        return as_lead(lead)


def discard_partial(sessions: Sessions, conversation_id: str) -> bool:
    """True if the conversation had a lead without consent, which is now deleted with its whole history.

    For a visitor who refuses consent. A lead that was handed over or kept with consent stays: see records.erase.
    """
    mine = select(conversations.c.lead_id).where(conversations.c.conversation_id == conversation_id)
    unfinished = leads.c.id.in_(mine) & leads.c.status.in_(("partial", "unqualified"))
    with unit_of_work(sessions) as session:
        # answers and the rest go with their lead, by ON DELETE CASCADE
        deleted: int = session.execute(delete(leads).where(unfinished)).rowcount
        session.commit()
    if deleted:
        overwrite(sessions)
    return deleted > 0


def get_lead_of(sessions: Sessions, conversation_id: str) -> Lead | None:
    """The lead the conversation leads to, None where it has none."""
    with reading(sessions) as session:
        found = latest_lead(session, conversation_id)
        return None if found is None else as_lead(found)

"""Requests with an Idempotency-Key: the same again is the same message, also after a restart; something else is refused."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta, timezone

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.keys.errors import RequestDiffers
from bot.keys.tables import rest_requests
from bot.leads.store import Sessions, unit_of_work

REMEMBERED = timedelta(hours=24)


def message_id_of(sessions: Sessions, client: str, idempotency_key: str, body: bytes) -> str:
    """The message's id: the same for the same client, key and body.

    Raises RequestDiffers when the client used the key for another body within the last 24 hours, LeadStoreError
    when the database fails.
    """
    request = hashlib.sha256(f"{client}\0{idempotency_key}".encode()).hexdigest()
    # Keyed by what is not kept: a digest of the message alone could be guessed back from a list of likely messages.
    content = hmac.new(f"{client}\0{idempotency_key}".encode(), body, hashlib.sha256).hexdigest()
    with unit_of_work(sessions) as session:
        if _remembered(session, request, content) != content:
            raise RequestDiffers("this Idempotency-Key came before with another body")
    # With the body in it, since after the 24 hours the key may mean another message.
    return hashlib.sha256(f"{request}{content}".encode()).hexdigest()[:32]


def _remembered(session: Session, request: str, content: str) -> str:
    """The body's digest that counts for this request: the one kept, or this one, which is kept now."""
    now = datetime.now(timezone.utc)
    session.execute(delete(rest_requests).where(rest_requests.c.at < now - REMEMBERED))
    kept = _kept(session, request)
    if kept is None:
        row = {"request_sha256": request, "body_sha256": content, "at": now}
        try:
            session.execute(insert(rest_requests).values(**row))
        except IntegrityError:  # on PostgreSQL the same request may come twice in the same moment
            session.rollback()
            kept = _kept(session, request)
    session.commit()
    return kept or content


def _kept(session: Session, request: str) -> str | None:
    found: str | None = session.execute(
        select(rest_requests.c.body_sha256).where(rest_requests.c.request_sha256 == request)
    ).scalar()
    return found

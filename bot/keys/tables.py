"""The tables of keys, in the database of the leads. A table changes only by a migration; tests compare the two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String, Text, UniqueConstraint, text

from bot.keys.model import ApiKey
from bot.leads.tables import UtcDateTime, mapper

_NOT_REVOKED = text("revoked_at IS NULL")


@mapper.mapped
class ApiKeyRow:
    """A key; its token only as SHA-256."""

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("key_id"),
        UniqueConstraint("token_sha256"),
        # A name is free again once its key is revoked.
        Index("uq_api_keys_name_in_use", "name", unique=True, sqlite_where=_NOT_REVOKED, postgresql_where=_NOT_REVOKED),
    )

    id: int = Column(Integer, primary_key=True)
    key_id: str = Column(String(16), nullable=False)
    name: str = Column(String(64), nullable=False)
    token_sha256: str = Column(String(64), nullable=False)
    scopes: str = Column(Text, nullable=False)  # separated by blanks
    callback_url: str | None = Column(Text)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    revoked_at: datetime | None = Column(UtcDateTime)


@mapper.mapped
class RestRequestRow:
    """A request that came with an Idempotency-Key; only digests, so that nothing of the message is kept."""

    __tablename__ = "rest_requests"
    __table_args__ = (UniqueConstraint("request_sha256"), Index(None, "at"))

    id: int = Column(Integer, primary_key=True)
    request_sha256: str = Column(String(64), nullable=False)
    body_sha256: str = Column(String(64), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


api_keys, rest_requests = (mapper.metadata.tables[name] for name in ("api_keys", "rest_requests"))


def as_key(row: ApiKeyRow) -> ApiKey:
    """The row's values, detached from the database and without the token's digest."""
    scopes = tuple(row.scopes.split())
    return ApiKey(row.key_id, row.name, scopes, row.callback_url, row.created_at, row.revoked_at)

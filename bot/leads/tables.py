"""The tables of leads. A table changes only by a migration; tests compare the two."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timezone

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

from bot.leads.model import OPEN, PERIODS, RATINGS, STATUSES, Lead

mapper = registry(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


# SQLAlchemy 1.4 is untyped, so its classes are Any to mypy.
class UtcDateTime(TypeDecorator):  # type: ignore[misc]
    """An aware instant in UTC. SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=column)


_OPEN_ONLY = text("status IN ({})".format(", ".join(f"'{status}'" for status in OPEN)))


@mapper.mapped
class LeadRow:
    __tablename__ = "leads"
    __table_args__ = (
        _one_of("status", STATUSES),
        _one_of("rating", RATINGS),
        _one_of("budget_period", PERIODS),
        UniqueConstraint("reference"),
        Index(None, "conversation_id"),
        Index(None, "email"),
        Index(
            "uq_leads_open_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=_OPEN_ONLY,
            postgresql_where=_OPEN_ONLY,
        ),
    )

    id: int = Column(Integer, primary_key=True)
    reference: str = Column(String(10), nullable=False)
    conversation_id: str | None = Column(Text)  # on Slack it names a person: erasure empties it
    channel: str = Column(String(32), nullable=False)
    status: str = Column(String(16), nullable=False)
    qualified: bool | None = Column(Boolean)
    score: int | None = Column(Integer)
    rating: str | None = Column(String(8))
    name: str | None = Column(Text)
    email: str | None = Column(Text)
    company: str | None = Column(Text)
    job_title: str | None = Column(Text)
    need: str | None = Column(Text)
    team_size_min: int | None = Column(BigInteger)
    team_size_max: int | None = Column(BigInteger)
    budget_min: int | None = Column(BigInteger)
    budget_max: int | None = Column(BigInteger)
    budget_currency: str | None = Column(Text)
    budget_period: str | None = Column(String(8))
    start_after: date | None = Column(Date)
    start_before: date | None = Column(Date)
    hub: str | None = Column(Text)
    phone: str | None = Column(Text)
    consent: bool | None = Column(Boolean)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False)
    reason: str | None = Column(Text)
    first_touch: object = Column(JSON(none_as_null=True))
    last_touch: object = Column(JSON(none_as_null=True))


@mapper.mapped
class AnswerRow:
    __tablename__ = "answers"
    # a message delivered twice is one answer
    __table_args__ = (UniqueConstraint("lead_id", "message_id", "slot"),)

    id: int = Column(Integer, primary_key=True)
    lead_id: int = Column(ForeignKey("leads.id", ondelete="CASCADE"), nullable=False)
    slot: str = Column(String(32), nullable=False)
    raw: str = Column(Text, nullable=False)
    message_id: str = Column(Text, nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    old_value: object = Column(JSON(none_as_null=True))
    new_value: object = Column(JSON(none_as_null=True))


@mapper.mapped
class ConsentRow:
    __tablename__ = "consents"
    __table_args__ = (Index(None, "lead_id"),)

    id: int = Column(Integer, primary_key=True)
    lead_id: int = Column(ForeignKey("leads.id", ondelete="CASCADE"), nullable=False)
    purpose: str = Column(String(32), nullable=False)
    text: str = Column(Text, nullable=False)
    sha256: str = Column(String(64), nullable=False)
    version: str = Column(String(32), nullable=False)
    channel: str = Column(String(32), nullable=False)
    given: bool = Column(Boolean, nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


@mapper.mapped
class StatusChangeRow:
    __tablename__ = "status_changes"
    __table_args__ = (Index(None, "lead_id"),)

    id: int = Column(Integer, primary_key=True)
    lead_id: int = Column(ForeignKey("leads.id", ondelete="CASCADE"), nullable=False)
    old_status: str | None = Column(String(16))
    new_status: str = Column(String(16), nullable=False)
    reason: str | None = Column(Text)
    at: datetime = Column(UtcDateTime, nullable=False)


@mapper.mapped
class ConversationRow:
    """Which conversations lead to a lead: its own, and those of the same e-mail address that joined it."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("conversation_id", "lead_id", name="uq_conversations_conversation_id_lead_id"),
        Index(None, "lead_id"),
    )

    id: int = Column(Integer, primary_key=True)
    lead_id: int = Column(ForeignKey("leads.id", ondelete="CASCADE"), nullable=False)
    conversation_id: str = Column(Text, nullable=False)
    channel: str = Column(String(32), nullable=False)
    first_seen: datetime = Column(UtcDateTime, nullable=False)


# For conditions: the rows' annotations above say what a row holds, these are the columns.
leads, answers, consents, status_changes, conversations = (
    mapper.metadata.tables[name] for name in ("leads", "answers", "consents", "status_changes", "conversations")
)


def as_lead(row: LeadRow) -> Lead:
    """The row's values, detached from the database."""
    return Lead(**{field.name: getattr(row, field.name) for field in fields(Lead)})

"""What a lead is, in plain values: its fields, its statuses, and which slot fills which field."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from bot.leads.errors import InvalidAnswer

Status = Literal["partial", "qualified", "nurture", "unqualified", "handed_off", "accepted", "rejected", "erased"]
STATUSES: tuple[Status, ...] = get_args(Status)
NOT_HANDED_OVER: tuple[Status, ...] = ("partial", "qualified", "nurture", "unqualified")
# A lead stays open after the hand-over: a visitor's correction reaches it instead of starting a second one.
OPEN: tuple[Status, ...] = (*NOT_HANDED_OVER, "handed_off")

RATINGS = ("Hot", "Warm", "Cold")
PERIODS = ("month", "year", "hour", "project")
CONTACT = "contact"

Value = str | int | date | None

# Consent is no answer like the others: it needs the text it was given to, see service.record_consent.
SLOT_FIELDS: Mapping[str, Mapping[str, type[str] | type[int] | type[date]]] = {
    "name": {"name": str},
    "email": {"email": str},
    "company": {"company": str},
    "job_title": {"job_title": str},
    "need": {"need": str},
    "team_size": {"team_size_min": int, "team_size_max": int},
    "budget": {"budget_min": int, "budget_max": int, "budget_currency": str, "budget_period": str},
    "timeline": {"start_after": date, "start_before": date},
    "hub": {"hub": str},
    "phone": {"phone": str},
}

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_INT64 = 2**63


@dataclass(frozen=True)
class ConsentGiven:
    """A visitor's yes to being contacted: `text` is what they were shown, `version` the wording's."""

    text: str
    version: str
    channel: str


@dataclass(frozen=True)
class Lead:
    """One lead as it was stored; the fields of the export, in the export's order.

    Money is in whole units of `budget_currency` (ISO 4217) per `budget_period`; instants are in UTC.
    """

    reference: str
    conversation_id: str | None
    channel: str
    status: Status
    qualified: bool | None
    score: int | None
    rating: str | None
    name: str | None
    email: str | None
    company: str | None
    job_title: str | None
    need: str | None
    team_size_min: int | None
    team_size_max: int | None
    budget_min: int | None
    budget_max: int | None
    budget_currency: str | None
    budget_period: str | None
    start_after: date | None
    start_before: date | None
    hub: str | None
    phone: str | None
    consent: bool | None
    created_at: datetime
    updated_at: datetime
    reason: str | None = None
    """Why an unqualified lead is one: job_seeker, student, vendor, spam, test."""
    first_touch: Mapping[str, str] | None = None
    last_touch: Mapping[str, str] | None = None
    """Where the visitor came from at first and at last (attribution.py)."""


@dataclass(frozen=True)
class Given:
    """An answer to be stored; `value` as fields_of takes it, `raw` the visitor's words in the message of this id."""

    slot: str
    value: object
    raw: str
    message_id: str


@dataclass(frozen=True)
class HandedOver:
    """A lead after its hand-over; `joined` when an earlier lead of the same e-mail address took it in."""

    lead: Lead
    joined: bool = False


@dataclass(frozen=True)
class StatusChange:
    """One step of a lead through its statuses; the first has no old one."""

    old_status: str | None
    new_status: str
    reason: str | None
    at: datetime


@dataclass(frozen=True)
class Answer:
    """One answer of a visitor; the values of slots with several fields are objects keyed by field."""

    slot: str
    raw: str
    message_id: str
    at: datetime
    old_value: object
    new_value: object


@dataclass(frozen=True)
class Consent:
    """What was said to which text; `sha256` is that of the text in UTF-8."""

    purpose: str
    text: str
    sha256: str
    version: str
    channel: str
    given: bool
    at: datetime


@dataclass(frozen=True)
class History:
    """A lead's answers, consents and statuses, oldest first."""

    answers: tuple[Answer, ...]
    consents: tuple[Consent, ...]
    statuses: tuple[StatusChange, ...] = ()


@dataclass(frozen=True)
class Erased:
    """A lead that was wiped, and the conversations whose messages are to be wiped elsewhere too; none when erased before."""

    reference: str
    conversation_ids: tuple[str, ...]


def new_reference() -> str:
    """A random reference like L-7K2M9QXA: Crockford's base 32, which has no I, L, O or U."""
    return "L-" + "".join(secrets.choice(_CROCKFORD) for _ in range(8))


def read_reference(text: str) -> str:
    """The reference a person meant by `text`: case, and O for 0 or I and L for 1, do not matter."""
    text = text.strip().upper()
    return "L-" + text.removeprefix("L-").translate(_MISREAD)


def fields_of(slot: str, value: object) -> dict[str, Value]:
    """The lead's fields that `value` sets: every field of the slot, None where `value` leaves it open.

    `value` is an object keyed by field, for a slot with one field also the bare value, or None to clear the
    slot. Dates may be ISO days, since Rasa's slots hold only JSON.
    Raises InvalidAnswer for an unknown slot or field and for a value of the wrong type.
    """
    if slot not in SLOT_FIELDS:
        raise InvalidAnswer(slot, "no answer of a lead is called so")
    fields = SLOT_FIELDS[slot]
    given: Mapping[str, object]
    if isinstance(value, Mapping):
        given = value
    elif value is None or len(fields) == 1:
        given = dict.fromkeys(fields, value)
    else:
        raise InvalidAnswer(slot, f"needs an object with {', '.join(fields)}")
    unknown = sorted(str(field) for field in given if field not in fields)
    if unknown:
        raise InvalidAnswer(slot, f"has no field {', '.join(unknown)}")
    return {field: _typed(slot, kind, given.get(field)) for field, kind in fields.items()}


def _typed(slot: str, kind: type[str] | type[int] | type[date], value: object) -> Value:
    if value is None:
        return None
    if kind is str and isinstance(value, str):
        return storable(value).strip() or None
    # bool is an int and datetime a date to Python, neither is one to us
    if kind is int and type(value) is int and 0 <= value < _INT64:
        return value
    if kind is date and type(value) is date:
        return value
    if kind is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    # The value itself stays out of the message: it may be personal, and messages are logged.
    raise InvalidAnswer(slot, f"got a {type(value).__name__} where a storable {kind.__name__} is needed")


def storable(text: str) -> str:
    """`text` without what a database cannot hold: NUL (PostgreSQL) and halves of surrogate pairs (both)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")

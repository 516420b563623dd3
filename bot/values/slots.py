"""All kinds of values by the slot of the lead they fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.values.company import parse_company
from bot.values.consent import parse_consent
from bot.values.dates import parse_timeline
from bot.values.email import parse_email
from bot.values.headcount import parse_headcount
from bot.values.hub import parse_hub
from bot.values.job_title import parse_job_title
from bot.values.money import parse_money
from bot.values.need import parse_need
from bot.values.person import parse_person
from bot.values.phone import parse_phone

Fields = dict[str, Any]
SINGLE: dict[str, Callable[[str, bool], str | bool | None]] = {
    "need": lambda text, asked: parse_need(text) if asked else None,
    "hub": lambda text, asked: parse_hub(text, asked=asked),
    "company": lambda text, asked: parse_company(text, asked=asked),
    "job_title": lambda text, asked: parse_job_title(text, asked=asked),
    "name": lambda text, asked: parse_person(text, introduced_only=not asked),
    "email": lambda text, asked: parse_email(text, asked=asked),
    "phone": lambda text, asked: parse_phone(text, asked=asked),
    "consent": lambda text, asked: parse_consent(text) if asked else None,
}
SLOTS = ("need", "team_size", "timeline", "budget", "hub", "company", "job_title", "name", "email", "phone", "consent")


def parse(slot: str, text: str, today: date, *, asked: bool = True) -> Fields | None:
    """The fields of the export that the text gives this slot, None where it holds no value; days are ISO 8601.

    `asked`: the text answers the slot's question; otherwise only what says by itself what it is. Raises KeyError
    for a slot that is not in SLOTS, nothing on any text.
    """
    if slot == "team_size":
        people = parse_headcount(text, asked=asked)
        return None if people is None else {"team_size_min": people.min, "team_size_max": people.max}
    if slot == "timeline":
        span = parse_timeline(text, today=today, asked=asked)
        return None if span is None else {"start_after": iso(span.after), "start_before": iso(span.before)}
    if slot == "budget":
        money = parse_money(text, asked=asked)
        if money is None:
            return None
        return {
            "budget_min": money.min,
            "budget_max": money.max,
            "budget_currency": money.currency,
            "budget_period": money.period,
        }
    value = SINGLE[slot](text, asked)
    return None if value is None else {slot: value}


def iso(day: date | None) -> str | None:
    """The day as YYYY-MM-DD."""
    return None if day is None else day.isoformat()


def unwrapped(slot: str, value: Mapping[str, Any]) -> Any:
    """The bare value of a slot with one field, the object of one with several."""
    return value[slot] if slot in value else dict(value)

"""Values as words, for the summary and for saying back what was changed. The words are in words.yml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.intake.agenda import slots

WORDS = Path(__file__).with_name("words.yml")
LONGEST = 160


@cache
def words() -> dict[str, Any]:
    """The wordings."""
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


def shown(slot: str, value: Any) -> str:
    """One value in words; `value` as bot.values.slots.parse gives it, for slots with one field also bare."""
    if slot == "team_size":
        return people(value)
    if slot == "budget":
        return money(value)
    if slot == "timeline":
        return days(value)
    text = str(value[slot] if isinstance(value, Mapping) else value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "\u2026"


def label_of(slot: str) -> str:
    """What the answer is called: "Team size"."""
    return str(words()["labels"][slot])


def labelled(slot: str, value: Any) -> str:
    """The value with its label: "Team size: 12 people"."""
    return str(words()["line"].format(label=words()["labels"][slot], value=shown(slot, value)))


def changed(slot: str, value: Any, old: Any) -> str:
    """The new value with the one before: "Team size: 12 people (was 5 people)"."""
    label = words()["labels"][slot]
    return str(words()["changed"].format(label=label, value=shown(slot, value), old=shown(slot, old)))


def summary(known: Mapping[str, Any]) -> str:
    """All that is known, one line for each answer, in the order of the questions."""
    return "\n".join(labelled(slot, known[slot]) for slot in slots() if known.get(slot) is not None)


def people(value: Mapping[str, Any]) -> str:
    """A head count."""
    low, high = value.get("team_size_min"), value.get("team_size_max")
    if low == high:
        return str(words()["people_one" if low == 1 else "people"].format(min=low))
    return bounds("people", low, high)


def money(value: Mapping[str, Any]) -> str:
    """An amount with its currency and period."""
    low, high = (None if value.get(key) is None else f"{value[key]:,}" for key in ("budget_min", "budget_max"))
    currency, period = value.get("budget_currency") or "", value.get("budget_period")
    amount = words()["money"].format(min=low, currency=currency) if low == high else bounds("money", low, high, currency=currency)
    if period is None:
        return str(amount)
    return str(words()["money_project" if period == "project" else "money_period"].format(money=amount, period=period))


def days(value: Mapping[str, Any]) -> str:
    """A day or a span of days, as `March 1, 2027`."""
    after, before = (long_date(value.get(key)) for key in ("start_after", "start_before"))
    if after is None and before is None:
        return str(words()["day_open"])
    if after is None:
        return str(words()["day_by"].format(before=before))
    if before is None:
        return str(words()["day_from"].format(after=after))
    return str(words()["day" if after == before else "day_range"].format(after=after, before=before))


def bounds(kind: str, low: Any, high: Any, **more: str) -> str:
    """A range, or the one bound that is known."""
    form = f"{kind}_at_most" if low is None else f"{kind}_at_least" if high is None else f"{kind}_range"
    return str(words()[form].format(min=low, max=high, **more)).strip()


def long_date(day: str | None) -> str | None:
    """An ISO day in words."""
    if day is None:
        return None
    found = date.fromisoformat(day)
    return f"{found:%B} {found.day}, {found.year}"

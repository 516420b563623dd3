"""Which question comes next. The order and what may be left out stand in agenda.yml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

AGENDA = Path(__file__).with_name("agenda.yml")
CONSENT = "consent"
CONTACTS = ("email", "phone")
Declined = Literal["skip", "insist", "contact"]


class AgendaError(ValueError):
    """agenda.yml can't be used; says why."""


@dataclass(frozen=True)
class Item:
    """One question: the slot it fills, and what happens when the visitor declines to answer."""

    slot: str
    declined: Declined


@cache
def agenda(path: Path = AGENDA) -> tuple[Item, ...]:
    """The questions in their order. Raises AgendaError naming what is wrong in the file."""
    items = yaml.safe_load(path.read_text(encoding="utf-8"))
    for item in items:
        if set(item) != {"slot", "declined"} or item["declined"] not in get_args(Declined):
            raise AgendaError(f"{path.name}: {item}")
    return tuple(Item(**item) for item in items)


def slots() -> tuple[str, ...]:
    """The slots of the lead in the order they are asked, without consent."""
    return tuple(item.slot for item in agenda())


def next_slot(known: Mapping[str, Any], skipped: Collection[str]) -> str:
    """The first slot neither known nor left out; `consent` when there is nothing left to ask."""
    return next((item.slot for item in agenda() if known.get(item.slot) is None and item.slot not in skipped), CONSENT)


def when_declined(slot: str, known: Mapping[str, Any]) -> Declined:
    """What declining this question means now: of the ways to reach the visitor one is needed, the other isn't."""
    if slot == "email" and known.get("phone") is not None:
        return "skip"
    if slot == "phone" and known.get("email") is None:
        return "contact"
    return next(item.declined for item in agenda() if item.slot == slot)


def reachable(known: Mapping[str, Any], skipped: Collection[str]) -> bool:
    """Whether a hand-over is still possible: neither the name nor both ways to reach the visitor were declined."""
    name_refused = known.get("name") is None and "name" in skipped
    contacts_refused = all(known.get(slot) is None and slot in skipped for slot in CONTACTS)
    return not (name_refused or contacts_refused)

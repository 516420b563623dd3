"""What a message puts right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.intake.clauses import Spoken
from bot.intake.patterns import pattern, slot_names
from bot.values.person import parse_person
from bot.values.slots import parse

SMALLEST_BUDGET = 1000
# Where the message names no answer, its value is tried on the newest answers of these kinds.
TRIED_BARE = ("email", "phone", "hub", "team_size", "budget", "timeline", "job_title", "name", "company")
WORDY = ("company", "name", "job_title")


@dataclass(frozen=True)
class Corrected:
    """The corrected values by slot; `reopened` is an answer that was called wrong without a new value."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    reopened: str | None = None
    is_correction: bool = False


def corrected(text: str, said: Spoken, intent: str, known: Mapping[str, Any], order: tuple[str, ...], today: date) -> Corrected:
    """What of the known answers the message puts right; nothing unless it speaks like a correction."""
    if not said.statements and intent != "correct":
        return Corrected()
    if intent != "correct" and not pattern("correction").search(text):
        return Corrected()
    words = said.told or text
    named = named_slot(words, known)
    if named and (value := value_named(words, named, today)) is not None:
        return Corrected({named: value}, is_correction=True)
    rest = pattern("lead_in").sub("", words).strip()
    if (found := plainly(rest or words, known, today)) or (found := barely(rest, known, order, today)):
        return Corrected(found, is_correction=True)
    return Corrected(reopened=named if intent == "correct" else None, is_correction=True)


def named_slot(words: str, known: Mapping[str, Any]) -> str | None:
    """The known answer that the message names; "job title" goes before "title of the company"."""
    places = {slot: found.start() for slot, name in slot_names().items() if (found := name.search(words))}
    return min((slot for slot in places if known.get(slot) is not None), key=lambda slot: places[slot], default=None)


def value_named(words: str, slot: str, today: date) -> Any:
    """The value after the name of the answer: "the budget is 30k", "change my e-mail to tom@acme.com"."""
    after = pattern("value_after").search(words)
    part = pattern("lead_in").sub("", after["value"]) if after else words
    if slot == "name":
        return parse_person(part) if after else parse_person(words, introduced_only=True)
    if slot == "need":
        return part if after and len(part.split()) > 1 else None
    if not after and slot in WORDY:
        return None
    found = parse(slot, part, today)
    return None if found is None else found.get(slot, found)


def plainly(words: str, known: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Values that say themselves what they are, where they differ from what is known."""
    found = {slot: parse(slot, words, today, asked=False) for slot in TRIED_BARE if slot != "name"}
    facts = {slot: value.get(slot, value) for slot, value in found.items() if value is not None}
    name = parse_person(words, introduced_only=True)
    if name:
        facts["name"] = name
    return {slot: value for slot, value in facts.items() if known.get(slot) not in (None, value)}


def barely(words: str, known: Mapping[str, Any], order: tuple[str, ...], today: date) -> dict[str, Any]:
    """A bare value ("12", "Jon") put on the newest answer it fits."""
    if not words:
        return {}
    for slot in reversed([slot for slot in order if slot in TRIED_BARE and known.get(slot) is not None]):
        if slot in WORDY and slot != order[-1]:
            continue  # any words would fit, so only the answer just given is meant
        value = parse_person(words) if slot == "name" else parse(slot, words, today)
        bare = value.get(slot, value) if isinstance(value, Mapping) else value
        if bare is not None and bare != known[slot] and not too_small(slot, bare):
            return {slot: bare}
    return {}


def too_small(slot: str, value: Any) -> bool:
    """Whether a bare number is no budget but a head count."""
    return slot == "budget" and max(value.get("budget_max") or 0, value.get("budget_min") or 0) < SMALLEST_BUDGET

"""What a message puts right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.intake.agenda import slots
from bot.intake.buying import speaks_of_work
from bot.intake.clauses import Spoken
from bot.intake.need import LONGEST, need_in
from bot.intake.patterns import pattern, slot_names, swaps
from bot.values.person import parse_person
from bot.values.slots import parse

SMALLEST_BUDGET = 1000
# Where the message names no answer, its value is tried on the newest answers of these kinds.
TRIED_BARE = ("email", "phone", "hub", "team_size", "budget", "timeline", "job_title", "name", "company")
UNMISTAKABLE = ("hub", "email", "phone")
WORDY = ("company", "name", "job_title")
UNWORDY = tuple(slot for slot in TRIED_BARE if slot not in WORDY)
ANY = dict.fromkeys(slots(), "")
MOST_WORDS_OF_NAMING = 12
MOST_WORDS_AMENDING = 6


@dataclass(frozen=True)
class Corrected:
    """The corrected values by slot; `reopened` is an answer that was called wrong without a new value."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    reopened: str | None = None
    is_correction: bool = False


@dataclass(frozen=True)
class Known:
    """What may be corrected: values by slot, the slots in the order of answering, and the visitor's day."""

    values: Mapping[str, Any]
    order: tuple[str, ...]
    today: date


def corrected(text: str, said: Spoken, known: Known, *, is_correction: bool, expected: bool, bare: bool = True) -> Corrected:
    """What of the known answers the message puts right.

    `is_correction`: understanding takes it for one. `expected`: nothing else is asked, so that a value which is
    named or says itself what it is needs no word like "actually" before it. `bare`: whether a value may be put on
    an answer that the message doesn't name.
    """
    if not known.values or (not said.statements and not is_correction):
        return Corrected()
    words = said.told or text
    # An old value beside a new one says by itself that it is put right.
    speaks_so = bool(pattern("correction").search(text)) or bool(swapped(words, known))
    named = named_slot(words, known.values) or (named_slot(words, ANY) if pattern("changes_to").search(words) else "")
    value = value_named(words, named, known.today) if named else None
    if (speaks_so or is_correction or expected) and (period := period_alone(words, known)):
        return Corrected(period, is_correction=True)
    if not speaks_so and not is_correction:
        if value is not None and (expected or named_plainly(words, named)):
            return Corrected({named: completed(named, value, words, known)}, is_correction=True)
        if not expected:
            return Corrected()
        found = plainly(words, known) or amount(words, known) or barely(words, known, UNMISTAKABLE)
        return Corrected({slot: completed(slot, value, words, known) for slot, value in found.items()}, is_correction=True)
    found = swapped(words, known) or ({named: value} if value is not None else {}) or unnamed(words, said, known, bare=bare)
    found = {slot: completed(slot, value, words, known) for slot, value in found.items()}
    asked_again = named if not found and (is_correction or pattern("reopens").search(words)) else ""
    return Corrected(found, asked_again or None, is_correction=True)


def unnamed(words: str, said: Spoken, known: Known, *, bare: bool) -> dict[str, Any]:
    """Values of a correction that doesn't say which answer it means; a whole need stated anew replaces the old."""
    rest = pattern("tail").sub("", pattern("lead_in").sub("", words)).strip()
    kinds = UNWORDY if pattern("waiting").search(words) else TRIED_BARE  # "hold on, phone's ringing"
    found = plainly(rest or words, known) or (barely(rest, known, kinds) if bare else {})
    return found or renewed_need(said, known) or amended_need(words, rest, known)


def renewed_need(said: Spoken, known: Known) -> dict[str, Any]:
    """The need, where the correction states one."""
    stated = need_in(said, whole=False) if known.values.get("need") is not None else None
    return {"need": stated} if stated else {}


def amended_need(words: str, rest: str, known: Known) -> dict[str, Any]:
    """The need with a few words on the work that are put right: "android after all"."""
    old, short = known.values.get("need"), len(rest.split()) <= MOST_WORDS_AMENDING
    if old is None or not short or not speaks_of_work(rest) or not pattern("amends").search(words) or rest in old:
        return {}
    return {"need": f"{old} / {rest}"[:LONGEST]}


def named_slot(words: str, known: Mapping[str, Any]) -> str:
    """The known answer that the message names, empty where none; "job title" goes before "title of the company"."""
    places = {slot: found.start() for slot, name in slot_names().items() if (found := name.search(words))}
    return min((slot for slot in places if known.get(slot) is not None), key=lambda slot: places[slot], default="")


def period_alone(words: str, known: Known) -> dict[str, Any]:
    """The known budget with the period that is named without an amount: "the budget is per year, of course"."""
    old = known.values.get("budget")
    if not isinstance(old, Mapping) or any(sign.isdigit() for sign in words):
        return {}
    found = parse("budget", f"1000 {words}", known.today) if slot_names()["budget"].search(words) else None
    period = found and found["budget_period"]
    return {"budget": {**old, "budget_period": period}} if period and period != old.get("budget_period") else {}


def named_plainly(words: str, slot: str) -> bool:
    """Whether a short sentence begins with the answer's name: "and the budget is 30k now"."""
    named = slot_names()[slot].search(words)
    begins = named is not None and bool(pattern("naming").search(words[: named.start()]))
    return begins and slot != "need" and len(words.split()) <= MOST_WORDS_OF_NAMING


def value_named(words: str, slot: str, today: date) -> Any:
    """The value after the name of the answer: "the budget is 30k", "change my e-mail to tom@acme.com"."""
    parts = parts_after(words, slot)
    if slot == "need":
        return next((part for part in parts[:1] if len(part.split()) > 1), None)
    if not parts and slot in WORDY:
        return parse_person(words, introduced_only=True) if slot == "name" else None
    name = slot_names()[slot].search(words)
    # "team size 7 to 9": all that follows the name, before what follows "to".
    whole = [words[name.end() :]] if name and slot not in WORDY else []
    for part in [*whole, *parts] or [words]:
        found = {"name": parse_person(part)} if slot == "name" else parse(slot, part, today)
        if found is not None and found.get(slot, found) is not None:
            return found.get(slot, found)
    return None


def parts_after(words: str, slot: str) -> list[str]:
    """What may be the value: the text after each word that parts it from the name of the answer."""
    name = slot_names()[slot].search(words)
    starts, place = [], name.end() if name else 0
    while match := pattern("value_after").search(words, place):
        starts.append(match["value"])
        place = match.start("value")
    if not starts and (match := pattern("value_after").search(words)):
        starts.append(match["value"])
    return [pattern("tail").sub("", pattern("lead_in").sub("", start)) for start in starts]


def swapped(words: str, known: Known) -> dict[str, Any]:
    """The new value said beside the old one: "not Monterrey, Guadalajara", "in May instead of March"."""
    for swap in swaps():
        match = swap.search(words)
        if not match:
            continue
        new = pattern("lead_in").sub("", match["new"]).strip()
        for slot in sorted(known.values, key=lambda slot: slot == "need"):
            if is_old(match["old"], slot, known) and (value := replaced(slot, match["old"], new, known)) is not None:
                return {slot: value}
    return {}


def is_old(words: str, slot: str, known: Known) -> bool:
    """Whether these words are what is known of the slot."""
    value, words = known.values[slot], words.strip(" .,!'\"").lower().removeprefix("the ")
    if not words or (slot == "need" and not speaks_of_work(words)):
        return False
    if isinstance(value, str):
        return words == value.lower() or (slot in ("need", "name", "company") and words in value.lower().split())
    found = parse(slot, words, known.today)
    return found is not None and found.get(slot, found) == value


def replaced(slot: str, old: str, new: str, known: Known) -> Any:
    """The slot's new value; in a need or name one word may stand for another."""
    value = known.values[slot]
    if slot in ("need", "name") and len(new.split()) == 1 and len(value.split()) > 1:
        return " ".join(new if word.lower() == old.strip().lower() else word for word in value.split())
    if slot == "need" and not speaks_of_work(new):
        return None
    found = parse(slot, new, known.today)
    return None if found is None else found.get(slot, found)


def plainly(words: str, known: Known) -> dict[str, Any]:
    """Values that say themselves what they are, where they differ from what is known."""
    found = {slot: parse(slot, words, known.today, asked=False) for slot in TRIED_BARE if slot != "name"}
    facts = {slot: value.get(slot, value) for slot, value in found.items() if value is not None}
    name = parse_person(words, introduced_only=True)
    if name and name.lower() != str(facts.get("company")).lower():
        facts["name"] = name
    return {slot: value for slot, value in facts.items() if known.values.get(slot) not in (None, value)}


def amount(words: str, known: Known) -> dict[str, Any]:
    """The budget anew, where the words hold an amount of money: "we could go up to 25k"."""
    if known.values.get("budget") is None or not pattern("amount").search(words) or len(words.split()) > MOST_WORDS_OF_NAMING:
        return {}
    found = parse("budget", words, known.today)
    return {"budget": found} if found and not too_small("budget", found) else {}


def barely(words: str, known: Known, kinds: tuple[str, ...] = TRIED_BARE) -> dict[str, Any]:
    """A bare value ("12", "Jon") put on the newest answer it fits."""
    newest = [slot for slot in known.order if slot in slots()][-1:]
    for slot in reversed([slot for slot in known.order if slot in kinds and known.values.get(slot) is not None]):
        if not words or (slot in WORDY and [slot] != newest):
            continue  # any words would fit, so only the answer just given is meant
        value = parse_person(words) if slot == "name" else parse(slot, words, known.today)
        bare = value.get(slot, value) if isinstance(value, Mapping) else value
        if bare is not None and bare != known.values[slot] and not too_small(slot, bare):
            return {slot: bare}
    return {}


def completed(slot: str, value: Any, words: str, known: Known) -> Any:
    """The value, an amount with the period and currency it had before where the correction names none."""
    old = known.values.get(slot)
    if slot != "budget" or not isinstance(old, Mapping):
        return value
    period = value.get("budget_period") or old.get("budget_period")
    currency = value.get("budget_currency") if pattern("currency").search(words) else old.get("budget_currency")
    return {**value, "budget_period": period, "budget_currency": currency}


def too_small(slot: str, value: Any) -> bool:
    """Whether a bare number is no budget but a head count."""
    return slot == "budget" and max(value.get("budget_max") or 0, value.get("budget_min") or 0) < SMALLEST_BUDGET

"""What the statements of a message say of their own accord, whatever was asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.intake.clauses import Spoken
from bot.intake.corrections import WORDY
from bot.intake.labels import labelled
from bot.intake.patterns import pattern
from bot.intake.signature import signed
from bot.values.hub import parse_hub
from bot.values.person import parse_person
from bot.values.slots import parse, unwrapped

CLEAREST_FIRST = ("email", "phone", "timeline", "budget", "team_size", "hub", "company", "job_title")
MOST_WORDS_OF_A_CITY = 6
FEWEST_DIGITS = 7


def volunteered(said: Spoken, asks: str | None, today: date) -> dict[str, Any]:
    """What the statements of a message say of their own accord."""
    found, rest = labelled(said.statements, today)
    told = " ".join(rest)
    # Who somebody else is, who sent the visitor, is not taken; lines of a letter are no sentence.
    theirs_left_out = [part for part in rest if not pattern("recommends").search(part)]
    own = "; ".join(part.strip(" ;") for part in theirs_left_out)
    counted = " ".join([told, found["need"]]) if "need" in found else told
    for slot in CLEAREST_FIRST:
        words = own if slot in WORDY else counted if slot == "team_size" else told
        value = parse(slot, words, today, asked=False)
        if slot not in found and value is not None and not (slot == "phone" and digits(told) < FEWEST_DIGITS):
            found[slot] = unwrapped(slot, value)
    found |= bare(said, today)
    name = introduced(own, asks)
    name = None if name and name.lower() == str(found.get("company", "")).lower() else name
    signature = signed(theirs_left_out, name, today)
    found |= signature if "company" in signature else {}
    for slot, value in signature.items():
        found.setdefault(slot, value)
    if "job_title" in found:  # "CEO of Kite & Keel" where that is the company
        for joint in ("of", "de", "at"):
            found["job_title"] = found["job_title"].removesuffix(f" {joint} {found.get('company')}")
    return found


def digits(text: str) -> int:
    """How many digits the text has: fewer than a phone number's make none of words such as "800 dollars"."""
    return sum(sign.isdigit() for sign in text)


def introduced(told: str, asks: str | None) -> str | None:
    """A name said to be one; "it's ..." answers whatever was asked, which need not be the name."""
    name = parse_person(told, introduced_only=True)
    bare = asks not in (None, "name") and pattern("it_is").search(told)
    return None if bare else name


def bare(said: Spoken, today: date) -> dict[str, Any]:
    """What stands between commas by itself: "4 developers, ASAP, GDL, and it's for Kite & Keel"."""
    found: dict[str, Any] = {}
    ours = pattern("our_places").search(said.told)
    for part in said.clauses if len(said.clauses) > 1 else ():
        if not ours and len(part.split()) <= MOST_WORDS_OF_A_CITY and pattern("city").search(part) and (city := parse_hub(part)):
            found["hub"] = city
        elif pattern("affiliation").search(part) and (company := parse("company", part, today)):
            found |= company
        elif pattern("now").search(part) and (start := parse("timeline", part, today)):
            found["timeline"] = start
    return found

"""Who writes, where the message says so as letters do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.intake.patterns import pattern
from bot.values.person import parse_person
from bot.values.slots import parse

# Read off a message before anything else: a number in an address or a date is no head count.
OPENING = re.compile(
    r"^\W*(?:(?:[Hh]i|[Hh]ello|[Hh]ey|HI)\b(?: again| there| all)?\W+)?"
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]+){0,3}),?(?: here)?,? (?:from|at|of|with) [A-Z0-9]"
)
MOST_LINES = 5


def signed(statements: Sequence[str], name: str | None, today: date) -> dict[str, Any]:
    """Who wrote it: "Hi, Tom Baker from Kite & Keel here", "Regards, Tom Baker, CTO"; `name` as it is said elsewhere."""
    opening = next((match for part in statements if (match := OPENING.match(part))), None)
    found = closing(statements, today)
    name = found.get("name") or name or (parse_person(opening["name"]) if opening else None)
    return ({"name": name} | title_after(name, statements, today) | found) if name else found


def title_after(name: str, statements: Sequence[str], today: date) -> dict[str, Any]:
    """What the person is, said after the name: "I'm Nadia Karim, CTO at Pelican Pay"."""
    parts = (part.partition(f"{name}, ")[2] for part in statements)
    return next((found for rest in parts if rest and (found := parse("job_title", rest, today))), {})


def closing(statements: Sequence[str], today: date) -> dict[str, Any]:
    """What stands below "Kind regards"."""
    ends = [place for place, part in enumerate(statements) if place and pattern("regards").match(part)]
    lines = statements[ends[-1] + 1 :][:MOST_LINES] if ends else ()
    found: dict[str, Any] = {}
    for line in lines:
        for slot in ("name", "job_title"):
            value = parse(slot, line, today)
            if slot not in found and value is not None and not (slot == "name" and found):
                found |= value
                break
    return found

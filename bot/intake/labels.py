"""Lines that say themselves which answer they hold: "Budget: 15,000 a month"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from bot.intake.patterns import labels
from bot.values.slots import parse

Line = tuple[str, str]


@cache
def _line(label: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:\d{{1,2}}[.)]\s*)?{label}\s*[:=]\s*(?P<value>\S.*)$", re.IGNORECASE)


def labelled(statements: Sequence[str], today: date) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values of labelled lines by slot, and the statements that are none."""
    found: dict[str, Any] = {}
    rest = []
    for statement in statements:
        slot, text = label_of(statement)
        value = value_of(slot, text, today)
        if value is None:
            rest.append(statement)
        else:
            found[slot] = value.get(slot, value)
            if slot == "name" and (address := parse("email", text, today)):  # "Contact: Ana Lopez, ana@acme.com"
                found |= address
    return found, tuple(rest)


def value_of(slot: str, text: str, today: date) -> dict[str, Any] | None:
    """The value of a labelled line; of "Ana Lopez, ana@acme.com" the name is the part before the comma."""
    if not slot:
        return None
    return parse(slot, text, today) or (parse(slot, text.split(",")[0], today) if slot == "name" else None)


def label_of(statement: str) -> Line:
    """The slot whose label begins the statement, and the text after it; two empty texts where none does."""
    matches = ((slot, _line(label).match(statement)) for slot, label in labels().items())
    return next(((slot, match["value"].strip()) for slot, match in matches if match), ("", ""))

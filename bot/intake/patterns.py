"""The expressions in the pattern files, one for each subject, compiled on first use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCES = ("patterns.yml", "buying.yml", "needs.yml", "corrections.yml", "moves.yml", "consent.yml")
# "Dr. Anke Vogel", "J. R. Patel", "S.A. de C.V.", "Rs. 8,00,000": the stop ends no sentence.
ABBREVIATIONS = ("[DdMSJ]r", "M[sx]", "Mrs", "[Pp]rof", "St", "Sp", "Rs", "Fr", "Co")
# ... and after these only where a capital follows: "Northwind Traders Inc. requires".
FORMS = (r"\.[A-Z]", r"\bInc", r"\bLtd", r"\bCorp", r"\bLtda")
SENTENCE_END = re.compile(
    r"(?<=[.!?])" + "".join(rf"(?<!\b{word}\.)" for word in ABBREVIATIONS) + r"(?<!\s[A-Z]\.)(?<!^[A-Z]\.)"
    r"(?:" + "".join(rf"(?<!{form}\.)" for form in FORMS) + r"|(?=\s+[A-Z]))"
    r"\s+(?!de C\.? ?V|z o\.? ?o)(?=\S)|(?<=\bCo\.)\s+(?!KG|OHG|Ltd|Inc|LLC|Pty)(?=[A-Z])"
    r"|\s+[/|]\s+(?=[A-Za-z ]{2,20}:\s)|\n+|;\s+|\s+(?=\d{1,2}\) (?:[A-Za-z-]+ ){0,2}[A-Za-z-]+:)"
)


@cache
def _source() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SOURCES:
        more = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
        if twice := found.keys() & more.keys():
            raise ValueError(f"{name}: {', '.join(sorted(twice))} is there twice")
        found |= more
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The expression of this name, case ignored; line breaks in the file stand for nothing, `{person}` for that expression."""
    text = _source()[name].replace("{person}", _source()["person"])
    return re.compile(text.replace("\n", ""), re.IGNORECASE)


@cache
def slot_names() -> dict[str, re.Pattern[str]]:
    """What names each answer in a correction."""
    return {slot: re.compile(text, re.IGNORECASE) for slot, text in _source()["slot_names"].items()}


def declines(slot: str, text: str) -> bool:
    """Whether the words decline this question without saying so: "only e-mail please", asked for the phone number."""
    source = _source()["declines"].get(slot)
    return bool(source and re.search(source, text, re.IGNORECASE))


@cache
def no_customer() -> dict[str, re.Pattern[str]]:
    """By reason, the words that people use who are no customers for it."""
    return {reason: re.compile(text, re.IGNORECASE) for reason, text in _source()["not_a_lead"].items()}


@cache
def labels() -> dict[str, str]:
    """What stands before each answer on a line of its own."""
    found: dict[str, str] = _source()["labelled"]
    return found


@cache
def swaps() -> tuple[re.Pattern[str], ...]:
    """The ways to say an old value beside the new one, as groups `old` and `new`."""
    return tuple(re.compile(text, re.IGNORECASE) for text in _source()["swaps"])


def sentences(text: str) -> list[str]:
    """The text's sentences, with their marks; a full stop inside a name, number or address ends none."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def is_question(sentence: str) -> bool:
    """Whether the sentence asks something."""
    return bool(pattern("question").search(sentence))

"""A bare value of another kind than the one asked for: "Monterrey" or "next month" to the question for the budget."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.intake.clauses import Spoken
from bot.intake.corrections import too_small
from bot.intake.patterns import pattern
from bot.values.hub import parse_hub
from bot.values.slots import parse

TYPED = frozenset({"team_size", "timeline", "budget", "hub", "email", "phone"})
MOST_WORDS = 6
MOST_WORDS_OF_A_TITLE = 4


def stray(said: Spoken, asks: str | None, today: date) -> dict[str, Any]:
    """The one value that the message is, where its kind can't be mistaken."""
    words = said.told.strip(" .,;:!")
    if asks is None or said.questions or not words or len(words.split()) > MOST_WORDS:
        return {}
    if city := bare_city(words, asks):
        return {"hub": city}
    if asks not in TYPED:
        return {}
    if asks != "timeline" and pattern("date_words").search(words) and (start := parse("timeline", words, today)):
        return {"timeline": start}
    if asks != "budget" and pattern("amount").search(words):
        money = parse("budget", words, today)
        return {"budget": money} if money and not too_small("budget", money) else {}
    return bare_title(words, today)


def bare_city(words: str, asks: str) -> str | None:
    """The city that the words are, where another question is open."""
    names_one = pattern("city").search(words) or pattern("no_city").search(words)
    return parse_hub(words) if names_one and asks not in ("hub", "need") else None


def bare_title(words: str, today: date) -> dict[str, Any]:
    """The job title that the words are."""
    found = parse("job_title", words, today) if len(words.split()) <= MOST_WORDS_OF_A_TITLE + 1 else None
    whole = found is not None and words.lower().endswith(found["job_title"].lower())
    return dict(found) if found and whole and not pattern("people").search(words) else {}

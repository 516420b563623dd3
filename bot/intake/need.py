"""The need in the visitor's own words."""

from __future__ import annotations

from bot.intake.clauses import Spoken
from bot.intake.patterns import pattern
from bot.values.email import parse_email

LONGEST = 1000


def need_in(said: Spoken, *, whole: bool) -> str | None:
    """The statements that say what is wanted; with `whole`, all statements where none says so by itself."""
    wanted = [part for part in said.statements if pattern("need").search(part) and not parse_email(part)]
    if not wanted and whole:
        wanted = [part for part in said.statements if not pattern("greeting").search(part)]
    if not whole and not pattern_of_work(wanted):
        return None
    return " ".join(wanted)[:LONGEST] or None


def pattern_of_work(sentences: list[str]) -> bool:
    """Whether the sentences speak of work that could be outsourced; "I need a coffee" is no need of ours."""
    return any(pattern("work").search(sentence) for sentence in sentences)

"""The need in the visitor's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.intake.buying import asks_for_talk, counted, is_specific, says, speaks_of_work, wants_work
from bot.intake.clauses import Spoken
from bot.intake.patterns import pattern
from bot.values.email import parse_email

LONGEST = 1000
MOST_WORDS_OF_WORK = 6
SHORTEST = 2
ITEM = re.compile(r"\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+\S")


def need_in(said: Spoken, *, whole: bool, asked: bool = False, specific: bool = False) -> str | None:
    """The statements that say what is wanted, with those that go on about it; with `whole`, all statements where none does.

    `asked`: the message answers "what do you need?", so that all it says besides is part of it. Otherwise only what
    says of what kind the work is; with `specific`, that is known to be so.
    """
    told = (*said.statements, *(part for part in said.questions if asks_for_talk(part)))
    wanted = [part for part in told if states_need(part) and not pattern("only_people").search(part)]
    if wanted:
        first = told.index(wanted[0])
        rest = range(first + 1, len(told))
        later = [place for place in rest if goes_on(told[place - 1], told[place]) or names(told[place], wanted)]
        wanted = [part for place, part in enumerate(told) if part in wanted or (asked and tells(part)) or place in later]
    if not wanted and whole:
        wanted = [part for part in said.statements if says_more(part) and not asks_for_talk(part)]
    if not (asked or specific) and not any(is_specific(part) or counted(part, exactly=True) for part in wanted):
        return None  # "we need devs": what for is asked
    return " ".join(wanted)[:LONGEST] or None


def says_more(sentence: str) -> bool:
    """Whether the sentence is neither a greeting nor a mere number of people."""
    return not any(pattern(name).search(sentence) for name in ("greeting", "only_people"))


def goes_on(before: str, sentence: str) -> bool:
    """Whether the sentence goes on about the work told before: "They must ...", an item below "we need:"."""
    return bool(pattern("goes_on").search(sentence) or ((before.endswith(":") or ITEM.match(before)) and ITEM.match(sentence)))


def names(sentence: str, wanted: Sequence[str]) -> bool:
    """Whether the sentence is what a wish before it left open: "I need a team of eight. Data engineers."."""
    return len(sentence.split()) <= MOST_WORDS_OF_WORK and is_specific(sentence) and not any(map(is_specific, wanted))


def tells(sentence: str) -> bool:
    """Whether the sentence is more than a greeting or an address."""
    return not pattern("greeting").search(sentence) and not parse_email(sentence) and not pattern("says_name").search(sentence)


def states_need(sentence: str) -> bool:
    """Whether the sentence says what is wanted; a wish to talk does only with the subject of the talk."""
    rest = without_talk(sentence)
    if parse_email(sentence) and not speaks_of_work(rest):
        return False
    if pattern("informs").search(sentence) or pattern("others").search(sentence):
        return False
    if rest == sentence and not asks_for_talk(sentence):
        return wants_work(sentence) or says("need", rest)
    return bool(says("need", rest) or says("desire", rest) or pattern("subject").search(rest)) and is_specific(rest)


def without_talk(sentence: str) -> str:
    """The sentence without the wish to talk to somebody."""
    return pattern("talk").sub(" ", sentence)


def names_work(told: str) -> bool:
    """Whether plain words in answer to "what do you need?" are a need, whatever else they are like."""
    return len(told) >= SHORTEST and speaks_of_work(without_talk(told))


def begins_as_need(told: str) -> bool:
    """Whether the words begin like one: "a new ...", "help with ..."."""
    return bool(pattern("need_phrase").search(told))

"""What in a message says that a customer writes: a wish to talk, a need of work, and hints that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.intake.clauses import Spoken
from bot.intake.patterns import is_question, no_customer, pattern

MOST_WORDS_BEFORE = 4
"""Before what is wanted, where the sentence has no "we" or "I": "Flutter dev wanted"."""
ENOUGH_HINTS = 2
OURS = ("desire", "need")
"""Patterns of what the visitor's own side wants."""


@dataclass(frozen=True)
class Buying:
    """The evidence in one message."""

    talks: bool
    """Whether it is wished to talk to somebody, or to get an offer."""
    needs: bool
    """Whether work is said to be wanted."""
    firmly: bool
    """Whether that is said by itself, and not as what a question is about."""
    hints: int
    """What alone is too little: whom to ask, people by their number, work of the visitor's own."""
    asks_whom: bool
    """Whether it asks how to reach somebody, or how to begin."""
    material: tuple[str, ...]
    """The statements behind the hints, which say what it is about."""
    asks_else: bool
    """Whether it also asks something that is to be answered."""


def buying(said: Spoken) -> Buying:
    """The evidence in what was said."""
    parts = (*said.statements, *said.questions)
    counts = [part for part in parts if counted(part) and (part in said.statements or is_wish(part))]
    concerns = [part for part in parts if is_concern(part) and (part in said.statements or is_wish(part))]
    whom = any(pattern("asks_whom").search(part) for part in parts)
    return Buying(
        talks=any(map(asks_for_talk, parts)),
        needs=any(map(wants_work, said.statements)),
        firmly=any(map(stands_alone, said.statements)),
        hints=whom + bool(counts) + bool(concerns),
        asks_whom=whom,
        material=tuple(part for part in parts if part in counts or part in concerns),
        asks_else=any(not is_wish(part) for part in said.questions) or any(map(trails, said.statements)),
    )


def stands_alone(statement: str) -> bool:
    """Whether a need is said by itself, and not as what a question is about."""
    if trails(statement) or pattern("others").search(statement):
        return False
    return bool(pattern("how_many").search(statement) or (wants_work(statement) and pattern("firm").search(statement)))


def trails(statement: str) -> bool:
    """Whether a statement ends in a question without a mark: "we need engineers near the plant, which city"."""
    return bool(pattern("trailing").search(statement)) and not is_wish(statement)


def is_wish(question: str) -> bool:
    """Whether a question is one for somebody to talk to or how to begin, which the questions themselves answer."""
    return asks_for_talk(question) or bool(pattern("asks_whom").search(question))


def asks_for_talk(sentence: str) -> bool:
    """Whether the sentence wishes to talk to somebody or to get an offer; asking how that is done is no wish yet."""
    orders = pattern("orders").search(sentence) and speaks_of_work(sentence)
    if orders or (pattern("signs_up").search(sentence) and pattern("ours").search(sentence)):
        return True
    if pattern("asks_how").search(sentence) or pattern("others").search(sentence):
        return False
    if says("wants_talk", sentence):
        return True
    return bool(pattern("wishing").search(sentence)) and says("talks_to", sentence)


def wants_work(sentence: str) -> bool:
    """Whether the visitor's side wants work done that could be outsourced."""
    sentence = pattern("salutation").sub("", sentence)
    if not speaks_of_work(sentence) or pattern("informs").search(sentence) or pattern("others").search(sentence):
        return False
    is_request = not is_question(sentence) or bool(pattern("request").search(sentence))
    ours = bool(pattern("ours").search(sentence))
    found = (wish.start() for wish in unopposed("desire", sentence) if not pattern("only_talk").search(sentence[wish.end() :]))
    return is_request and any(ours or len(sentence[:start].split()) < MOST_WORDS_BEFORE for start in found)


def speaks_of_work(words: str) -> bool:
    """Whether the words speak of work that could be outsourced; "I need a coffee" is no need of ours."""
    return bool(pattern("work").search(words) or pattern("work_too").search(words))


def is_specific(words: str) -> bool:
    """Whether the words say of what kind the work is, beyond a team, developers or somebody to talk to."""
    for name in ("talk", "wants_talk", "vague"):
        words = pattern(name).sub(" ", words)
    return speaks_of_work(words)


def is_concern(sentence: str) -> bool:
    """Whether the sentence is about work of the visitor's own, or something they want, without saying what of us."""
    asks_help = pattern("asks_whom").search(sentence)
    ours = bool(pattern("ours").search(sentence)) or bool(asks_help)
    if not ours or any(pattern(name).search(sentence) for name in ("informs", "others", "never_did")):
        return False
    return speaks_of_work(pattern("talk").sub(" ", sentence)) or (not asks_help and says("desire", sentence))


def counted(sentence: str, *, exactly: bool = False) -> bool:
    """Whether people are named by their work and number: "3 testers"; `exactly`: not by "some" or "a few"."""
    found = pattern("counted").search(sentence)
    if exactly and found and pattern("uncounted").match(found[0]):
        return False
    return found is not None and "your" not in found[0].lower() and not pattern("others").search(sentence)


def says(name: str, sentence: str) -> bool:
    """Whether the sentence matches the pattern and means it."""
    return next(unopposed(name, sentence), None) is not None


def unopposed(name: str, sentence: str) -> Iterator[re.Match[str]]:
    """Where the sentence matches, without "not" before it, and without "you" as the one who wants."""
    for match in pattern(name).finditer(sentence):
        before = sentence[: match.start()]
        theirs = name in OURS and is_theirs(before) and not pattern("asks_us").search(match[0])
        if not theirs and not pattern("negated").search(before):
            yield match


def is_theirs(before: str) -> bool:
    """Whether who wants is somebody else, by the words before; who speaks for them wants it, too: "my client who needs ..."."""
    return bool(pattern("theirs").search(before)) and not pattern("behalf").search(before)


def evident(reason: str, text: str) -> bool:
    """Whether the words bear out that the writer is no customer for this reason; spam and tests are known by their form."""
    if reason == "test":
        return not speaks_of_work(text)  # "test automation"
    known = no_customer().get(reason)
    return known is None or bool(known.search(text))

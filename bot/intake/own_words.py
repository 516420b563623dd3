"""Answers to free-text questions in words no list knows: any plain statement is one."""

from __future__ import annotations

from bot.intake.clauses import Spoken
from bot.intake.patterns import pattern
from bot.values.company_name import all_capitals
from bot.values.job_title import without_leading
from bot.values.person import parse_person
from bot.values.vocabulary import is_talk

MOST_WORDS = {"job_title": 6, "company": 7, "name": 3, "need": 60}
FEWEST_LETTERS = 2
AT_ONCE = frozenset({"job_title"})
"""Of a name, a wrong one is worse than asking once more."""


def in_own_words(slot: str, said: Spoken, tries: int) -> str | None:
    """The words as the answer to this question, at the latest when it was asked once more; None where they do something else."""
    told = said.told.strip(" .,;:!\"'")
    words = (without_leading(told) or told) if slot == "job_title" else told
    if slot not in MOST_WORDS or said.questions or len(words.split()) > MOST_WORDS[slot]:
        return None
    if slot != "name" and parse_person(words, introduced_only=True):
        return None  # "oh and I'm Ravi Menon" tells the name
    # "hello there" is small talk as a whole, though "there" is not.
    return words if is_plain(slot, told) and is_plain(slot, words) and (tries or slot in AT_ONCE) else None


def is_plain(slot: str, words: str) -> bool:
    """Whether the words are no move, no small talk, no complaint and no bare figure."""
    if sum(sign.isalpha() for sign in words) < FEWEST_LETTERS or "@" in words or is_talk(words) or pattern("code").search(words):
        return False
    if slot != "company" and slot != "need" and any(sign.isdigit() for sign in words):
        return False
    if slot == "need" and pattern("only_people").search(words):
        return False
    if slot == "company" and all_capitals(words):
        return True  # "Not Bad Studios"
    return not pattern("no_need" if slot == "need" else "no_answer").search(words)

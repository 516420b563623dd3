"""Whether words decline the open question without the word "skip"."""

from __future__ import annotations

from bot.intake.clauses import Spoken
from bot.intake.message import Message
from bot.intake.patterns import declines, pattern

MOST_WORDS = 14
MOST_WORDS_ON_A_NEED = 7
"""Longer ones tell what is needed after all."""


def declined(message: Message, said: Spoken, slot: str) -> bool:
    """Whether the message, which holds no answer, declines this question: "haven't thought about it", "in the RFP"."""
    words = said.told
    longest = MOST_WORDS_ON_A_NEED if slot == "need" else MOST_WORDS
    # "do i have to? rather not" asks nothing that needs an answer.
    asks = any(not pattern("asks_to_skip").search(asked) for asked in said.questions)
    if not asks and (pattern("declines_shortly").search(words) or (slot == "phone" and pattern("not_now").search(words))):
        return True
    if asks or not words or len(words.split()) > longest or pattern("stops").search(words):
        return False
    return declines(slot, words) or bool(pattern("declines_any").search(words))

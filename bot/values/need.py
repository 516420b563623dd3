"""What the visitor needs, in the visitor's words."""

from __future__ import annotations

import re

from bot.values.vocabulary import expression, is_talk

LONGEST = 1000
FEWEST_LETTERS = 2
BARE_ADDRESS = re.compile(r"\S+@\S+|\S+://\S+|www\.\S+")


def parse_need(text: str) -> str | None:
    """The words without surplus blanks, at most 1000 characters; None where they tell no need.

    Questions back, greetings, "skip" and "not sure", bare contact details and text without words tell none.
    """
    words = " ".join(text.split())[:LONGEST]
    if sum(sign.isalpha() for sign in words) < FEWEST_LETTERS or is_talk(words):
        return None
    if expression("common", "asks_back").search(words):
        return None
    return None if BARE_ADDRESS.fullmatch(words) else words

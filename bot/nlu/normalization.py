"""A visitor's text without the accidents of typing: accents, odd spaces, emoji, repeated characters, lost apostrophes."""

from __future__ import annotations

import re
import unicodedata

SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b]+")
# "sooooo" and "!!!!" tell the same as two of them; digits are left alone.
REPEATS = re.compile(r"([^\W\d_])\1{2,}|([!?.,;:\-_*])\2+")
QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00bf": None, "\u00a1": None}
)

# "dont", "whats", "youre": correcting their spelling would make other words of them ("don", "rent" of "arent").
NO_APOSTROPHE = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|ca|wo|would|could|should|have|has|had)n(?=t\b)|"
    r"(?:what|how|where|who|that|there)(?=s\b)|(?:you|they|we)(?=ve\b)|(?:you|they)(?=re\b)|i(?=(?:m|ve)\b))",
    re.IGNORECASE,
)


def normalise(text: str) -> str:
    """The text as the pipeline reads it: plain letters, single spaces, no emoji. May be empty."""
    text = unicodedata.normalize("NFKC", text).translate(QUOTES)
    folded = (character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    kept = "".join(map(kept_as, folded))
    lines = (SPACES.sub(" ", line).strip() for line in kept.split("\n"))
    return NO_APOSTROPHE.sub(r"\g<0>'", REPEATS.sub(shorten, "\n".join(line for line in lines if line)))


def kept_as(character: str) -> str:
    """What becomes of a character: pictures and odd spaces part words, control and format characters vanish."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if character.isspace() or category in ("So", "Sk"):
        return " "
    return "" if category.startswith("C") else character


def shorten(match: re.Match[str]) -> str:
    """A run of letters as two of them, a run of punctuation as one."""
    return match[1] * 2 if match[1] else match[2]

"""A person's name out of an answer to "your name?"."""

from __future__ import annotations

import re

LETTER = r"[^\W\d_]"
WORD = rf"{LETTER}(?:{LETTER}|['\u2019.\-](?={LETTER}))*\.?"
NAME = rf"{WORD}(?: {WORD}){{0,3}}"
INTRODUCED = re.compile(
    rf"\b(?:my name is|my name's|name is|name's|i am|i'm|im|this is|it's|its|it is|call me|name:)\s+({NAME})", re.IGNORECASE
)
BARE = re.compile(rf"({NAME})[.!]?")
ENDS_NAME = re.compile(r"\s+(?:from|at|with|and|here|the|of|by|but|so|in|for)\b.*$", re.IGNORECASE)
NOT_NAMES = frozenset(
    [
        "a",
        "an",
        "the",
        "yes",
        "no",
        "ok",
        "okay",
        "sure",
        "hi",
        "hello",
        "hey",
        "thanks",
        "thank",
        "you",
        "what",
        "why",
        "how",
        "who",
        "when",
        "where",
        "which",
        "skip",
        "stop",
        "none",
        "nothing",
        "cancel",
        "please",
        "not",
        "never",
        "maybe",
        "looking",
        "interested",
        "trying",
        "here",
        "from",
        "asking",
        "just",
        "i",
        "we",
        "is",
        "are",
        "do",
        "does",
        "can",
    ]
)
MOST_LETTERS = 80


def parse_person(text: str, *, introduced_only: bool = False) -> str | None:
    """The name as the visitor wrote it, capitalised when all in one case; None when the text gives none.

    With `introduced_only` just a name that is said to be one ("my name is ...") counts, not a bare one.
    """
    text = " ".join(text.split())
    if "?" in text:
        return None
    introduced = INTRODUCED.search(text)
    bare = None if introduced_only else BARE.fullmatch(text.strip(" ,"))
    if introduced:
        name = ENDS_NAME.sub("", introduced[1]).strip(" .")
    elif bare:
        name = bare[1].strip(" .")
    else:
        return None
    words = {word.lower() for word in re.split(r"[ '\u2019]", name)}
    if not name or len(name) > MOST_LETTERS or words & NOT_NAMES:
        return None
    return name.title() if name.islower() or (name.isupper() and len(name) > 3) else name

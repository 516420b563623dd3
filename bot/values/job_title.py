"""A job title out of a sentence about the speaker."""

from __future__ import annotations

import re
from functools import cache

from bot.values.number_words import vocabulary

LONGEST = 80
MOST_WORDS = 8
LEADING = re.compile(
    r"^\W*(?:(?:i'm|i am|im|i work as|my (?:role|title|job|position) is|it's|its|as|just|mostly|mainly|currently|well|the|a|an|"
    r"our|their|role|title|position|job title)\b[\s:,=]*)+",
    re.IGNORECASE,
)
STRIP = " \t\n.,;:!?\"'()\u201c\u201d"


@cache
def expression(name: str) -> re.Pattern[str]:
    """One of the vocabulary's expressions; line breaks stand for nothing."""
    return re.compile(str(vocabulary("job_title")[name]).replace("\n", ""), re.IGNORECASE)


def parse_job_title(text: str, *, asked: bool = True) -> str | None:
    """The title in the visitor's spelling, acronyms in capitals; at most 80 characters.

    `asked`: the text answers the question for it, so that a bare title counts. Otherwise only one the speaker
    claims ("I'm the CTO", "Tom, CTO at Acme"), never that of people wanted.
    """
    text = " ".join(text[:500].replace("\u2019", "'").split())
    if "?" in text:
        return None
    if asked:
        return title_at_start(LEADING.sub("", text))
    if expression("wanted").search(text) and not expression("speaker").search(text):
        return None
    for match in expression("speaker").finditer(text):
        if found := title_at_start(LEADING.sub("", text[match.end() :])):
            return found
    return None


def title_at_start(text: str) -> str | None:
    """The title with which the text begins."""
    cut = expression("ends").search(text)
    title = (text[: cut.start()] if cut else text).strip(STRIP)
    if not title or len(title) > LONGEST or len(title.split()) > MOST_WORDS:
        return None
    if expression("sentence").search(title) or not re.search(rf"\b{expression('core').pattern}s?\b", title, re.IGNORECASE):
        return None
    return " ".join(spelled(word) for word in title.split())


def spelled(word: str) -> str:
    """Acronyms in capitals, other words as they are."""
    return word.upper() if word.lower() in vocabulary("job_title")["acronyms"] else word

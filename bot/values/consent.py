"""A yes or a no to the question for consent."""

from __future__ import annotations

from bot.values.vocabulary import expression

LONGEST_TEXT = 300


def parse_consent(text: str) -> bool | None:
    """Whether the visitor consents; None for whatever is neither a plain yes nor a plain no, a question above all.

    Silence is no consent: words that hold neither give None, and a no beside a yes is a no.
    """
    if len(text) > LONGEST_TEXT:
        return None
    text = text.lower().replace("\u2019", "'")
    if expression("consent", "not_a_no").search(text):
        return True
    if expression("consent", "undecided").search(text):
        return None
    if expression("consent", "refuses").search(text):
        return False
    return True if expression("consent", "agrees").search(text) else None

"""Whether words are a yes or a no to being contacted."""

from __future__ import annotations

from bot.intake.clauses import spoken
from bot.intake.patterns import pattern
from bot.values.consent import parse_consent


def consents(text: str, *, taken_for_yes: bool) -> bool | None:
    """The answer to "may I pass this on?"; None for a question, a condition, doubt, or anything else.

    `taken_for_yes`: understanding takes the message for a yes; else only words that say nothing but yes are one.
    """
    # A typed Rasa command such as affirm{"consent": true} is nobody's consent.
    if "{" in text or spoken(text).questions or disputes(text):
        return None
    said = parse_consent(text)
    if said is not True:
        return said
    plain = not pattern("condition").search(text) and (taken_for_yes or pattern("says_yes").search(text.strip()))
    return True if plain else None


def disputes(text: str) -> bool:
    """Whether a no is to the summary, not to being contacted: "no, that's not right"."""
    return bool(pattern("disputed").search(text))

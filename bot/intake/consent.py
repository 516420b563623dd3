"""Whether words are a yes or a no to being contacted."""

from __future__ import annotations

import re

from bot.intake.clauses import spoken
from bot.intake.patterns import pattern
from bot.values.consent import parse_consent
from bot.values.vocabulary import expression

MOST_WORDS_BESIDE = 12


def consents(text: str, *, taken_for_yes: bool) -> bool | None:
    """The answer to "may I pass this on?"; None for a question, a condition, doubt, or anything else.

    `taken_for_yes`: understanding takes the message for a yes; else only words that say nothing but yes are one.
    """
    if pattern("yes_asking").match(text):
        return True
    # A typed Rasa command such as affirm{"consent": true} is nobody's consent.
    if "{" in text or spoken(text).questions or disputes(text):
        return None
    if begins := begun(text):
        rest = text[begins.end() :]
        short = len(rest.split()) <= MOST_WORDS_BESIDE and pattern("begins_yes").match(text)
        if (short and not pattern("takes_back").search(rest)) or pattern("contact_wish").match(rest):
            return True
    if pattern("says_no").match(text):
        return False
    said, in_words = parse_consent(text), pattern("says_yes").search(text.strip())
    if said is False or (said is None and not in_words):
        return None if begins else said
    unconditional = in_words or (taken_for_yes and not pattern("condition").search(text))
    return True if unconditional else None


def begun(text: str) -> re.Match[str] | None:
    """The yes at the beginning; "ok" and the like are one only where a wish or a condition follows."""
    return pattern("begins_yes").match(text) or pattern("begins_ok").match(text)


def wish_beside_yes(text: str) -> str | None:
    """How or when to be contacted, said beside the yes: "yes, but don't call before 9"."""
    begins = begun(text)
    wish = text[begins.end() :].strip() if begins and pattern("contact_wish").match(text[begins.end() :]) else ""
    return pattern("joint").sub("", wish) or None


def postpones(text: str) -> bool:
    """Whether words like a no are none yet: "not yet", "yes, but ..."."""
    if begun(text):
        return True
    said = text.lower().replace("\u2019", "'")
    return bool(expression("consent", "undecided").search(said)) and not expression("consent", "refuses").search(said)


def disputes(text: str) -> bool:
    """Whether a no is to the summary, not to being contacted: "no, that's not right"."""
    return bool(pattern("disputed").search(text))

"""Whether words are a yes or a no to being contacted."""

from __future__ import annotations

from bot.intake.clauses import spoken
from bot.intake.patterns import pattern
from bot.values.consent import parse_consent
from bot.values.vocabulary import expression

MOST_WORDS_BESIDE = 12


def consents(text: str, *, taken_for_yes: bool) -> bool | None:
    """The answer to "may I pass this on?"; None for a question, a condition, doubt, or anything else.

    `taken_for_yes`: understanding takes the message for a yes; else only words that say nothing but yes are one.
    """
    # A typed Rasa command such as affirm{"consent": true} is nobody's consent.
    if pattern("yes_and_when").match(text):
        return True
    if "{" in text or spoken(text).questions or disputes(text):
        return None
    if begins := pattern("begins_yes").match(text):
        rest = text[begins.end() :]
        plainly = not pattern("takes_back").search(rest) and len(rest.split()) <= MOST_WORDS_BESIDE
        if plainly or pattern("contact_wish").match(rest):
            return True
    said = parse_consent(text)
    if said is not True:
        return None if begins else said
    plain = not pattern("condition").search(text) and (taken_for_yes or pattern("says_yes").search(text.strip()))
    return True if plain else None


def wish_beside_yes(text: str) -> str | None:
    """How or when to be contacted, said beside the yes: "yes, but don't call before 9"."""
    begins = pattern("begins_yes").match(text)
    wish = text[begins.end() :].strip() if begins and pattern("contact_wish").match(text[begins.end() :]) else ""
    return pattern("joint").sub("", wish) or None


def postpones(text: str) -> bool:
    """Whether words like a no are none yet: "not yet", "yes, but ..."."""
    if pattern("begins_yes").match(text):
        return True
    said = text.lower().replace("\u2019", "'")
    return bool(expression("consent", "undecided").search(said)) and not expression("consent", "refuses").search(said)


def disputes(text: str) -> bool:
    """Whether a no is to the summary, not to being contacted: "no, that's not right"."""
    return bool(pattern("disputed").search(text))

"""Entity patterns from the knowledge: hubs, other places and traits, as visitors spell and misspell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.lang.en import English

from bot.knowledge.model import Knowledge

Pattern = dict[str, Any]
# Shorter words have too many neighbours that mean something else ("leon"/"lean").
FUZZY_FROM_LETTERS = 7
TWO_EDITS_FROM_LETTERS = 9


def patterns(knowledge: Knowledge) -> Iterator[Pattern]:
    """One entity-ruler pattern per spelling; the label is the kind, the id the canonical name."""
    yield ELSEWHERE
    tokens = English().tokenizer
    for hub in knowledge.hubs.values():
        for name in hub.names:
            # "D.F." is one token where it ends a sentence, two in its midst.
            for words in dict.fromkeys((tuple(name.split()), tuple(token.text for token in tokens(name)))):
                yield pattern("hub", hub.name, [exact(word) for word in words])
        yield pattern("hub", hub.name, [fuzzy(word) for word in hub.name.lower().split()])
    for place in knowledge.places.values():
        for name in place.names:
            # Exact: bot/nlu/spelling.py has put misspelt ones right before, and a fuzzy pattern costs 10 microseconds a message.
            yield pattern(place.kind, place.name, [exact(token.text) for token in tokens(name)])
    for trait in knowledge.traits.values():
        for name in trait.words:
            *head, last = (token.text for token in tokens(name))
            yield pattern("trait", trait.id, [*map(exact, head), {"LOWER": {"IN": [last, last + "s"]}}])


# "The capital" is Mexico City, but not "the capital of France".
ELSEWHERE: Pattern = {
    "label": "elsewhere",
    "pattern": [
        {"LOWER": "the", "OP": "?"},
        {"LOWER": "capital"},
        {"LOWER": {"IN": ["of", "in"]}},
        {"LOWER": {"NOT_IN": ["mexico", "the"]}},
    ],
}


def pattern(label: str, identity: str, tokens: list[Pattern]) -> Pattern:
    """One pattern in spaCy's form."""
    return {"label": label, "id": identity, "pattern": tokens}


def exact(word: str) -> Pattern:
    """A token equal to `word` but for its case."""
    return {"LOWER": word}


def fuzzy(word: str) -> Pattern:
    """A token within one edit of a longer word, two of a long one; equal to a short one."""
    if len(word) < FUZZY_FROM_LETTERS:
        return exact(word)
    return {"LOWER": {"FUZZY2" if len(word) >= TWO_EDITS_FROM_LETTERS else "FUZZY1": word}}

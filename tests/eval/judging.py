"""Whether a reply is right, from its envelope and its words."""

from __future__ import annotations

from dataclasses import dataclass

from tests.eval.questions import Item

# These topics answer from the hubs' own facts; a reply on the right hubs is right under any of the names.
HUB_FAMILY = frozenset({"hub", "choose_hub", "compare_hubs", "hubs", "infrastructure"})


@dataclass(frozen=True)
class Outcome:
    """What a system did with a question."""

    type: str
    topics: frozenset[str]
    declined: frozenset[str]
    text: str | None
    """None for a system which gives labels only: hubs named are then not checked."""


def is_right(item: Item, outcome: Outcome) -> bool:
    """Right kind of reply, every element covered, every hub named."""
    if item.kind == "out_of_scope":
        return outcome.type == "out_of_scope"
    if item.kind == "chat":
        return outcome.type == "chat" and covered(item.topics, outcome.topics)
    if outcome.type != ("answer" if item.topics else "declined"):
        return False
    hubs_named = outcome.text is None or all(hub in outcome.text for hub in item.hubs)
    return hubs_named and covered_topics(item, outcome) and covered(item.declined, outcome.declined)


def covered_topics(item: Item, outcome: Outcome) -> bool:
    """Every topic element, hub names being one family where the hubs asked about are named."""
    found = outcome.topics
    if item.hubs and found & HUB_FAMILY:
        found = found | HUB_FAMILY
    return covered(item.topics, found)


def covered(elements: tuple[str, ...], found: frozenset[str]) -> bool:
    """Whether each element has one of its alternatives among what was found."""
    return all(found & set(element.split("|")) for element in elements)


def leaks_facts(item: Item, outcome: Outcome) -> bool:
    """Whether an out-of-scope message was answered with article facts."""
    return item.kind == "out_of_scope" and outcome.type == "answer"


def is_declined(outcome: Outcome) -> bool:
    """Whether no fact was told as if it answered."""
    return outcome.type in ("declined", "out_of_scope", "chat", "ask")

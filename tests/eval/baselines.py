"""What search alone would do with the same questions: BM25 and the encoder's nearest passage, over the same knowledge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rank_bm25 import BM25Okapi

from bot.knowledge import Knowledge
from bot.nlu.encoder import Encoder
from tests.eval.judging import Outcome
from tests.eval.questions import Item

FALSE_ANSWERS_ALLOWED = 0.05
"""Share of dev's unanswerable and out-of-scope messages a baseline may answer; its threshold is set by that."""


@dataclass(frozen=True)
class Passage:
    """One text of the knowledge with the topic it stands for."""

    topic: str
    text: str


def passages(knowledge: Knowledge) -> list[Passage]:
    """Every topic's and hub's texts."""
    topics = [
        Passage(topic.id, f"{topic.title}. {text}") for topic in knowledge.topics.values() for text in (topic.answer, topic.more)
    ]
    return topics + [Passage("hub", text) for hub in knowledge.hubs.values() for text in (hub.answer, hub.more)]


Best = Callable[[str], tuple[float, Passage]]


def bm25(known: Sequence[Passage]) -> Best:
    """The passage that shares the weightiest words."""
    index = BM25Okapi([words(passage.text) for passage in known])

    def best(text: str) -> tuple[float, Passage]:
        scores = index.get_scores(words(text))
        row = int(np.argmax(scores))
        return float(scores[row]), known[row]

    return best


def nearest(known: Sequence[Passage], encoder: Encoder) -> Best:
    """The passage nearest in the encoder's space."""
    vectors = encoder.encode([passage.text for passage in known])

    def best(text: str) -> tuple[float, Passage]:
        scores = vectors @ encoder.encode([text])[0]
        row = int(np.argmax(scores))
        return float(scores[row]), known[row]

    return best


def threshold(best: Best, dev: Sequence[Item]) -> float:
    """The score under which it abstains, so that few of dev's unanswerable messages are answered."""
    scores = sorted(best(item.text)[0] for item in dev if item.kind in ("declined", "out_of_scope"))
    return scores[int(len(scores) * (1 - FALSE_ANSWERS_ALLOWED))]


def outcome(best: Best, floor: float, item: Item) -> Outcome:
    """The passage's topic, or silence. Silence counts as the right way to decline, whatever the reason for it."""
    score, passage = best(item.text)
    if score >= floor:
        return Outcome("answer", frozenset({passage.topic}), frozenset(), None)
    silent = {"out_of_scope": "out_of_scope", "chat": "chat"}.get(item.kind, "declined")
    declined = frozenset(part for element in item.declined for part in element.split("|"))
    return Outcome(silent, frozenset(), declined, None)


def words(text: str) -> list[str]:
    """Lower-case words."""
    return re.findall(r"[a-z0-9]+", text.lower())

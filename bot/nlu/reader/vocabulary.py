"""The words our visitors use, counted over the training examples and the names in the knowledge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from bot.knowledge.model import Knowledge
from bot.nlu.normalization import normalise
from bot.nlu.spelling import Spelling

WORD = re.compile(r"[a-z]+")
OFTEN = 5
"""A word that no dictionary has counts as one when it occurs this often ("nearshore", "devops") ..."""
MISSPELT_RATIO = 4
"""... unless a dictionary word one or two letters away occurs this many times as often ("goverment")."""
NAME_COUNT = 20
LONGEST_NICKNAME = 6
"""Longer names of a hub in its file may be misspellings, which are not to be corrected to."""


def count_words(examples: Iterable[str], knowledge: Knowledge, english: frozenset[str]) -> Mapping[str, int]:
    """Words to correct to, with their counts. Misspellings among the examples are left out."""
    counts = Counter(word for example in examples for word in WORD.findall(normalise(example).lower()) if len(word) > 2)
    known = {word: count for word, count in counts.items() if count > 1 and word in english}
    spelling = Spelling(known, english)
    for word, count in counts.items():
        if count >= OFTEN and word not in english and known.get(spelling.correct(word), 0) < MISSPELT_RATIO * count:
            known[word] = count
    for word in WORD.findall(" ".join(names(knowledge))):
        known[word] = max(known.get(word, 0), NAME_COUNT)
    return dict(sorted(known.items()))


def names(knowledge: Knowledge) -> Iterator[str]:
    """Every name and word the patterns look for, in its right spellings."""
    for hub in knowledge.hubs.values():
        yield hub.name.lower()
        yield from (name for name in hub.names if len(name) <= LONGEST_NICKNAME)
    for place in knowledge.places.values():
        yield from place.names
    for trait in knowledge.traits.values():
        yield from trait.words


def training_examples(folder: Path) -> list[str]:
    """Every example under `folder`, in Rasa's YAML form."""
    found = []
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [line[2:] for line in block["examples"].splitlines()]
    return found

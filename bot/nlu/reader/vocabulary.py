"""The words our visitors use, counted over the training examples and the names in the knowledge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from bot.knowledge.model import Knowledge

WORD = re.compile(r"[a-z]+")
OFTEN = 5
"""A word that no dictionary has counts as one when it occurs this often: "nearshore", "devops"."""
NAME_COUNT = 20


def count_words(examples: Iterable[str], knowledge: Knowledge, english: frozenset[str]) -> Mapping[str, int]:
    """Words to correct to, with their counts. Misspellings among the examples are left out by their rarity."""
    counts = Counter(word for example in examples for word in WORD.findall(example.lower()) if len(word) > 2)
    kept = {word: count for word, count in counts.items() if count >= OFTEN or (count > 1 and word in english)}
    names = [name for hub in knowledge.hubs.values() for name in (hub.name.lower(),)]
    names += [name for place in knowledge.places.values() for name in place.names]
    for word in WORD.findall(" ".join(names)):
        kept[word] = max(kept.get(word, 0), NAME_COUNT)
    return dict(sorted(kept.items()))


def training_examples(folder: Path) -> list[str]:
    """Every example under `folder`, in Rasa's YAML form."""
    found = []
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [line[2:] for line in block["examples"].splitlines()]
    return found

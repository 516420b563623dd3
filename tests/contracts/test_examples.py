"""Training examples and evaluation questions: each of its own."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import yaml

from bot.nlu.normalization import normalise
from bot.settings import ROOT


@cache
def examples() -> list[tuple[str, str]]:
    """Every training example with its label."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["nlu"]:
            name = (block.get("metadata") or {}).get("name")
            label = f"{block['intent']}/{name}" if name else block["intent"]
            found += [(line.removeprefix("- "), label) for line in block["examples"].splitlines()]
    return found


def questions() -> Iterator[tuple[str, str]]:
    for name in ("dev", "test"):
        for line in (ROOT / "tests" / "eval" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            yield f"{name} {question['id']}", question["text"]


@cache
def folded(text: str) -> str:
    """The text but for accents, case and punctuation at its end."""
    return normalise(text).casefold().strip(" ?!.")


def test_no_example_stands_under_two_labels() -> None:
    labels = defaultdict(set)
    for text, label in examples():
        labels[text.casefold().strip()].add(label)
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_no_example_differs_from_another_label_only_in_punctuation() -> None:
    labels = defaultdict(set)
    for text, label in examples():
        labels[folded(text)].add(label)
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_no_example_stands_twice_in_a_file() -> None:
    assert len(set(examples())) == len(examples())


def test_no_example_is_empty_or_marked_up() -> None:
    """Entities come from the knowledge, not from brackets in the examples."""
    assert [text for text, _ in examples() if not text.strip() or re.search(r"\]\(|\]\{", text)] == []


def test_no_evaluation_question_is_a_training_example() -> None:
    trained = {text.strip() for text, _ in examples()}
    assert [where for where, text in questions() if text.strip() in trained] == []


def test_no_evaluation_question_of_some_words_is_a_training_example() -> None:
    """Whatever the accents, case and punctuation; a greeting or a bare name can be said in one way only."""
    trained = {folded(text) for text, _ in examples()}
    assert [where for where, text in questions() if len(text.split()) > 2 and folded(text) in trained] == []


def test_evaluation_questions_are_many_and_each_its_own() -> None:
    found = list(questions())
    assert len(found) >= 400
    assert len({where for where, _ in found}) == len(found)
    assert len({text for _, text in found}) == len(found)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from bot.nlu.reading_cache import ReadingCache


class Counting:
    """A pipeline that counts what it is asked to read."""

    def __init__(self, nlp: Language) -> None:
        self.asked: list[str] = []
        self._nlp = nlp

    def pipe(self, texts: list[str]) -> Any:
        self.asked += texts
        return self._nlp.pipe(texts)


@pytest.fixture
def counting(nlp: Language) -> Counting:
    return Counting(nlp)


def read(counting: Counting, path: Path, *texts: str, made_by: str = "this") -> list[dict[str, Any]]:
    return ReadingCache(counting, path, made_by).read(list(texts))  # type: ignore[arg-type]


def test_only_what_is_new_is_read(counting: Counting, tmp_path: Path) -> None:
    path = tmp_path / "readings.json"
    first = read(counting, path, "why Tijuana", "is it far?", "why Tijuana")
    again = read(counting, path, "is it far?", "why Tijuana", "who are you")
    assert counting.asked == ["why Tijuana", "is it far?", "who are you"]
    assert [list(found["hubs"]) for found in first] == [["Tijuana"], [], ["Tijuana"]]
    assert [list(found["hubs"]) for found in again] == [[], ["Tijuana"], []]
    assert [found.name for found in tmp_path.iterdir()] == ["readings.json"]


def test_what_another_pipeline_read_is_read_again(counting: Counting, tmp_path: Path) -> None:
    read(counting, tmp_path / "readings.json", "why Tijuana")
    read(counting, tmp_path / "readings.json", "why Tijuana", made_by="that")
    assert counting.asked == ["why Tijuana", "why Tijuana"]


def test_what_is_no_example_any_more_is_forgotten(counting: Counting, tmp_path: Path) -> None:
    for text in ("one", "two", "one"):
        read(counting, tmp_path / "readings.json", text)
    assert counting.asked == ["one", "two", "one"]

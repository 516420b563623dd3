from __future__ import annotations

import pytest
from spacy.language import Language

from bot.nlu.enumeration import MOST_WORDS, divisions


def lists(nlp: Language, text: str) -> list[list[str]]:
    return [[part.text for part in parts] for parts in divisions(nlp(text)[:])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flight time + airlines", ["flight time", "airlines"]),
        ("cost, talent and time zones?", ["cost", "talent", "time zones?"]),
        ("safety / internet", ["safety", "internet"]),
        ("English & culture", ["English", "culture"]),
        ("1) rates 2) references", ["rates", "references"]),
        ("I need to know: cost, flights, and English", ["cost", "flights", "English"]),
    ],
)
def test_a_list_is_cut_at_its_joints(nlp: Language, text: str, expected: list[str]) -> None:
    assert lists(nlp, text)[0] == expected


def test_a_list_is_cut_at_each_joint_alone_too(nlp: Language) -> None:
    assert lists(nlp, "work and pay, flights")[1:] == [["work", "pay, flights"], ["work and pay", "flights"]]


@pytest.mark.parametrize(
    "text",
    [
        "how long is the flight",
        "130,000 engineers",
        "is there 24/7 support",
        "why Mexico and not India",
        "Guadalajara or Monterrey",
        "",
        ", and +",
        "a, b, c, d, e, f, g",
    ],
)
def test_what_is_no_list_is_left_whole(nlp: Language, text: str) -> None:
    assert lists(nlp, text) == []


def test_a_story_is_no_list(nlp: Language) -> None:
    assert lists(nlp, "we make tables, " + "and chairs " * MOST_WORDS) == []

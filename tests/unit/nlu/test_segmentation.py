from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.nlu.segmentation import MOST_SEGMENTS, segments

WORD = re.compile(r"\w+")


def parts(nlp: Language, text: str) -> list[str]:
    return [part.text.strip() for part in segments(nlp(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why Mexico?", ["why Mexico?"]),
        ("why mexico", ["why mexico"]),
        ("Is it cheap? Is it far?", ["Is it cheap?", "Is it far?"]),
        ("how long is the flight and do they speak english", ["how long is the flight", "do they speak english"]),
        ("how far is it, and is it cheap?", ["how far is it", "is it cheap?"]),
        ("is it cheap, also how far is it", ["is it cheap", "how far is it"]),
        ("do they speak english plus what does it cost", ["do they speak english", "what does it cost"]),
        ("is it cheap & is it far", ["is it cheap", "is it far"]),
        ("We are a fintech in Austin. Which city fits us?", ["We are a fintech in Austin.", "Which city fits us?"]),
        ("We are a bank\nWhich city fits us", ["We are a bank", "Which city fits us"]),
        ("research and development in Mexico", ["research and development in Mexico"]),
        ("Guadalajara or Monterrey?", ["Guadalajara or Monterrey?"]),
        ("finance and customer service and logistics", ["finance and customer service and logistics"]),
        ("tell me what and how", ["tell me what and how"]),
        ("tell us if it is far and what it costs", ["tell us if it is far", "what it costs"]),
        ("is it close to us and is it cheap", ["is it close to us", "is it cheap"]),
        ("not sure if and when we start", ["not sure if and when we start"]),
        ("let me know if it is far", ["let me know if it is far"]),
        (
            "what about the cost, what about the flights, what about english",
            ["what about the cost", "what about the flights", "what about english"],
        ),
        ("tell me about the cost, and about how far it is", ["tell me about the cost", "about how far it is"]),
        ("how far is it - is it cheap", ["how far is it", "is it cheap"]),
    ],
)
def test_questions_are_taken_apart(text: str, expected: list[str], nlp: Language) -> None:
    assert parts(nlp, text) == expected


@pytest.mark.parametrize("text", ["hi! why mexico?", "ok. why mexico? thanks.", "...why mexico?..."])
def test_no_segment_is_only_punctuation(text: str, nlp: Language) -> None:
    assert all(any(character.isalnum() for character in part) for part in parts(nlp, text))
    assert any("why mexico" in part for part in parts(nlp, text))


def test_nothing_but_punctuation_is_one_segment(nlp: Language) -> None:
    assert parts(nlp, "??? !!") == ["??? !!"]


def test_an_empty_message_has_no_segment(nlp: Language) -> None:
    assert parts(nlp, "") == []


def test_a_very_long_message_has_a_bounded_number(nlp: Language) -> None:
    assert len(parts(nlp, "Is it far? " * 50)) == MOST_SEGMENTS


def test_no_word_but_joints_is_lost(nlp: Language) -> None:
    text = "We build apps, how far is Tijuana and what does it cost? Do they speak English; is there help"
    assert WORD.findall(" ".join(parts(nlp, text))) == [word for word in WORD.findall(text) if word != "and"]


JOINED = st.lists(
    st.sampled_from(
        ["and", "or", "what", "how", "is", "Mexico", ",", ";", "?", ".", "\n", "-", "if", "tell me", "do", "&", "+", "cost", " "]
    ),
    max_size=30,
)


@given(JOINED.map(" ".join))
def test_no_joining_of_clauses_raises(nlp: Language, text: str) -> None:
    doc = nlp(text)
    found = segments(doc)
    assert len(found) <= MOST_SEGMENTS
    assert bool(found) == bool(len(doc))
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.text(max_size=120))
def test_no_text_raises(nlp: Language, text: str) -> None:
    assert len(segments(nlp(text))) <= MOST_SEGMENTS

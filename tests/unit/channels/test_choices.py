from __future__ import annotations

import pytest

from bot.channels.choices import chosen, is_choice, numbered
from bot.channels.turn import Said, Turn

CITIES = ({"title": "Guadalajara", "payload": "Guadalajara"}, {"title": "Monterrey", "payload": "in Monterrey"})


def turn(*said: Said) -> Turn:
    return Turn("m", "hi", said, {}, 0.0)


ASKED = [turn(Said("hello"), Said("which city?", CITIES))]


@pytest.mark.parametrize("text", ["2", " 2 ", "2.", "2)", "#2", "option 2", "Number 2", "no. 2"])
def test_a_number_picks_the_choice_in_its_place(text: str) -> None:
    assert is_choice(text)
    assert chosen(text, ASKED) == "in Monterrey"


@pytest.mark.parametrize("text", ["3", "0", "22", "two of them", "2 people", "-2", "", "Monterrey"])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert chosen(text, ASKED) == text


def test_a_number_after_an_open_question_is_a_number() -> None:
    assert chosen("1", [turn(Said("skip?", CITIES), Said("how many people?"))]) == "1"
    assert chosen("1", []) == "1"


def test_choices_as_text() -> None:
    assert numbered("which city?", CITIES) == "which city?\n1. Guadalajara\n2. Monterrey"
    assert numbered("hi", ()) == "hi"

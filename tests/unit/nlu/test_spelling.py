from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.reader.vocabulary import training_examples
from bot.nlu.spelling import VOCABULARY_FILE, Spelling

WORDS = Spelling(
    {"outsourcing": 50, "mexico": 90, "developers": 40, "flight": 20, "cost": 30, "nearshore": 25}, frozenset({"most", "fight"})
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("outsorcing to mexcio", "outsourcing to mexico"),
        ("how long is the flihgt?", "how long is the flight?"),
        ("develpers", "developers"),
        ("nearshoer", "nearshore"),
    ],
)
def test_a_misspelt_word_becomes_the_near_one(text: str, right: str) -> None:
    assert WORDS.correct(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "cost",
        "Mexico",
        "fight",
        "most",
        "cst",
        "COSS",
        "jane@mexcio.com",
        "xyzzyxyzzy",
        "mexcio2",
        "\u00e9t\u00e9",
        "the nearshore flight",
        "flighn't",
    ],
)
def test_what_is_right_short_an_abbreviation_or_far_from_all_stays(text: str) -> None:
    assert WORDS.correct(text) == text


def test_the_rest_of_the_text_stays_as_it_is() -> None:
    assert WORDS.correct("  Hi!\n(outsorcing), ok?  ") == "  Hi!\n(outsourcing), ok?  "


@given(st.text(max_size=100))
def test_no_text_raises(text: str) -> None:
    WORDS.correct(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [("developement enginers", "development engineers"), ("chepaer", "cheaper"), ("nearshoring", "nearshoring"), ("GDL", "GDL")],
)
def test_the_vocabulary_that_is_built_knows_our_words(text: str, right: str, spelling: Spelling) -> None:
    assert spelling.correct(text) == right


@pytest.mark.parametrize(("text", "right"), [("outsorcing", "outsourcing"), ("goverment", "government")])
def test_a_misspelling_in_the_examples_is_no_word(text: str, right: str, spelling: Spelling) -> None:
    assert spelling.correct(text) == right


def test_no_part_of_an_accented_word_is_a_word(reader_folder: Path) -> None:
    words = {line.split()[0] for line in (reader_folder / VOCABULARY_FILE).read_text(encoding="utf-8").splitlines()}
    assert words & {"quer", "rida", "xico"} == set()


def test_every_example_is_counted(tmp_path: Path) -> None:
    (tmp_path / "ask").mkdir()
    (tmp_path / "ask" / "cost.yml").write_text(
        "nlu:\n- intent: ask\n  examples: |\n    - is it cheap?\n    - cost\n", encoding="utf-8"
    )
    (tmp_path / "stop.yml").write_text("nlu:\n- intent: stop\n  examples: |\n    - never mind\n", encoding="utf-8")
    assert training_examples(tmp_path) == ["is it cheap?", "cost", "never mind"]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.person import MOST_LETTERS, parse_person


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Doe", "Jane Doe"),
        ("jane", "Jane"),
        ("jane doe", "Jane Doe"),
        ("MARY SMITH", "Mary Smith"),
        ("BOB", "BOB"),
        ("Jane Doe.", "Jane Doe"),
        ("Bob!", "Bob"),
        ("  Jane \n Doe ", "Jane Doe"),
        ("O'Brien", "O'Brien"),
        ("Anne-Marie O\u2019Neil", "Anne-Marie O\u2019Neil"),
        ("jean-luc picard", "Jean-Luc Picard"),
        ("José Núñez", "José Núñez"),
        ("李雷", "李雷"),
        ("J. R. R. Tolkien", "J. R. R. Tolkien"),
        ("Dr. Jane Doe", "Dr. Jane Doe"),
        ("McDonald", "McDonald"),
        ("my name is Jane Doe", "Jane Doe"),
        ("My name's Al-Amin", "Al-Amin"),
        ("Name is bob.", "Bob"),
        ("name: Jane", "Jane"),
        ("I'm Jane Doe from Acme", "Jane Doe"),
        ("i am jane and i need devs", "Jane"),
        ("im bob", "Bob"),
        ("it's Jane", "Jane"),
        ("this is Jane Doe at Acme", "Jane Doe"),
        ("call me Bob", "Bob"),
        ("Hi, I'm Jane", "Jane"),
        ("i'm jane, cto at acme", "Jane"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert parse_person(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?",
        "123",
        "😀",
        "why do you ask?",
        "Jane?",
        "yes",
        "no",
        "no way",
        "skip",
        "stop",
        "none of your business",
        "I'd rather not say",
        "prefer not to say",
        "I'm not sure",
        "I am looking for developers",
        "I'm just asking",
        "I'm the CTO",
        "I'm a founder",
        "I'm interested",
        "my name is",
        "n/a",
        "thanks",
        "jane@acme.com",
        "what for",
        "please skip this",
        "We need five React developers by March",
        "Jane Anne Mary Sue Ellen Beth",
    ],
)
def test_what_is_no_name_gives_none(text: str) -> None:
    assert parse_person(text) is None


def test_the_longest_name() -> None:
    assert parse_person("A" + "b" * (MOST_LETTERS - 1)) is not None
    assert parse_person("A" + "b" * MOST_LETTERS) is None


@pytest.mark.parametrize("text", ["Jane Doe", "five developers", "jane"])
def test_a_bare_name_does_not_count_where_it_must_be_introduced(text: str) -> None:
    assert parse_person(text, introduced_only=True) is None


def test_an_introduced_name_counts_anywhere() -> None:
    assert parse_person("We need devs. My name is Jane Doe", introduced_only=True) == "Jane Doe"


@pytest.mark.parametrize("text", ["I\u2019m Jane", "It\u2019s Jane", "My name\u2019s Jane"])
def test_a_curly_apostrophe_introduces_too(text: str) -> None:
    assert parse_person(text) == "Jane"


@pytest.mark.parametrize(
    "text",
    [
        "Call me at 415-555-0100",
        "call me tomorrow",
        "I'm at work",
        "I'm in Texas",
        "I'm with Acme",
        "It's for my team",
        "It's about outsourcing",
        "I'm good",
        "this is great",
        "later",
        "the company name is Acme",
        "it's acme.com",
        "I'm the cto",
        "five developers",
    ],
)
def test_a_statement_is_no_name(text: str) -> None:
    assert parse_person(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maria do Carmo", "Maria do Carmo"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Will Can", "Will Can"),
        ("Jane Doe, CTO", "Jane Doe"),
        ("Jane here", "Jane"),
        ("name:Jane", "Jane"),
        ("Jane from Acme", "Jane"),
        ("Jane doe", "Jane Doe"),
        ("I'm in Texas, my name is Jane", "Jane"),
        ("my name is Ana María de la Cruz", "Ana María de la Cruz"),
    ],
)
def test_an_uncommon_name_is_found_whole(text: str, name: str) -> None:
    assert parse_person(text) == name


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    name = parse_person(text)
    assert name is None or name.strip()


@given(st.sampled_from(["I'm ", "my name is ", "call me ", "name: ", "it's "]), st.text(max_size=60), st.booleans())
def test_no_introduction_raises(introduction: str, text: str, introduced_only: bool) -> None:
    name = parse_person(introduction + text, introduced_only=introduced_only)
    assert name is None or name.strip()


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", ["a" * 20_000, "a " * 10_000, "I'm " * 5_000, "a-" * 10_000 + "?", "a'" * 10_000, "." * 20_000])
def test_a_long_text_takes_no_time(text: str) -> None:
    parse_person(text)

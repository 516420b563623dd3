from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.email import looks_like_email, parse_email


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jane@acme.com", "jane@acme.com"),
        ("Jane@Acme.COM", "jane@acme.com"),
        ("my mail: jane@acme.com, thanks", "jane@acme.com"),
        ("jane@acme.com.", "jane@acme.com"),
        ("jane@acme.com!!", "jane@acme.com"),
        ("is jane@acme.com ok?", "jane@acme.com"),
        ("<jane@acme.com>", "jane@acme.com"),
        ("(jane@acme.com)", "jane@acme.com"),
        ("'jane@acme.com'", "jane@acme.com"),
        ("*jane@acme.com*", "jane@acme.com"),
        ("mailto:jane@acme.com", "jane@acme.com"),
        ("jane+work@acme.co.uk", "jane+work@acme.co.uk"),
        ("ana.ruiz-lopez@sub.acme.io", "ana.ruiz-lopez@sub.acme.io"),
        ("jane@münchen.de", "jane@münchen.de"),
        ("jane@acme.com; bob@acme.com", "jane@acme.com"),
        ("bad@ jane@acme.com", "jane@acme.com"),
        ("not a@b either but jane@acme.com", "jane@acme.com"),
        ("I'm Jane,\nreach me at\tjane@acme.com\n", "jane@acme.com"),
    ],
)
def test_an_address_is_found(text: str, address: str) -> None:
    assert parse_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "@",
        "jane",
        "jane@",
        "@acme.com",
        "jane@acme",
        "jane@@acme.com",
        "jane@acme,com",
        "jane@acme..com",
        ".jane@acme.com@",
        "jane@-acme.com",
        "jane@localhost",
        "jane@[127.0.0.1]",
        "we're at acme.com",
        "I work at acme dot com",
        "look at the dot com boom",
        "we need a new shop at acme.com",
        "jane@" + "a" * 260 + ".com",
    ],
)
def test_what_is_no_address_gives_none(text: str) -> None:
    assert parse_email(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "\u201cjane@acme.com\u201d",
        "\u2018jane@acme.com\u2019",
        "jane@acme.com\u2026",
        "jane@acme.com\u2014thanks",
        "jane@acme.com/",
        "_jane@acme.com_",
    ],
)
def test_typography_is_no_part_of_an_address(text: str) -> None:
    assert parse_email(text) == "jane@acme.com"


@pytest.mark.parametrize(
    "text",
    [
        "jane @ acme.com",
        "jane@acme .com",
        "jane [at] acme [dot] com",
        "jane(at)acme.com",
        "jane at acme dot com",
        "JANE AT ACME DOT COM",
        "jane at acme.com",
        "my email is jane at acme dot com, thanks",
        "jane\uff20acme.com",
        "jane@acme.com\U0001f44d",
    ],
)
def test_an_address_is_read_however_its_signs_are_written(text: str) -> None:
    assert parse_email(text) == "jane@acme.com"


def test_what_is_at_a_site_is_an_address_only_in_answer_to_the_question() -> None:
    assert parse_email("Jane at acme.com", asked=False) is None
    assert parse_email("jane dot doe at acme dot com", asked=False) == "jane.doe@acme.com"


def test_an_address_that_is_refused_gives_way_to_the_other() -> None:
    assert parse_email("not tim@acme.com, tom@acme.com") == "tom@acme.com"


def test_a_mailbox_has_at_most_64_letters() -> None:
    assert parse_email("a" * 65 + "@acme.com") is None


def test_a_label_is_no_part_of_an_address() -> None:
    assert parse_email("email=jane@acme.com") == "jane@acme.com"


@pytest.mark.parametrize(("text", "expected"), [("jane@acme", True), ("jane@", True), ("jane at acme", False), ("", False)])
def test_an_attempt_is_told_from_something_else(text: str, expected: bool) -> None:
    assert looks_like_email(text) is expected


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    found = parse_email(text)
    assert found is None or parse_email(found) == found


@given(st.text(alphabet="ab.@-_+ \"'<>[]:;,\u00e9\u0301\u200b\ud800\x00", max_size=60))
def test_nothing_like_an_address_raises(text: str) -> None:
    parse_email(text)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", ["a" * 100_000, "@" * 100_000, "a@" * 50_000, "a@b.c " * 20_000])
def test_a_long_text_takes_no_time(text: str) -> None:
    parse_email(text)

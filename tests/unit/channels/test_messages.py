from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messages import LONGEST_MESSAGE, LONGEST_SENDER, BadMessage, clean_metadata, clean_sender, clean_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("why Mexico?", "why Mexico?"),
        ("  why\nMexico?\t", "why\nMexico?"),
        ("why\x00 Mexico\x07?", "why Mexico?"),
        ("\ufeffwhy\u200b Mexico\u202e?", "why Mexico?"),
        ("why \ud800Mexico?", "why Mexico?"),
        ("¿por qué México? 🇲🇽", "¿por qué México? 🇲🇽"),
        ("a\x00\x00b", "ab"),
        ("", ""),
        (" \x00 ", ""),
        ("/restart", "restart"),
        ('/ask{"hub": "Tijuana"}', 'ask{"hub": "Tijuana"}'),
        ("//restart", "restart"),
        (" /restart", "restart"),
        ("\u200b/restart", "restart"),
        ("/\x00/restart", "restart"),
        ("/", ""),
        ("24/7 and and/or", "24/7 and and/or"),
    ],
)
def test_the_visitors_words_without_what_no_visitor_sends(value: str, text: str) -> None:
    assert clean_text(value) == text


@pytest.mark.parametrize("value", ["/ /restart", "/\n/session_start", "/ /ask{}", "/\u00a0/restart"])
def test_no_command_hides_behind_a_space(value: str) -> None:
    assert not clean_text(value).startswith("/")


@given(st.text(alphabet="/ \n\t\u00a0\u200b\u3000\x00ab", max_size=12))
def test_no_text_ends_up_as_a_command(value: str) -> None:
    assert not clean_text(value).startswith("/")


@given(st.text(max_size=300))
def test_any_text_is_cleaned_for_good(value: str) -> None:
    text = clean_text(value)
    assert text == text.strip()
    assert not set(text) & {"\x00", "\u200b", "\u202e", "\ufeff"}
    text.encode("utf-8")


@pytest.mark.parametrize("value", [None, 5, 5.0, True, [], ["why"], {}, {"text": "why"}, b"why"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(BadMessage) as caught:
        clean_text(value)
    assert (caught.value.status, caught.value.detail) == (400, "'message' must be a string")


def test_the_longest_message() -> None:
    assert clean_text("a" * LONGEST_MESSAGE) == "a" * LONGEST_MESSAGE
    with pytest.raises(BadMessage) as caught:
        clean_text("a" * (LONGEST_MESSAGE + 1))
    assert caught.value.status == 413
    assert str(LONGEST_MESSAGE) in str(caught.value)


@pytest.mark.parametrize("value", ["a", "visitor-1", "b2c8 d", "a" * LONGEST_SENDER, "josé", "user@acme.com"])
def test_a_sender_is_kept_as_it_is(value: str) -> None:
    assert clean_sender(value) == value


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "   ",
        "\n",
        7,
        True,
        ["a"],
        {"id": 1},
        "a" * (LONGEST_SENDER + 1),
        "a\x00b",
        "a\nb",
        "a\u200bb",
        "a\ud800",
        "\u202ea",
    ],
)
def test_what_names_no_conversation_is_refused(value: object) -> None:
    with pytest.raises(BadMessage) as caught:
        clean_sender(value)
    assert caught.value.status == 400
    assert "'sender'" in caught.value.detail


@given(st.text(max_size=300))
def test_any_sender_is_kept_or_refused(value: str) -> None:
    try:
        assert clean_sender(value) == value
    except BadMessage as refused:
        assert "'sender'" in refused.detail


def test_metadata_is_an_object_or_nothing() -> None:
    assert clean_metadata(None) == {}
    assert clean_metadata({"page": "/hubs"}) == {"page": "/hubs"}
    for value in ("page", 1, [], [{}], True):
        with pytest.raises(BadMessage, match="'metadata' must be an object"):
            clean_metadata(value)

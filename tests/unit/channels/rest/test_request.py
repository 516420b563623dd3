from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rest.problems import Problem
from bot.channels.rest.request import DEEPEST_BODY, depth, read, read_body, read_idempotency_key, read_options

HELLO = {"sender": "me", "message": "hi"}


def body(**more: object) -> bytes:
    return json.dumps({**HELLO, **more}).encode()


def code(query: str = "", headers: dict[str, str] | None = None, raw: bytes = body()) -> str:
    with pytest.raises(Problem) as caught:
        read(query, headers or {}, raw)
    return caught.value.code


def test_a_plain_request() -> None:
    asked = read("", {}, body(metadata={"page": "/"}))
    assert (asked.sender, asked.text, asked.metadata) == ("me", "hi", {"page": "/"})
    assert (asked.callback_url, asked.callback_only, asked.numbered, asked.idempotency_key) == (None, False, False, None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "body_invalid"),
        (b"{", "body_invalid"),
        (b"[]", "body_invalid"),
        (b"\xff\xfe", "body_invalid"),
        (b'{"sender": "me", "message": "hi", "metadata": {"x": NaN}}', "body_invalid"),
        (b'{"sender": "me", "message": "hi", "metadata": {"x": -Infinity}}', "body_invalid"),
        (b"[" * 30_000, "body_invalid"),
        (b'{"a":' * DEEPEST_BODY + b"{}" + b"}" * DEEPEST_BODY, "body_too_deep"),
        (body(sender=""), "sender_invalid"),
        (body(sender=" me"), "sender_invalid"),
        (body(message=None), "message_invalid"),
        (body(message="x" * 4001), "message_too_long"),
        (body(metadata=[]), "metadata_invalid"),
        (body(callback_url=7), "callback_invalid"),
        (body(callback_url=""), "callback_invalid"),
        (body(callback_url="javascript:alert(1)"), "callback_invalid"),
        (body(callback_url="https://user:pass@example.com/"), "callback_invalid"),
        (body(callback_url="https://example.com/\n"), "callback_invalid"),
        (body(callback_url="https://example.com/" + "x" * 2000), "callback_invalid"),
    ],
)
def test_what_is_wrong_with_a_body_has_its_code(raw: bytes, expected: str) -> None:
    assert code(raw=raw) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stream=true", "stream_unsupported"),
        ("stream=", "stream_unsupported"),
        ("choices=audio", "option_invalid"),
        ("choices", "option_invalid"),
        ("callback=maybe", "option_invalid"),
        ("choices=text&choices=no", "option_invalid"),
    ],
)
def test_what_is_wrong_with_the_query_has_its_code(query: str, expected: str) -> None:
    assert code(query) == expected


def test_options_that_are_none_of_ours_are_ignored() -> None:
    assert read_options("stream=false&token=x&choices=text") == {"stream": "false", "choices": "text"}


@pytest.mark.parametrize("key", ["", "a b", "caf\xe9", "x" * 256, "a\tb"])
def test_an_unfit_idempotency_key_is_refused(key: str) -> None:
    assert code(headers={"idempotency-key": key}) == "idempotency_key_invalid"


@pytest.mark.parametrize("key", ["1", '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "x" * 255])
def test_an_idempotency_key_is_kept_as_it_is(key: str) -> None:
    assert read_idempotency_key(key) == key


@pytest.mark.parametrize("given", [{"query": "choices=text"}, {"raw": body(metadata={"buttons": "numbered"})}])
def test_choices_can_be_asked_for_as_text(given: dict[str, object]) -> None:
    assert read(**{"query": "", "headers": {}, "raw": body(), **given}).numbered  # type: ignore[arg-type]


def test_the_order_of_fields_makes_no_other_request() -> None:
    one, two = b'{"sender": "me", "message": "hi"}', b'{"message":"hi","sender":"me"}'
    assert read("", {}, one).body == read("", {}, two).body != read("", {}, body(metadata={})).body


NESTED = st.recursive(
    st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3), max_leaves=30
)


def counted(value: object) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if parts is None else 1 + max(map(counted, parts), default=0)


@given(NESTED)
def test_depth_counts_objects_and_lists(value: object) -> None:
    assert depth(value) == counted(value)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_a_problem(raw: bytes) -> None:
    try:
        assert isinstance(read_body(raw), dict)
    except Problem as problem:
        assert problem.code in ("body_invalid", "body_too_deep")

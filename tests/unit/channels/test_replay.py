"""Turns as messages, and what a page that comes back has missed."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.envelope import empty
from bot.channels.replay import after, answers, asked, joined, messages_of, was_stored
from bot.channels.turn import Said, Turn

TURN = Turn("m1", "hi", (Said("one"), Said("two", ({"title": "T", "payload": "p"},))), empty("chat"), 0.0)
OTHER = replace(TURN, message_id="m2", text="more", said=(Said("three"),))


def test_a_turn_is_the_question_and_its_answers_with_the_envelope_last() -> None:
    first, one, two = messages_of([TURN])
    assert first == {
        "id": "m1", "turn": "m1", "from": "visitor", "text": "hi", "buttons": [], "at": "1970-01-01T00:00:00.000Z", "data": None,
    }  # fmt: skip
    assert (one["id"], one["from"], one["text"], one["data"]) == ("m1.1", "bot", "one", None)
    assert (two["id"], two["buttons"], two["data"]) == ("m1.2", [{"title": "T", "payload": "p"}], empty("chat"))


def test_what_comes_after_is_what_was_missed() -> None:
    told = messages_of([TURN, OTHER])
    ids = [message["id"] for message in told]
    assert ids == ["m1", "m1.1", "m1.2", "m2", "m2.1"]
    for at, name in enumerate(ids, 1):
        assert [message["id"] for message in after(told, name)] == ids[at:]
    assert after(told, None) == after(told, "unknown") == told


def test_an_apology_that_is_not_stored_never_has_the_answers_id() -> None:
    for turn in (replace(TURN, stored=False), replace(TURN, erased=True)):
        ids = {message["id"] for message in (*answers(turn), *answers(turn))}
        assert len(ids) == 4 and not any(was_stored(name) for name in ids)
    assert all(was_stored(message["id"]) for message in answers(TURN))
    assert not was_stored("m1") and not was_stored(None)


def test_a_message_under_way_is_told_once() -> None:
    told = messages_of([TURN])
    running = asked("m2", "more", 1.0)
    assert joined(told, [running]) == [*told, running]
    assert joined(told, [told[0]]) == told

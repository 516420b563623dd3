from __future__ import annotations

from bot.channels.rest.reply import messages_of
from bot.channels.turn import Said, Turn

TURN = Turn(
    "m1",
    "hi",
    (Said("Hello."), Said("Which?", ({"title": "One", "payload": "1st"}, {"title": "Two", "payload": "2nd"}))),
    {"v": 1},
    0,
)


def test_messages_have_rasas_shape_and_the_envelope_is_last() -> None:
    hello, which, end = messages_of(TURN, "me")
    assert hello == {"recipient_id": "me", "text": "Hello."}
    assert which["buttons"] == [{"title": "One", "payload": "1st"}, {"title": "Two", "payload": "2nd"}]
    assert end == {"recipient_id": "me", "custom": {"v": 1}}


def test_without_buttons_the_choices_are_in_the_text() -> None:
    hello, which, _ = messages_of(TURN, "me", as_text=True)
    assert hello == {"recipient_id": "me", "text": "Hello."}
    assert which == {"recipient_id": "me", "text": "Which?\n1. One\n2. Two"}

from __future__ import annotations

from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

from bot.channels.turn import Said, turns_of
from bot.knowledge import Knowledge

BUTTONS = [{"title": "Yes", "payload": "Yes, pass it on", "type": "postback"}]


def test_each_message_of_the_visitor_begins_a_turn(knowledge: Knowledge) -> None:
    events = [
        ActionExecuted("action_listen"),
        UserUttered("one", message_id="m1", timestamp=5.0),
        BotUttered("first"),
        BotUttered("second", {"buttons": BUTTONS}),
        UserUttered("two", message_id="m2"),
        BotUttered("third"),
    ]
    one, two = turns_of(events, knowledge, "sorry")
    assert (one.message_id, one.text, one.at) == ("m1", "one", 5.0)
    assert one.said == (Said("first"), Said("second", ({"title": "Yes", "payload": "Yes, pass it on"},)))
    assert (two.message_id, two.said) == ("m2", (Said("third"),))


def test_a_turn_that_said_nothing_holds_the_apology(knowledge: Knowledge) -> None:
    events = [SlotSet("intake", {"collecting": True, "asks": "name"}), UserUttered("Jane", message_id="m1")]
    (turn,) = turns_of(events, knowledge, "sorry")
    assert turn.said == (Said("sorry"),)
    assert (turn.envelope["type"], turn.envelope["asks"]) == ("error", "name")


def test_a_turn_ends_with_what_was_asked_then_not_later(knowledge: Knowledge) -> None:
    events = [
        UserUttered("talk", message_id="m1"),
        BotUttered("need?"),
        SlotSet("intake", {"collecting": True, "asks": "need"}),
        UserUttered("stop", message_id="m2"),
        BotUttered("ok"),
        SlotSet("intake", {"collecting": False, "asks": None}),
    ]
    assert [turn.envelope["asks"] for turn in turns_of(events, knowledge, "sorry")] == ["need", None]


def test_nothing_said_yet_is_no_turn(knowledge: Knowledge) -> None:
    assert turns_of([ActionExecuted("action_listen"), BotUttered("hello?")], knowledge, "sorry") == []

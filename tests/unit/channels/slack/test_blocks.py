from __future__ import annotations

import json
from typing import Any

from bot.channels.envelope import empty
from bot.channels.slack.blocks import closed, flat, reply_message
from bot.channels.slack.offer import Offer
from bot.channels.turn import Said
from bot.knowledge import Knowledge
from tests.slack.standin import refused
from tests.slack.visitor import reply_of

OFFER = Offer("T1", "17.1", "slack:C1:17.1")


def buttons(count: int) -> tuple[dict[str, str], ...]:
    return tuple({"title": f"Choice {number}", "payload": f"says {number}"} for number in range(count))


def made(knowledge: Knowledge, *said: Said, sources: tuple[str, ...] = (), **envelope: Any) -> dict[str, Any]:
    cited = [{"title": "t", "section": section, "url": None} for section in sources]
    message = reply_message(said, {**empty("answer"), "sources": cited, **envelope}, OFFER, knowledge, "m1")
    assert refused(message) == ""
    return message


def rows(message: dict[str, Any]) -> list[int]:
    return [len(block["elements"]) for block in message["blocks"] if block["type"] == "actions"]


def test_more_than_five_buttons_stand_in_several_rows(knowledge: Knowledge) -> None:
    message = made(knowledge, Said("which?", buttons(12)))
    assert rows(message) == [5, 5, 2]
    assert [button["title"] for button in buttons(12)] == list(reply_of(message).buttons)


def test_very_many_buttons_are_numbers(knowledge: Knowledge) -> None:
    message = made(knowledge, Said("which?", buttons(26)))
    assert rows(message) == []
    assert "26. Choice 25" in message["blocks"][0]["text"]["text"]


def test_buttons_stand_under_the_text_they_belong_to(knowledge: Knowledge) -> None:
    message = made(knowledge, Said("one", buttons(2)), Said("two", buttons(6)))
    assert [block["type"] for block in message["blocks"]] == ["section", "actions", "section", "actions", "actions"]


def test_long_titles_and_values_are_cut(knowledge: Knowledge) -> None:
    message = made(knowledge, Said("x", ({"title": "t" * 100, "payload": "p" * 3000},)))
    (button,) = message["blocks"][1]["elements"]
    assert button["text"]["text"].endswith("t…")


def test_sources_stand_in_a_context_block_and_not_in_the_text_too(knowledge: Knowledge) -> None:
    cited = knowledge.phrases["source"].format(sections="Tijuana; Conclusion")
    message = made(knowledge, Said(f"It is <near> & dear.\n{cited}"), sources=("Tijuana", "Conclusion"))
    section, context = message["blocks"]
    assert section["text"]["text"] == "It is &lt;near&gt; &amp; dear."
    assert context == {"type": "context", "elements": [{"type": "mrkdwn", "text": cited, "verbatim": True}]}


def test_the_envelope_is_metadata_without_nesting_and_can_be_read_back(knowledge: Knowledge) -> None:
    lead = {"reference": "L-1", "status": "handed_off"}
    message = made(knowledge, Said("hi"), sources=("Tijuana",), asks="email", lead=lead, topics=["hub"])
    payload = message["metadata"]["event_payload"]
    assert all(isinstance(value, str | int) for value in payload.values())
    read_back = reply_of(message).envelope
    assert (read_back["asks"], read_back["lead"], read_back["topics"], read_back["declined"]) == ("email", lead, ["hub"], [])
    assert json.loads(flat({"lead": None})["lead"]) is None  # type: ignore[arg-type]


def test_no_turn_no_envelope(knowledge: Knowledge) -> None:
    message = reply_message((Said("hi"),), None, OFFER, knowledge, "m1")
    assert message["metadata"] == {"event_type": "puente_notice", "event_payload": {"id": "m1"}}


def test_who_cannot_see_buttons_reads_them_as_numbers(knowledge: Knowledge) -> None:
    assert made(knowledge, Said("a & b?", buttons(2)))["text"] == "a &amp; b?\n1. Choice 0\n2. Choice 1"


def test_closed_buttons_leave_a_note_in_their_place(knowledge: Knowledge) -> None:
    message = made(knowledge, Said("one"), Said("two", buttons(6)), sources=("Tijuana",))
    left = closed(message["blocks"], "✓ <Choice>")
    assert [block["type"] for block in left] == ["section", "section", "context", "context"]
    assert left[2]["elements"][0]["text"] == "✓ &lt;Choice&gt;"
    assert len(closed([], "x")) == 1


def test_a_very_long_text_is_several_sections(knowledge: Knowledge) -> None:
    message = made(knowledge, Said("why & how " * 2000))
    assert len(message["blocks"]) > 5

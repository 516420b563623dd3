"""A turn as one Slack message: a section for each text, buttons, the source, and the envelope where nobody sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channels.choices import numbered
from bot.channels.slack.offer import Offer
from bot.channels.slack.text import escaped, pieces
from bot.channels.turn import Button, Said
from bot.knowledge import Knowledge

Block = dict[str, Any]
BUTTONS_IN_A_ROW = 5
MOST_BUTTONS = 25
"""More are numbered in the text instead."""
LONGEST_TITLE = 75
LONGEST_VALUE = 2000
TURN_EVENT = "puente_turn"
NOTICE_EVENT = "puente_notice"


def reply_message(
    said: Sequence[Said], envelope: Mapping[str, Any] | None, offer: Offer, known: Knowledge, mark: str
) -> dict[str, Any]:
    """The arguments of chat.postMessage; no envelope where no turn was taken. Its message is found by `mark` again.

    Notifications and screen readers have its `text`, where buttons are numbers.
    """
    sources = cited(envelope, known)
    texts = [without(each.text, sources) for each in said]
    blocks = list(_rows(said, texts, offer))
    if sources:
        blocks.append({"type": "context", "elements": [mrkdwn(escaped(sources))]})
    return {
        "text": next(pieces("\n".join(numbered(each.text, each.buttons) for each in said))),
        "blocks": blocks,
        "metadata": {
            "event_type": TURN_EVENT if envelope else NOTICE_EVENT,
            "event_payload": {"id": mark, **flat(envelope or {})},
        },
    }


def closed(blocks: Sequence[Mapping[str, Any]], note: str) -> list[Mapping[str, Any]]:
    """A message's blocks without its buttons; `note` stands where the first of them stood."""
    kept = [block for block in blocks if block.get("type") != "actions"]
    first = next((index for index, block in enumerate(blocks) if block.get("type") == "actions"), len(kept))
    remark: Mapping[str, Any] = {"type": "context", "elements": [mrkdwn(escaped(note))]}
    return [*kept[:first], remark, *kept[first:]]


def section(text: str) -> Block:
    """A paragraph of text that is escaped already."""
    return {"type": "section", "text": mrkdwn(text)}


def actions(buttons: Sequence[Button], offer: Offer, count: int = 0) -> Iterator[Block]:
    """Blocks of at most five buttons; `count` is how many the message has already."""
    for start in range(0, len(buttons), BUTTONS_IN_A_ROW):
        row = buttons[start : start + BUTTONS_IN_A_ROW]
        yield {
            "type": "actions",
            "block_id": offer.block_id(count + start),
            "elements": [_button(button, count + start + index) for index, button in enumerate(row)],
        }


def flat(envelope: Mapping[str, Any]) -> dict[str, str | int | bool]:
    """The envelope as Slack's metadata takes it: no nesting; lists, objects and null are JSON text."""
    return {key: value if isinstance(value, str | int) else json.dumps(value) for key, value in envelope.items()}


def mrkdwn(text: str) -> Block:
    """A text object; `verbatim`, for else Slack looks for names and addresses in it and calls "@channel"."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def cited(envelope: Mapping[str, Any] | None, known: Knowledge) -> str:
    """The line that names the turn's sources; empty without any."""
    sections = [source["section"] for source in (envelope or {}).get("sources", ())]
    return known.phrases["source"].format(sections="; ".join(sections)) if sections else ""


def without(text: str, line: str) -> str:
    """The text without this line at its end."""
    return text.removesuffix(line).rstrip() or text if line else text


def _rows(said: Sequence[Said], texts: Sequence[str], offer: Offer) -> Iterator[Block]:
    """Sections and, under each, its buttons."""
    count = 0
    for each, text in zip(said, texts, strict=True):
        fit = len(each.buttons) <= MOST_BUTTONS
        for piece in pieces(text if fit else numbered(text, each.buttons)):
            yield section(piece)
        if fit:
            yield from actions(each.buttons, offer, count)
            count += len(each.buttons)


def _button(button: Button, number: int) -> Block:
    title = button["title"] if len(button["title"]) <= LONGEST_TITLE else button["title"][: LONGEST_TITLE - 1] + "…"
    return {
        "type": "button",
        "action_id": f"choice-{number}",
        "text": {"type": "plain_text", "text": title, "emoji": False},
        "value": button["payload"][:LONGEST_VALUE],
    }

"""Buttons as numbers: "2" picks the second of the choices that stood last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.channels.turn import Button, Turn

NUMBER = re.compile(r"^\s*(?:#|no\.?|option|number|choice)?\s*(?P<number>[1-9]\d?)\s*[.)]?\s*$", re.IGNORECASE)


def is_choice(text: str) -> bool:
    """Whether the text may pick one of several choices."""
    return NUMBER.match(text) is not None


def chosen(text: str, turns: Sequence[Turn]) -> str:
    """The payload of the choice that the text picks, else the text.

    Only the bot's very last message counts: after "How many people?" a "2" is two people, whatever was offered above.
    """
    picked = NUMBER.match(text)
    choices = turns[-1].said[-1].buttons if turns else ()
    if not picked or int(picked["number"]) > len(choices):
        return text
    return choices[int(picked["number"]) - 1]["payload"]


def numbered(text: str, choices: Sequence[Button]) -> str:
    """The text with its choices as a numbered list, for where there are no buttons."""
    return "\n".join([text, *(f"{number}. {choice['title']}" for number, choice in enumerate(choices, 1))])

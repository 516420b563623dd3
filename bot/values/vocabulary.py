"""The pattern files, and what every kind of value asks of the words around it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATTERNS = Path(__file__).parent / "patterns"
BEFORE = 24


@cache
def vocabulary(kind: str) -> dict[str, Any]:
    """The pattern file of this kind."""
    found: dict[str, Any] = yaml.safe_load((PATTERNS / f"{kind}.yml").read_text(encoding="utf-8"))
    return found


@cache
def expression(kind: str, name: str) -> re.Pattern[str]:
    """One expression of a pattern file, case ignored; line breaks in the file stand for nothing."""
    return re.compile(str(vocabulary(kind)[name]).replace("\n", ""), re.IGNORECASE)


def refused(text: str, start: int) -> bool:
    """Whether what starts here is named as the one not meant: "not 5", "instead of March"."""
    return expression("common", "refused").search(text[max(0, start - BEFORE) : start]) is not None


def settled(text: str) -> int:
    """Where that begins which is meant rather than what was said before: after "I mean", "actually"; 0 for all of it."""
    return max((found.end() for found in expression("common", "settled").finditer(text)), default=0)


def without_list_numbers(text: str) -> str:
    """The text with the numbers of its list blanked: "1) need 2) size"."""
    return expression("common", "list_number").sub(lambda match: " " * len(match[0]), text)


def without_questions(text: str) -> str:
    """What a text tells beside what it asks; empty where it only asks."""
    return expression("common", "question").sub(" ", text).strip() if "?" in text else text


def without_fillers(text: str) -> str:
    """The text without "uh", "oh, " and the like at its beginning."""
    return expression("common", "filler").sub("", text)


def is_talk(text: str) -> bool:
    """Whether the whole text only declines, hesitates, greets or asks back, so that it answers nothing."""
    return expression("common", "talk").fullmatch(text.strip()) is not None

"""Finds what a segment may list: "flight time + airlines", "cost, talent and time zones?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span

from bot.nlu.segmentation import has_words, span

# What parts the members of a list. No comma within a number, no slash within a date.
JOINT = re.compile(
    r"\s*(?:(?<!\d),|,(?!\d)|;|(?<!\d)/(?!\d)|\+|&|\s-\s|\b(?:and|plus)\b|(?:^|(?<=\s))\(?\d[.)](?=\s))"
    r"(?:\s*(?:and|plus|also|&)\b)?(?!\s*not\b)\s*",
    re.IGNORECASE,
)
HEADING = re.compile(r"^[^:]*:\s+")
MOST_WORDS = 25
"""A longer segment tells a story."""
MOST_JOINTS = 5
MOST_TRIED = 3
"""With more joints than this only the cut at all of them is tried."""


def divisions(part: Span) -> list[list[Span]]:
    """Ways to read a segment as a list, each two or more parts: cut at every joint, then at each one alone; may be none."""
    if len(part.text.split()) > MOST_WORDS:
        return []
    heading = HEADING.match(part.text)
    begin = heading.end() if heading else 0
    joints = [match.span() for match in JOINT.finditer(part.text, begin)]
    if not 0 < len(joints) <= MOST_JOINTS:
        return []
    alone = [[joint] for joint in joints] if 1 < len(joints) <= MOST_TRIED else []
    found = (list(cut(part, begin, at)) for at in (joints, *alone))
    return [pieces for pieces in found if len(pieces) > 1]


def cut(part: Span, begin: int, joints: list[tuple[int, int]]) -> Iterator[Span]:
    """What stands between these joints, from character `begin` of the segment on."""
    for left, right in [*joints, (len(part.text), len(part.text))]:
        yield from (piece for piece in span(part.doc, part.start_char + begin, part.start_char + left) if has_words(piece))
        begin = right

"""The evaluation questions: `dev` may be looked at, `test` only measured."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
KINDS = ("answer", "hub", "comparison", "two_questions", "follow_up", "declined", "out_of_scope", "chat")


@dataclass(frozen=True)
class Item:
    """One question. Elements of `topics` and `declined` must each be covered; "|" parts fair alternatives."""

    id: str
    kind: str
    text: str
    topics: tuple[str, ...]
    hubs: tuple[str, ...]
    declined: tuple[str, ...]
    before: tuple[str, ...] = ()


def load(half: str) -> list[Item]:
    """The questions of `dev` or `test`."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [item(json.loads(line)) for line in lines]


def item(values: dict[str, object]) -> Item:
    """One line of the file."""
    return Item(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})  # type: ignore[arg-type]

"""What the conversation knows when a message comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class State:
    """What the conversation knows: values by slot, the slot whose question is open, and slots in the order of answering."""

    known: Mapping[str, Any] = field(default_factory=dict)
    asks: str | None = None
    order: tuple[str, ...] = ()
    tries: int = 0
    """Answers in a row to the open question that fitted nothing."""
    handed_over: bool = False

"""What strangers say in openings, answers and letters, and the fields that are stored of it (strangers.yml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.intake.listening import listen
from bot.intake.message import Message
from bot.intake.state import State

TODAY = date(2026, 11, 24)
CASES = yaml.safe_load(Path(__file__).with_name("strangers.yml").read_text(encoding="utf-8"))
ENDS = {
    "team_size": ("team_size_min", "team_size_max"),
    "timeline": ("start_after", "start_before"),
    "budget": ("budget_min", "budget_max", "budget_currency", "budget_period"),
}


def heard(case: dict[str, Any]) -> dict[str, Any]:
    """The facts of a case as the file writes them; the need is known where a later question is open."""
    asks = case.get("asks")
    known = {} if asks in (None, "need") else {"need": "a web shop"}
    text = "\n".join(" ".join(line.split()) for line in case["text"].splitlines() if line.strip())
    message = Message(text, case.get("intent", ""), case.get("confidence", 1.0), case.get("spelt", ""))
    facts = listen(message, State(known, asks, tuple(known)), TODAY).facts
    return {slot: [value[end] for end in ENDS[slot]] if slot in ENDS else value for slot, value in facts.items()}


def agrees(found: Any, wanted: Any) -> bool:
    """Whether a value is the one wanted, but for case; of "~x" it holds x."""
    if not isinstance(wanted, str):
        return bool(found == wanted)
    if wanted.startswith("~"):
        return wanted[1:].casefold() in found.casefold()
    return bool(found.casefold() == wanted.casefold())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('asks')}: {case['text'][:60]}")
def test_what_a_stranger_tells(case: dict[str, Any]) -> None:
    found, missing = heard(case), set(case.get("missing", ()))
    # A slot that is missing is not heard yet: take it out as soon as it is.
    wanted = {slot: value for slot, value in case["facts"].items() if slot not in missing}
    assert set(found) == set(wanted), found
    assert {slot: found[slot] for slot in wanted if not agrees(found[slot], wanted[slot])} == {}


def test_hardly_anything_is_missing() -> None:
    assert len(CASES) >= 400
    assert sum("missing" in case for case in CASES) <= len(CASES) * 0.04

"""Answers in other words than the examples: taken, declined, or left alone (natural_answers.yml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.intake.consent import consents, postpones, wish_beside_yes
from bot.intake.listening import listen
from bot.intake.message import Message
from bot.intake.state import State

TODAY = date(2026, 11, 24)
CASES = yaml.safe_load(Path(__file__).with_name("natural_answers.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['asks']}: {case['text']}")
def test_what_is_made_of_an_answer(case: dict[str, Any]) -> None:
    known = case.get("known", {})
    state = State(known, case["asks"], tuple(known), case.get("tries", 0), case.get("handed_over", False))
    heard = listen(Message(case["text"], case.get("intent", "")), state, TODAY)
    found = (dict(heard.facts), heard.declined, list(heard.removed), heard.reopened)
    assert found == (case.get("facts", {}), case.get("declined", False), case.get("removed", []), case.get("reopened"))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Yes, but don't call before 9", "don't call before 9"),
        ("yes please, and tell them mornings are best", None),
        ("oui yes", None),
        ("yessir", None),
        ("yes, how soon will they write?", None),
        ("Please do.", None),
        ("👍", None),
        ("Yes, that's why I'm here!", None),
    ],
)
def test_a_yes_in_other_words_is_one(text: str, wish: str | None) -> None:
    assert consents(text, taken_for_yes=False) is True
    assert wish is None or wish_beside_yes(text) == wish


@pytest.mark.parametrize(
    "text", ["Yes, but don't pass on my e-mail", "yes but let me change the budget first", "sure, wait a minute"]
)
def test_a_yes_taken_back_decides_nothing(text: str) -> None:
    assert consents(text, taken_for_yes=True) is None
    assert postpones(text)


def test_not_yet_is_no_refusal() -> None:
    assert consents("not yet", taken_for_yes=False) is None
    assert postpones("not yet")
    assert not postpones("no, don't")

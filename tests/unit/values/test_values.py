"""Free text to typed values: the project's own cases, and that no text whatever breaks a parser."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.values.money import parse_money
from bot.values.slots import SLOTS, parse

TODAY = date(2026, 11, 24)
MONEY = [json.loads(line) for line in (Path(__file__).parent / "money_cases.jsonl").read_text(encoding="utf-8").splitlines()]
CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
VOCABULARY = """
    5 20k $ € - to and at least up to in by march q1 early 2027-03-15 a dozen devs people we need the company is 3M CTO of at
    from Guadalajara TJ not instead +52 33 1234 5678 jane@acme.com asap weeks months a month per hour ? , . ( ) 1.5M 30.000
"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join))


@pytest.mark.parametrize("case", MONEY, ids=lambda case: f"{case['text']}-{case['asked']}")
def test_money(case: dict[str, Any]) -> None:
    found = parse_money(case["text"], asked=case["asked"])
    assert (found and [found.min, found.max, found.currency, found.period]) == case["want"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['slot']}-{case['text']}-{case['asked']}")
def test_value(case: dict[str, Any]) -> None:
    assert parse(case["slot"], case["text"], TODAY, asked=case["asked"]) == case["want"]


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("asked", [True, False])
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_no_text_breaks_a_parser(slot: str, asked: bool, text: str) -> None:
    found = parse(slot, text, TODAY, asked=asked)
    for low, high in (("budget_min", "budget_max"), ("team_size_min", "team_size_max"), ("start_after", "start_before")):
        if found and found.get(low) is not None and found.get(high) is not None:
            assert found[low] <= found[high]


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("text", ["5 " * 150, "a month " * 40, "from Acme at " * 25, "early march or " * 20, "$5k - " * 50])
def test_a_long_text_is_read_in_no_time(slot: str, text: str) -> None:
    parse(slot, text[:300], TODAY)
    started = time.perf_counter()
    for _ in range(5):
        parse(slot, text[:300], TODAY, asked=False)
        parse(slot, text[:300], TODAY)
    assert (time.perf_counter() - started) / 10 < 0.05  # 5 ms is the aim; shared machines need room

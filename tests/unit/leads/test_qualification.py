"""Scores and verdicts by the rules in qualification.yml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.leads import Answer, Lead, RulesError
from bot.leads.qualification import Verdict, load_rules, qualify

AT = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
LEAD = replace(
    Lead(**dict.fromkeys(field.name for field in fields(Lead))),
    created_at=AT,
    consent=True,
    email="ana@acme.com",
    need="two Java developers",
)


def said(*slots: str) -> list[Answer]:
    return [Answer(slot, f"my {slot}", "m1", AT, None, "x") for slot in slots]


def judged(answers: Sequence[Answer] = (), **given: Any) -> Verdict:
    return qualify(replace(LEAD, **given), answers or said("need", "team_size", "budget", "job_title", "timeline"), load_rules())


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "nurture"),
        ({"team_size_min": 1, "team_size_max": 1}, "nurture"),
        ({"team_size_min": 2, "team_size_max": 2}, "qualified"),
        ({"team_size_min": 1, "team_size_max": 3}, "qualified"),
        ({"team_size_min": 2, "team_size_max": 2, "consent": None}, "nurture"),
        ({"team_size_min": 2, "team_size_max": 2, "need": None}, "nurture"),
        ({"team_size_min": 2, "team_size_max": 2, "email": None}, "nurture"),
        ({"team_size_min": 2, "team_size_max": 2, "email": None, "phone": "+14155550132"}, "qualified"),
        ({"budget_max": 4999, "budget_currency": "USD", "budget_period": "month"}, "nurture"),
        ({"budget_max": 5000, "budget_currency": "USD", "budget_period": "month"}, "qualified"),
        ({"budget_max": 59000, "budget_currency": "USD", "budget_period": "year"}, "nurture"),
        ({"budget_max": 60000, "budget_currency": "USD", "budget_period": "year"}, "qualified"),
        ({"budget_max": 30000, "budget_currency": "USD", "budget_period": "project"}, "qualified"),
        ({"budget_max": 60000, "budget_currency": "SEK", "budget_period": "month"}, "qualified"),
        ({"budget_max": 40, "budget_currency": "USD", "budget_period": "hour"}, "qualified"),
        ({"budget_max": 120000, "budget_currency": "MXN", "budget_period": "month"}, "qualified"),
        ({"team_size_min": 5, "team_size_max": 5, "need": "hire me, here is my resume"}, "unqualified"),
        ({"team_size_min": 5, "team_size_max": 5, "need": "test test"}, "unqualified"),
        ({"team_size_min": 5, "team_size_max": 5, "reason": "vendor"}, "unqualified"),
    ],
)
def test_who_is_qualified(given: dict[str, Any], status: str) -> None:
    assert judged(**given).status == status


def test_every_point_has_the_visitors_words_and_the_same_lead_scores_the_same() -> None:
    given = {"team_size_min": 5, "team_size_max": 5, "job_title": "CTO", "start_before": date(2027, 1, 31)}
    one, two = judged(**given), judged(**given)
    assert one == two
    assert one.rating == "Hot"
    assert one.score == sum(point.points for point in one.points) == 75
    assert all(point.words.startswith("my ") for point in one.points)


def test_without_words_there_are_no_points() -> None:
    assert judged(said("phone"), team_size_min=5, team_size_max=5).score == 0


def test_rules_that_cannot_be_used_say_why(tmp_path: Path) -> None:
    file = tmp_path / "rules.yml"
    file.write_text("rules: []\n", encoding="utf-8")
    with pytest.raises(RulesError, match="needs exactly the keys"):
        load_rules(file)

"""Scores a lead and judges whether it is qualified, by qualification.yml; the same lead always scores the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.leads.errors import RulesError
from bot.leads.model import Answer, Lead

RULES = Path(__file__).with_name("qualification.yml")
KEYS = {"qualified", "rating", "months", "usd", "rules", "disqualifying"}
RULE_KEYS = {"id", "group", "slot", "points", "measure", "at_least", "at_most", "matches"}
HIGHEST = 100

VerdictStatus = Literal["qualified", "nurture", "unqualified"]


@dataclass(frozen=True)
class Rules:
    """qualification.yml as it was read; its comments say what each key means."""

    qualified: Mapping[str, float]
    rating: Mapping[str, int]
    months: Mapping[str, float]
    usd: Mapping[str, float]
    rules: tuple[Mapping[str, Any], ...]
    disqualifying: Mapping[str, str]


@dataclass(frozen=True)
class Point:
    """Points with the rule that gave them and the visitor's own words that earned them."""

    rule: str
    points: int
    words: str


@dataclass(frozen=True)
class Verdict:
    """`score` is 0 to 100; `reason` is set for an unqualified lead."""

    score: int
    rating: str
    status: VerdictStatus
    reason: str | None
    points: tuple[Point, ...]


@cache
def load_rules(path: Path = RULES) -> Rules:
    """The rules of a file. Raises RulesError naming the file and what is wrong in it."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        if set(found) != KEYS:
            raise RulesError(f"{path.name}: needs exactly the keys {', '.join(sorted(KEYS))}")
        for rule in found["rules"]:
            if unknown := set(rule) - RULE_KEYS:
                raise RulesError(f"{path.name}: rule {rule.get('id')}: unknown key {', '.join(sorted(unknown))}")
            re.compile(rule.get("matches", ""))
        return Rules(**{**found, "rules": tuple(found["rules"])})
    except (OSError, yaml.YAMLError, re.error, TypeError, AttributeError) as error:
        raise RulesError(f"{path.name}: {error}") from error


def qualify(lead: Lead, answers: Sequence[Answer], rules: Rules) -> Verdict:
    """The lead's score, rating and status, with the evidence for each point from its answers."""
    words = {answer.slot: answer.raw for answer in answers if answer.raw}
    best: dict[str, Point] = {}
    for rule in rules.rules:
        point = Point(rule["id"], rule["points"], words.get(rule["slot"], ""))
        known = best.get(rule["group"])
        if point.words and fits(rule, lead, rules) and (known is None or point.points > known.points):
            best[rule["group"]] = point
    score = min(HIGHEST, sum(point.points for point in best.values()))
    reason = lead.reason or disqualified(lead, rules)
    rating = next(name for name, least in sorted(rules.rating.items(), key=lambda item: -item[1]) if score >= least)
    status: VerdictStatus = "unqualified" if reason else "qualified" if is_qualified(lead, rules) else "nurture"
    return Verdict(score, rating, status, reason, tuple(best.values()))


def fits(rule: Mapping[str, Any], lead: Lead, rules: Rules) -> bool:
    """Whether the rule's condition holds for the lead."""
    if "matches" in rule:
        return bool(re.search(rule["matches"], getattr(lead, rule["slot"]) or "", re.IGNORECASE))
    value = measured(rule["measure"], lead, rules)
    return value is not None and rule.get("at_least", 0) <= value <= rule.get("at_most", float("inf"))


def measured(measure: str, lead: Lead, rules: Rules) -> float | None:
    """People, US dollars a month, or days from the lead's making to the last day on which work may start."""
    if measure == "people":
        return lead.team_size_max if lead.team_size_max is not None else lead.team_size_min
    if measure == "usd_a_month":
        amount = lead.budget_max if lead.budget_max is not None else lead.budget_min
        rate = rules.usd.get(lead.budget_currency or "USD")
        # To the cent, so that 60,000 a year is 5,000 a month.
        return None if amount is None or rate is None else round(amount * rate * rules.months[lead.budget_period or "unknown"], 2)
    day = lead.start_before or lead.start_after
    return None if day is None else max(0, (day - lead.created_at.date()).days)


def is_qualified(lead: Lead, rules: Rules) -> bool:
    """Consent, a contact, a need, and a team or budget of some size."""
    people, dollars = measured("people", lead, rules), measured("usd_a_month", lead, rules)
    large = (people or 0) >= rules.qualified["team_size"] or (dollars or 0) >= rules.qualified["budget_usd_a_month"]
    return bool(lead.consent and (lead.email or lead.phone) and lead.need) and large


def disqualified(lead: Lead, rules: Rules) -> str | None:
    """The first reason that the lead's own words give against it."""
    if reason := reason_in(lead.need or "", rules):
        return reason
    others = (reason_in(text, rules) for text in (lead.job_title, lead.company) if text)
    return next((reason for reason in others if reason and reason != "test"), None)


def reason_in(text: str, rules: Rules | None = None) -> str | None:
    """The first reason that these words of a visitor give against them, None where they give none."""
    disqualifying = (rules or load_rules()).disqualifying
    return next((reason for reason, pattern in disqualifying.items() if re.search(pattern, text, re.IGNORECASE)), None)

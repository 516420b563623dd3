"""What a question tells of the deal by the way: "what can I get for $30k a month?", "what would 5 React devs cost?"."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.intake.buying import counted
from bot.intake.clauses import Spoken
from bot.intake.patterns import pattern
from bot.values.slots import parse


def asked_about(said: Spoken, today: date) -> dict[str, Any]:
    """The budget, the team size and its city that the visitor's own questions suppose."""
    found: dict[str, Any] = {}
    for question in said.questions:
        if pattern("own_money").search(question) and (money := parse("budget", question, today, asked=False)):
            found.setdefault("budget", money)
        own_team = pattern("own_team").search(question) and counted(question)
        if own_team and (people := parse("team_size", question, today, asked=False)):
            found.setdefault("team_size", people)
            found |= parse("hub", question, today, asked=False) or {}
    return found

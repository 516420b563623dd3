"""Plays a visitor against the running servers and says what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from bot import leads
from bot.leads.export import record
from tests.conftest import Puente
from tests.conversations.adaptive import Play, Record, Script
from tests.conversations.expectations import differences
from tests.visitor import Visitor


@dataclass(frozen=True)
class Verdict:
    """What went wrong with a visitor, which is nothing where all is right, and what was said."""

    problems: Sequence[str]
    transcript: Sequence[str]
    lead: Record | None


def rows(puente: Puente) -> Sequence[Record]:
    """Every lead as it is exported."""
    return [record(lead) for lead in leads.list_leads(puente.sessions, 10_000)]


def play(puente: Puente, script: Script) -> Play:
    """The visitor's conversation, from its beginning to its end."""
    return Play(Visitor(puente.url), script, lambda: rows(puente)).run()


def judge(puente: Puente, script: Script) -> Verdict:
    """The conversation, and an earlier one of the same visitor where there is one, with the lead they leave."""
    before = play(puente, script["earlier"]) if "earlier" in script else None
    today = datetime.now(timezone.utc).date()
    played = play(puente, script)
    lead = played.lead
    problems = played.problems + differences(script["expected"], lead, today)
    if before and isinstance(script["expected"], Mapping):
        same = lead is not None and before.lead is not None and lead["reference"] == before.lead["reference"]
        if same != (script["earlier"]["reference"] == "same"):
            problems.append(f"the lead's reference should be {script['earlier']['reference']} as the earlier one's")
    return Verdict(problems, played.transcript, lead)

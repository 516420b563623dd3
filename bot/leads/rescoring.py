"""What changed rules would do to the leads there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.leads.qualification import Point, Rules, qualify
from bot.leads.rows import answers_of
from bot.leads.store import Sessions, unit_of_work
from bot.leads.tables import LeadRow, as_lead, leads


@dataclass(frozen=True)
class Change:
    """A lead whose score, rating or qualification differs; `before` and `after` say both in words for the reader."""

    reference: str
    before: str
    after: str
    points: tuple[Point, ...]


def rescore(sessions: Sessions, rules: Rules, *, apply: bool) -> tuple[Change, ...]:
    """The leads with consent that these rules judge otherwise; stored only with `apply`, and never their status."""
    changes = []
    with unit_of_work(sessions) as session:
        for row in session.execute(select(LeadRow).where(leads.c.consent.is_(True)).order_by(leads.c.id)).scalars().all():
            verdict = qualify(as_lead(row), answers_of(session, row), rules)
            qualified = verdict.status == "qualified"
            if (row.score, row.rating, row.qualified) == (verdict.score, verdict.rating, qualified):
                continue
            after = described(verdict.score, verdict.rating, qualified)
            changes.append(Change(row.reference, described(row.score, row.rating, row.qualified), after, verdict.points))
            if apply:
                row.score, row.rating, row.qualified = verdict.score, verdict.rating, qualified
        session.commit()
    return tuple(changes)


def described(score: int | None, rating: str | None, qualified: bool | None) -> str:
    """ "80 Hot, qualified"."""
    return f"{score} {rating}, {'qualified' if qualified else 'not qualified'}"

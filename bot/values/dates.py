"""When work should start, out of a sentence: a span of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.values.calendar_spans import (
    day_in,
    month_in,
    part_of,
    quarter_in,
    season_in,
    weekday_in,
)
from bot.values.number_words import numbers, vocabulary

LATEST_YEARS = 20


@dataclass(frozen=True)
class Span:
    """From `after` to `before`, both included; None leaves that side open. Both None: any time will do."""

    after: date | None
    before: date | None


def parse_timeline(text: str, *, today: date, asked: bool = True) -> Span | None:
    """The days on which work may start, counted from `today`; a vague date is the span it can mean.

    `asked`: the text answers the question for it. Otherwise only a date tied to a start or deadline counts.
    "By March" leaves the beginning open and ends with March 31, "before March" ends with February 28; "as soon
    as possible" is the next two weeks. Days written with slashes are month first, as in the United States,
    unless that is impossible. python-dateutil adds months' lengths (relativedelta) and Easter's date.
    """
    text = text[:2000].lower().replace("\u2019", "'")
    if not asked and (re.search(expression("past"), text) or not re.search(expression("tied"), text)):
        return None
    if re.search(r"\b(?:since|founded in|established in)\b", text):
        return None
    for reader in READERS:
        if (found := reader(text, today)) is not None:
            return found if found.before is None or found.before >= today else None
    return None


@cache
def expression(name: str) -> str:
    """One of the vocabulary's expressions; line breaks stand for nothing."""
    return str(vocabulary("dates")[name]).replace("\n", "")


def relative(text: str, today: date) -> Span | None:
    """ "In six weeks", "in 2-3 months", "within a month", "next quarter", "this month"."""
    units = "|".join(sorted(vocabulary("dates")["units"], key=len, reverse=True))
    match = re.search(rf"\b(next|this|coming|following) (?:calendar )?({units})\b", text)
    if match and "next few" not in text:
        return bounded(text, match.start(), *named_unit(match[1], vocabulary("dates")["units"][match[2]], today))
    for match in re.finditer(rf"(?P<few>{few()})?\s?(?<![\w-])\b(?P<unit>{units})\b", text):
        amounts = quantity(text[: match.start("unit")], match["few"])
        if amounts and re.search(r"\b(?:in|within|next|about|around|start\w*|roughly|maybe|\d|^)\b", text[: match.start("unit")]):
            unit = vocabulary("dates")["units"][match["unit"]]
            low, high = (ahead(today, amount, unit) for amount in amounts)
            if re.search(r"\bago\b|\bper\b|\blong\b|\bduration\b", text[match.end() : match.end() + 12]):
                return None
            return Span(today, high) if re.search(expression("within"), text[: match.start("unit")]) else Span(low, high)
    return None


@cache
def few() -> str:
    """The vague quantities, as one expression."""
    return "|".join(sorted(map(re.escape, vocabulary("dates")["quantities"]), key=len, reverse=True))


def quantity(before: str, vague: str | None) -> tuple[float, float] | None:
    """How many units are meant by what stands before the unit."""
    found = numbers(before[-40:])
    offset = max(0, len(before) - 40)
    if found and not before[found[-1].end + offset :].strip(" -"):
        last = found[-1]
        if len(found) > 1 and re.fullmatch(r"\s*(?:-|\u2013|to|or)\s*", before[found[-2].end + offset : last.start + offset]):
            return (found[-2].value, last.value) if found[-2].value <= last.value else None
        return last.value, last.value
    match = re.search(rf"\b({few()})\s*$", before)
    if match or vague:
        low, high = vocabulary("dates")["quantities"][match[1] if match else vague]
        return low, high
    return None


def ahead(today: date, amount: float, unit: str) -> date:
    """The day so many units from today; at most LATEST_YEARS away."""
    amount = min(amount, LATEST_YEARS * 366)
    if unit in ("days", "weeks"):
        return today + min(timedelta(**{unit: amount}), timedelta(days=LATEST_YEARS * 366))
    months = amount * {"months": 1, "quarters": 3, "years": 12}[unit]
    later: date = today + relativedelta(months=round(min(months, LATEST_YEARS * 12)))
    return later


def named_unit(which: str, unit: str, today: date) -> tuple[date, date]:
    """This or the next week (from Monday), month, quarter or year, from today on."""
    step = 0 if which == "this" else 1
    if unit in ("days", "weeks"):
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return max(first, today), first + timedelta(days=6)
    length = {"months": 1, "quarters": 3, "years": 12}[unit]
    month = 1 if length == 12 else today.month - (today.month - 1) % length
    first = date(today.year, month, 1) + relativedelta(months=step * length)
    first, last = part_of((first, first + relativedelta(months=length, days=-1)), None)
    return max(first, today), last


def feast(text: str, today: date) -> Span | None:
    """Easter, Christmas, the holidays and the new year."""
    if "easter" in text:
        sunday = easter(today.year) if easter(today.year) >= today else easter(today.year + 1)
        return bounded(text, text.index("easter"), sunday, sunday + timedelta(days=1))
    match = re.search(r"christmas|xmas|the holidays|holiday season|new year'?s?\b", text)
    if not match:
        return None
    new_year = date(today.year + 1, 1, 1)
    if match[0].startswith("new year") and not re.search(r"\b(?:by|before|after)\b", text[: match.start()]):
        return Span(new_year, date(new_year.year, 1, 31))
    return bounded(text, match.start(), date(today.year, 12, 24), new_year)


def calendar(text: str, today: date) -> Span | None:
    """A day, month, quarter, half, season or weekday that the text names."""
    for reader in (day_in, quarter_in, month_in, season_in, weekday_in):
        if found := reader(text, today):
            start, first, last = found
            return bounded(text, start, first, last)
    return None


def bounded(text: str, start: int, first: date, last: date) -> Span:
    """The span, or one side of it after "by", "before", "after" and the like."""
    before = text[max(0, start - 24) : start]
    by, since = (list(re.finditer(expression(name), before)) for name in ("by", "from"))
    if re.search(r"\b(?:not|no earlier than) before\s*$|\bnot before\s*$", before):
        return Span(first, None)
    if by and (not since or by[-1].start() > since[-1].start()):
        exclusive = by[-1][0] == "before"
        return Span(None, first - timedelta(days=1) if exclusive else last)
    if since:
        exclusive = since[-1][0] in ("after", "following", "past")
        return Span(last + timedelta(days=1) if exclusive and first != last else last if exclusive else first, None)
    return Span(first, last)


def at_once(text: str, today: date) -> Span | None:
    """ "As soon as possible"."""
    days = int(vocabulary("dates")["now_days"])
    return Span(today, today + timedelta(days=days)) if re.search(expression("now"), text) else None


def any_time(text: str, today: date) -> Span | None:
    """ "No rush"."""
    return Span(None, None) if re.search(expression("open"), text) else None


READERS: tuple[Callable[[str, date], Span | None], ...] = (feast, calendar, relative, at_once, any_time)

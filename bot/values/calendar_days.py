"""Single days and feasts that a text names: where they stand, and the next day that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.values.vocabulary import vocabulary

YEAR = (
    r"(?:,?\s*(?:of\s+|in\s+)?(?:the\s+)?(?:fy\s?'?(?P<fiscal>\d\d|20\d\d)\b|(?P<year>20\d\d)\b|'(?P<short>\d\d)\b"
    r"|(?P<when>next|this|following)\s+year))?"
)
ORDINAL = r"(?:st|nd|rd|th)?"


@dataclass(frozen=True)
class Found:
    """Days the text names, from `start` to `end` in it. A part of a year that is over already lies in the next."""

    start: int
    end: int
    first: date
    last: date


@cache
def months() -> str:
    """The names of the months as alternatives."""
    return "|".join(sorted(vocabulary("dates")["months"], key=len, reverse=True))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The expressions, compiled once."""
    day = rf"(?:the\s+)?(?P<day>\d{{1,2}}){ORDINAL}\b"
    to = rf"(?:\s*(?:-|\u2013|to|and)\s*(?:the\s+)?(?P<to>\d{{1,2}}){ORDINAL}\b)?"
    to += r"(?!\s*(?:people|persons|ppl|dev|k\b|engineer|tester|designer|analyst|agent))(?![:\d])"
    sources = {
        "iso": r"\b(?P<y>20\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
        r"|\b(?P<y2>20\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-3]\d)\b",
        "slashed": r"(?<![\d.])(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<y>(?:20)?\d\d)(?![\d/.-]\d)",
        "month_day": rf"\b(?P<month>{months()})\b\.?,?[\s-]+{day}{to}(?:-(?P<dashed>20\d\d)\b)?{YEAR}",
        "day_month": rf"\b{day}(?:\s*(?:-|\u2013|to|and)\s*(?P<to>\d{{1,2}}){ORDINAL})?[\s-]+(?:of\s+)?"
        rf"(?P<month>{months()})\b\.?(?:-(?P<dashed>20\d\d|\d\d)\b)?{YEAR}",
        "week_of": r"\bweek (?:of|commencing|beginning|starting)\s+(?:on\s+)?(?:the\s+)?$",
        "of_month": r"\b(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)\s+of\s+(?P<which>next|this|the)\s+month\b",
        "number": r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+[a-z])",
    }
    return {name: re.compile(source) for name, source in sources.items()}


def feasts_in(text: str, today: date) -> Iterator[Found]:
    """Easter, Christmas, Thanksgiving and the like: the next ones."""
    words = vocabulary("dates")
    for match in re.finditer(r"\beaster(?: sunday)?\b", text):
        day = next(easter(year) for year in (today.year, today.year + 1) if easter(year) >= today)
        yield Found(match.start(), match.end(), day, day)
    for name, (month, weekday, which) in words["moving_feasts"].items():
        for match in re.finditer(rf"\b{name}\b", text):
            days = (_nth_weekday(year, month, weekday, which) for year in (today.year, today.year + 1))
            day = next(day for day in days if day >= today)
            yield Found(match.start(), match.end(), day, day)
    for name, (month, number, *end) in words["feasts"].items():
        for match in re.finditer(rf"\b(?:{name})\b", text):
            first = date(today.year, month, number)
            first = first if first >= today else first.replace(year=today.year + 1)
            last = date(first.year + (end[0] < month), end[0], end[1]) if end else first
            yield Found(match.start(), match.end(), first, last)


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The `which`-th such weekday of a month, from its end where `which` is negative."""
    first = date(year, month, 1)
    if which < 0:
        last = first + relativedelta(months=1, days=-1)
        return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-which - 1))
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def days_in(text: str, today: date) -> Iterator[Found]:
    """Single days, and days of one month: 2027-03-15, 3/15/2027, March 15, 15-20 March 2027, the week of March 8."""
    patterns = _patterns()
    for match in patterns["iso"].finditer(text):
        year, month, number = (int(match[name] or match[f"{name}2"]) for name in ("y", "m", "d"))
        yield from _day(text, match, year, month, number)
    for match in patterns["slashed"].finditer(text):
        one, two, year = int(match["one"]), int(match["two"]), 2000 + int(match["y"]) % 100
        month_first = match["sep"] != "." and one <= 12
        yield from _day(text, match, year, *((one, two) if month_first else (two, one)))
    for match in (*patterns["month_day"].finditer(text), *patterns["day_month"].finditer(text)):
        yield _named_day(text, match, today)


def _named_day(text: str, match: re.Match[str], today: date) -> Found:
    """A day with its month's name, or several days of one month; the next ones where no year is named."""
    month, number, dashed = vocabulary("dates")["months"][match["month"]], int(match["day"]), match["dashed"]
    year = year_of(match, today) or (2000 + int(dashed) % 100 if dashed else None)
    found = next(_day(text, match, year or today.year, month, number))
    if found.first > found.last:
        return found
    last = int(match["to"] or number)
    through = next(_day(text, match, found.first.year, month, last)) if last > number else found
    shift = relativedelta(years=1 if not year and found.last < today else 0)
    return Found(found.start, found.end, found.first + shift, max(found.last, min(through.last, through.first)) + shift)


def numbered_days_in(text: str, today: date) -> Iterator[Found]:
    """Days without a month: "the 1st of next month", "the 15th" (the next one there is)."""
    for match in (*_patterns()["of_month"].finditer(text), *_patterns()["number"].finditer(text)):
        number, which = int(match["day"]), match.groupdict().get("which")
        months_on = [1] if which == "next" else [0] if which == "this" else [0, 1, 2]
        firsts = [today.replace(day=1) + relativedelta(months=step) for step in months_on]
        for found in (found for first in firsts for found in _day(text, match, first.year, first.month, number)):
            if today <= found.first <= found.last:
                yield found
                break


def _day(text: str, match: re.Match[str], year: int, month: int, number: int) -> Iterator[Found]:
    """The day, if the calendar has it; the week from it where the text says so."""
    try:
        found = date(year, month, number)
    except ValueError:  # February 30 is not February either: its words are taken, but no day is left
        yield Found(match.start(), match.end(), date.max, date.min)
        return
    week = _patterns()["week_of"].search(text[max(0, match.start() - 30) : match.start()])
    yield Found(match.start() - (len(week[0]) if week else 0), match.end(), found, found + timedelta(days=6 if week else 0))


def year_of(match: re.Match[str], today: date) -> int | None:
    """The year that is named with a month or quarter; None when none is."""
    named = match.groupdict()
    digits = named.get("year") or named.get("short") or named.get("fiscal") or named.get("before")
    if digits:
        return 2000 + int(digits) % 100
    return today.year + (named["when"] != "this") if named.get("when") else None

"""Parts of the calendar that a text names: where they stand, and their first and last day, none of it past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from dateutil.relativedelta import relativedelta

from bot.values.calendar_days import YEAR, Found, days_in, feasts_in, months, numbered_days_in, year_of
from bot.values.vocabulary import vocabulary

# "Start in May" has a verb, "start of May" a part.
A_PART = r"(?P<part>(?:early|mid|middle|later?)(?=[\s-])|(?:beginning|start)(?=\s+of\b)|end(?=[\s-](?!in\b)))[\s-]*(?:of|in)?\s*"
PART = rf"(?:{A_PART}(?:the\s+)?)?"
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}
QUARTER = (
    r"(?:(?P<before>20\d\d)[\s-]*)?(?:q\s?(?P<q>[1-4])|h(?P<h>[12])|(?P<q2>[1-4])q|"
    r"(?P<ordinal>1st|2nd|3rd|4th|first|second|third|fourth|last)\s+(?P<unit>quarter|half))\b"
)
# More dates of one kind than a sentence has are read no further.
MOST_SPANS = 12
MONTH_UNITS = {"month": 1, "quarter": 3, "year": 12}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The expressions, compiled once."""
    sources = {
        "month_year": r"\b(?P<y>20\d\d)[-/](?P<m>0?[1-9]|1[0-2])(?![\d/-])"
        r"|(?<![\d/.-])(?P<m2>0?[1-9]|1[0-2])[-/.](?P<y2>20\d\d)\b",
        "month": r"\b(?:(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?P<piece>week|half)\s+(?:of|in)\s+)?"
        rf"{PART}(?P<month>{months()})\b(?!')\.?{YEAR}",
        "quarter": rf"\b{PART}(?:the\s+)?{QUARTER}{YEAR}",
        "unit_part": (
            rf"\b{A_PART}(?:the\s+|this\s+|(?P<next>next\s+))?"
            r"(?:(?P<unit>week|month|quarter|year)\b|(?P<year>20\d\d)\b)"
        ),
        "season": rf"\b{PART}(?:(?P<next>next)\s+|this\s+)?(?P<season>{'|'.join(vocabulary('dates')['seasons'])}|winter)\b{YEAR}",
        "year": r"(?<![\d/.-])(20\d\d)(?![\d/.-])",
        "weekday": rf"\b({'|'.join(vocabulary('dates')['weekdays'])})\b",
    }
    return {name: re.compile(source) for name, source in sources.items()}


def spans_in(text: str, today: date) -> list[Found]:
    """All the parts of the calendar that the text names, in order; what lies within another is left out."""
    found: list[Found] = []
    readers = (feasts_in, days_in, numbered_days_in, _months_named, _quarters, _unit_parts, _month_numbers, _seasons, _weekdays)
    for reader in readers:
        for span in islice(reader(text, today), MOST_SPANS):
            if not any(span.start < other.end and other.start < span.end for other in found):
                found.append(span)
    return sorted((span for span in found if span.first <= span.last), key=lambda span: span.start)


def _span(match: re.Match[str], first: date, months: int, today: date) -> Found:
    """Whole months, or the part of them that is named."""
    span = part_of((first, first + relativedelta(months=months, days=-1)), match.groupdict().get("part"))
    return Found(match.start(), match.end(), *from_today(span, today))


def _month_numbers(text: str, today: date) -> Iterator[Found]:
    """Months in digits: 2027-02, 02/2027."""
    for match in _patterns()["month_year"].finditer(text):
        yield _span(match, date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), 1), 1, today)


def _months_named(text: str, today: date) -> Iterator[Found]:
    """Months, and thirds of them: "March", "mid-April 2027"."""
    for match in _patterns()["month"].finditer(text):
        month = vocabulary("dates")["months"][match["month"]]
        year = year_of(match, today) or (today.year if month >= today.month else today.year + 1)
        first = date(year, month, 1)
        yield _piece(match, first, today) if match["piece"] else _span(match, first, 1, today)


def _piece(match: re.Match[str], first: date, today: date) -> Found:
    """A week or half of a month: "first week of January"."""
    nth, last = ORDINALS[match["nth"]], first + relativedelta(months=1, days=-1)
    if match["piece"] == "half":
        span = (first, first.replace(day=15)) if nth == 1 else (first.replace(day=16), last)
    elif nth:
        span = (first + timedelta(days=7 * nth - 7), first + timedelta(days=7 * nth - 1))
    else:
        span = (last - timedelta(days=6), last)
    return Found(match.start(), match.end(), *from_today(span, today))


def _quarters(text: str, today: date) -> Iterator[Found]:
    """Quarters and halves of a year: "early Q1", "Q2 2027", "H1", "the second half of 2027"."""
    for match in _patterns()["quarter"].finditer(text):
        length = 6 if match["h"] or match["unit"] == "half" else 3
        named = match["q"] or match["q2"] or match["h"] or match["ordinal"]
        number = int(named) if named.isdigit() else ORDINALS[named]
        number = number or 12 // length
        if number * length > 12:
            continue
        year = year_of(match, today)
        first = date(year or today.year, (number - 1) * length + 1, 1)
        over = not year and first + relativedelta(months=length) <= today
        yield _span(match, first + relativedelta(years=1 if over else 0), length, today)


def _unit_parts(text: str, today: date) -> Iterator[Found]:
    """Parts of a year, quarter, month or week: "end of the month", "early next year", "late 2027"; a year ends in December."""
    for match in _patterns()["unit_part"].finditer(text):
        step = 1 if match["next"] else 0
        if match["unit"] == "week":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
            days = ((0, 1), (2, 3), (4, 6))[vocabulary("dates")["parts"].get(match["part"], 2)]
            span = (monday + timedelta(days=days[0]), monday + timedelta(days=days[1]))
            yield Found(match.start(), match.end(), *from_today(span, today))
            continue
        length = MONTH_UNITS[match["unit"] or "year"]
        month = 1 if length == 12 else today.month - (today.month - 1) % length
        year = int(match["year"] or today.year)
        first = date(year, month, 1) + relativedelta(months=step * length)
        if length == 12 and match["part"] == "end":
            yield Found(match.start(), match.end(), *from_today((date(first.year, 12, 1), date(first.year, 12, 31)), today))
        else:
            yield _span(match, first, length, today)


def _seasons(text: str, today: date) -> Iterator[Found]:
    """Seasons of the northern half of the world, and years alone."""
    seasons = vocabulary("dates")["seasons"]
    for match in _patterns()["season"].finditer(text):
        if match["season"] == "winter":
            year = year_of(match, today) or (today.year if today.month > 2 else today.year - 1)
            yield _span(match, date(year, 12, 1), 3, today)
        else:
            low, high = seasons[match["season"]]
            under_way = low <= today.month <= high and match["next"] is not None
            year = year_of(match, today) or (today.year if high >= today.month and not under_way else today.year + 1)
            yield _span(match, date(year, low, 1), high - low + 1, today)
    for match in _patterns()["year"].finditer(text):
        if int(match[1]) >= today.year:
            yield _span(match, date(int(match[1]), 1, 1), 12, today)


def _weekdays(text: str, today: date) -> Iterator[Found]:
    """The next days of these names."""
    days = vocabulary("dates")["weekdays"]
    for match in _patterns()["weekday"].finditer(text):
        found = today + timedelta(days=(days[match[1]] - today.weekday() - 1) % 7 + 1)
        yield Found(match.start(), match.end(), found, found)


def part_of(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    """The early, middle or late third of a span, of whole months where there are three; all of it without a part."""
    if part is None or part == "later":
        return span
    first, last = span
    place = vocabulary("dates")["parts"][part]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months % 3 == 0:
        starts = [first + relativedelta(months=third * months // 3) for third in range(4)]
        return starts[place], starts[place + 1] - timedelta(days=1)
    third = ((last - first).days + 1) // 3
    begin = (first, first + timedelta(days=third), last - timedelta(days=third - 1))
    end = (begin[1] - timedelta(days=1), begin[2] - timedelta(days=1), last)
    return begin[place], end[place]


def from_today(span: tuple[date, date], today: date) -> tuple[date, date]:
    """The span without the days gone by; a span that is over stays as it is."""
    first, last = span
    return (max(first, today) if last >= today else first), last

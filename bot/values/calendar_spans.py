"""Parts of the calendar that a text names: where they stand, and their first and last day, none of it past."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from bot.values.number_words import vocabulary

Found = tuple[int, date, date]
YEAR = r"(?:,?\s*(?:of\s+)?(?P<year>20\d\d))?"
PART = r"(?:(?P<part>early|mid|middle|late|beginning|start|end)(?:[\s-]+(?:of|in)?\s*(?:the\s+)?)?)?"
ORDINAL = r"(?:st|nd|rd|th)?"
ORDINALS = {"f": 1, "1": 1, "s": 2, "2": 2, "t": 3, "3": 3, "4": 4}
QUARTER = r"(?:(?:the )?(?P<ordinal>1st|2nd|3rd|4th|first|second|third) )?(?P<unit>q(?P<q>[1-4])|h(?P<h>[12])|quarter|half)"
YEAR_PART = re.compile(
    r"\b(?P<part>early|beginning|start|middle|mid|late|end)[\s-]*(?:of|in)?\s*(?:the |this )?(?P<when>next year|year|20\d\d)\b"
)
BEFORE_A_MONTH = re.compile(r"\b(?:in|by|before|after|from|until|of|or|since|start(?:ing)?)\s+$|^\W*$")


@cache
def _months() -> str:
    return "|".join(sorted(vocabulary("dates")["months"], key=len, reverse=True))


def day_in(text: str, today: date) -> Found | None:
    """A single day: 2027-03-15, 3/15/2027, March 15, 15 March 2027."""
    if match := re.search(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b", text):
        return _day(match.start(), int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(r"\b(\d{1,2})([/.])(\d{1,2})\2((?:20)?\d\d)\b", text):
        one, two, year = int(match[1]), int(match[3]), 2000 + int(match[4]) % 100
        month_first = match[2] == "/" and one <= 12
        return _day(match.start(), year, *((one, two) if month_first else (two, one)))
    named = rf"(?:{_months()})\.?\s+(?P<day>\d{{1,2}}){ORDINAL}\b(?!\s*(?:people|devs|k\b)){YEAR}"
    match = re.search(rf"\b(?P<month>{_months()})\.?\s+{named.split('s+', 1)[1]}", text)
    match = match or re.search(rf"\b(?P<day>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<month>{_months()})\b\.?{YEAR}", text)
    if not match:
        return None
    month, number = vocabulary("dates")["months"][match["month"]], int(match["day"])
    if match["year"]:
        return _day(match.start(), int(match["year"]), month, number)
    found = _day(match.start(), today.year, month, number)
    return found if found is None or found[1] >= today else _day(match.start(), today.year + 1, month, number)


def _day(start: int, year: int, month: int, number: int) -> Found | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return start, found, found


def month_in(text: str, today: date) -> Found | None:
    """A month, or a third of it: "March", "mid-April 2027", "end of the month", "April or May"."""
    if match := re.search(r"\b(?P<part>end|middle|beginning) of (?:the|this|next) month\b", text):
        first = today.replace(day=1) + relativedelta(months=1 if "next month" in match[0] else 0)
        return match.start(), *from_today(part_of((first, first + relativedelta(months=1, days=-1)), match["part"]), today)
    other = rf"(?:\s*(?:or|to|-|/|and)\s*(?P<other>{_months()})\b)?"
    match = re.search(rf"\b{PART}(?P<month>{_months()})\b(?!')\.?{YEAR}{other}", text)
    if not match or modal(match, text):
        return None
    months = vocabulary("dates")["months"]
    first = _first_of(months[match["month"]], match["year"], today)
    last = first + relativedelta(months=1, days=-1)
    if match["other"]:
        last = first + relativedelta(months=(months[match["other"]] - months[match["month"]]) % 12 + 1, days=-1)
    return match.start(), *from_today(part_of((first, last), match["part"]), today)


def modal(match: re.Match[str], text: str) -> bool:
    """Whether "may" is a verb here."""
    if match["month"] != "may" or match["part"] or match["year"]:
        return False
    return not BEFORE_A_MONTH.search(text[: match.start("month")])


def _first_of(month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), month, 1)
    return date(today.year if month >= today.month else today.year + 1, month, 1)


def quarter_in(text: str, today: date) -> Found | None:
    """A quarter or half of a year: "early Q1", "Q2 2027", "H1", "end of the year"."""
    match = re.search(rf"\b{PART}{QUARTER}\b(?:\s*(?:of)?\s*'?{YEAR})?", text)
    if match and (match["q"] or match["h"] or (match["ordinal"] and "year" in text)):
        number = int(match["q"] or match["h"] or ORDINALS[match["ordinal"][0]])
        length = 6 if match["h"] or match["unit"] == "half" else 3
        if number * length > 12:
            return None
        first = date(int(match["year"] or today.year), (number - 1) * length + 1, 1)
        last = first + relativedelta(months=length, days=-1)
        if not match["year"] and last < today:
            first, last = first + relativedelta(years=1), last + relativedelta(years=1)
        return match.start(), *from_today(part_of((first, last), match["part"]), today)
    return year_part_in(text, today)


def year_part_in(text: str, today: date) -> Found | None:
    """The early, middle or late part of a year; its end is December."""
    match = YEAR_PART.search(text)
    if not match:
        return None
    year = int(match["when"]) if match["when"].isdigit() else today.year + (match["when"] == "next year")
    first, last = part_of((date(year, 1, 1), date(year, 12, 31)), match["part"])
    return match.start(), *from_today((date(year, 12, 1) if match["part"] == "end" else first, last), today)


def season_in(text: str, today: date) -> Found | None:
    """A season of the northern half of the world, or a year alone."""
    seasons = vocabulary("dates")["seasons"]
    match = re.search(rf"\b{PART}(?P<season>{'|'.join(seasons)}|winter)\b{YEAR}", text)
    if match:
        if match["season"] == "winter":
            year = int(match["year"] or (today.year if today.month > 2 else today.year - 1))
            span = (date(year, 12, 1), date(year + 1, 3, 1) - timedelta(days=1))
        else:
            low, high = seasons[match["season"]]
            year = int(match["year"] or (today.year if high >= today.month else today.year + 1))
            span = (date(year, low, 1), date(year, high, 1) + relativedelta(months=1, days=-1))
        return match.start(), *from_today(part_of(span, match["part"]), today)
    match = re.search(r"(?<![\d/.-])(20\d\d)(?![\d/.-])", text)
    if match and int(match[1]) >= today.year:
        return match.start(), *from_today((date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)), today)
    return None


def weekday_in(text: str, today: date) -> Found | None:
    """The next day of this name."""
    days = vocabulary("dates")["weekdays"]
    match = re.search(rf"\b({'|'.join(days)})\b", text)
    if not match:
        return None
    found = today + timedelta(days=(days[match[1]] - today.weekday() - 1) % 7 + 1)
    return match.start(), found, found


def part_of(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    """The early, middle or late third of a span, of whole months where there are three; all of it without a part."""
    if part is None:
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

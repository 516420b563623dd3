"""When work should start, out of a sentence: a span of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache

from dateutil.relativedelta import relativedelta

from bot.values.calendar_days import Found
from bot.values.calendar_spans import MONTH_UNITS, from_today, spans_in
from bot.values.number_words import numbers
from bot.values.vocabulary import expression, refused, settled, vocabulary, without_list_numbers

LONGEST_TEXT = 1000
LATEST_YEARS = 20
NEAR = 24
FRIDAY = 4
DAYS_IN_A_MONTH = 30
LONG_WORD = re.compile(r"\b[jfasond][a-z]{5,9}\b")
LONG_MONTHS = ("january", "february", "august", "september", "october", "november", "december")
SENTENCE_END = re.compile(r"(?:(?<=[a-z)][.!?])|(?<=\d{4}[.!?]))\s+")
MOST_LETTERS_OFF = 2
CLOSE = 0.83


@dataclass(frozen=True)
class Span:
    """From `after` to `before`, both included; None leaves that side open. Both None: any time will do."""

    after: date | None
    before: date | None


def parse_timeline(text: str, *, today: date, asked: bool = True) -> Span | None:
    """The days on which work may start, counted from `today`; a vague date is the span it can mean.

    `asked`: the text answers the question for it. Otherwise only a date tied to a start or deadline counts.
    "By March" leaves the beginning open and ends with March 31, "before March" ends with February 28, "after
    March" begins with April 1; "as soon as possible" is the next two weeks. Days written with slashes are month
    first, as in the United States, unless that is impossible. python-dateutil adds months' lengths
    (relativedelta) and Easter's date.
    """
    text = without_list_numbers(" ".join(text[:LONGEST_TEXT].lower().replace("\u2019", "'").split()))
    if not asked and expression("dates", "past").search(text):
        # A letter tells of the past in one sentence and of the start in another.
        told = [part for part in SENTENCE_END.split(text) if not expression("dates", "past").search(part)]
        spans = (parse_timeline(part, today=today, asked=False) for part in told if part != text)
        return next((span for span in spans if span), None)
    if not asked and not expression("dates", "tied").search(text):
        return None
    text = with_months_spelt(text)
    for name in ("gone", "no_month"):
        text = expression("dates", name).sub(lambda match: " " * len(match[0]), text)
    for pattern, meant in _same_as():
        text = pattern.sub(meant, text)
    for reader in READERS:
        if (found := reader(text, today)) is not None:
            return found if found.before is None or found.before >= today else None
    return None


@lru_cache(maxsize=64)
def with_months_spelt(text: str) -> str:
    """The text with misspelt names of months put right: "febuary"."""
    return LONG_WORD.sub(lambda match: _month_meant(match[0]), text)


@lru_cache(maxsize=1024)
def _month_meant(word: str) -> str:
    """The month that a word is nearly the name of, with the same first letter; else the word."""
    if word in vocabulary("dates")["months"]:
        return word
    names = [name for name in LONG_MONTHS if name[0] == word[0] and abs(len(name) - len(word)) <= MOST_LETTERS_OFF]
    close = get_close_matches(word, names, 1, CLOSE)
    return close[0] if close else word


@cache
def _same_as() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(said), meant) for said, meant in vocabulary("dates")["same_as"].items())


def calendar(text: str, today: date) -> Span | None:
    """Days, months, quarters, seasons or feasts that the text names, from the first to the last where two are joined."""
    found = [span for span in spans_in(text, today) if not is_refused(text, span.start)]
    found = [span for span in found if span.start >= settled(text)] or found
    if not found:
        return None
    first, last = found[0], found[0].last
    if len(found) > 1 and expression("dates", "joint").fullmatch(text[first.end : found[1].start]):
        first, last = joined(first, found[1])
    start, end = first.start, found[1].end if last != first.last and len(found) > 1 else first.end
    return bounded(text, start, end, first.first, last, both_ends=last != first.last)


def is_refused(text: str, start: int) -> bool:
    """Whether the date is the one not meant; "not before May" means May."""
    return refused(text, start) and not expression("dates", "not_before").search(text[max(0, start - NEAR) : start])


def joined(low: Found, high: Found) -> tuple[Found, date]:
    """Both ends of a range; where the second names the year ("Q1/Q2 2027"), the first lies before it."""
    years = relativedelta(years=1)
    if high.first < low.first and low.last + years < high.first + 2 * years:
        high = Found(high.start, high.end, high.first + years, high.last + years)
    return low, max(low.last, high.last)


def bounded(text: str, start: int, end: int, first: date, last: date, *, both_ends: bool = False) -> Span:
    """The span, or one side of it after "by", "before", "after" and the like.

    `both_ends`: both were named, so that "from March" until May leaves none open.
    """
    before, after = re.split(r"[,;.]", text[max(0, start - NEAR) : start])[-1], text[end : end + NEAR]
    by, since = (list(expression("dates", name).finditer(before)) for name in ("by", "from"))
    if expression("dates", "not_before").search(before) or expression("dates", "onwards").match(after):
        return Span(first, None)
    if by and (not since or by[-1].start() > since[-1].start()):
        # "Before the end of June" is June all the same.
        exclusive = by[-1][0].startswith(("before", "prior", "ahead")) and not text[start:end].startswith("end")
        return Span(None, first - timedelta(days=1) if exclusive else last)
    if since and not both_ends:
        exclusive = since[-1][0] in ("after", "following", "past", "beyond")
        return Span(last + timedelta(days=1) if exclusive else first, None)
    return Span(None, last) if expression("dates", "not_after").match(after) else Span(first, last)


def this_day(text: str, today: date) -> Span | None:
    """Today, tomorrow, the day after tomorrow."""
    match = re.search(r"\b(?:(the )?day after )?tomorrow\b|\b(?<!from )today\b", text)
    if not match:
        return None
    day = today + timedelta(days=0 if "today" in match[0] else 2 if "after" in match[0] else 1)
    return bounded(text, match.start(), match.end(), day, day)


def relative(text: str, today: date) -> Span | None:
    """ "In six weeks", "in 2-3 months", "within a month", "next quarter", "this month"."""
    known = vocabulary("dates")["units"]
    units = "|".join(sorted(known, key=len, reverse=True))
    for match in re.finditer(rf"\b(next|this|coming|following) (?:calendar )?({units})\b", text):
        if is_refused(text, match.start()):
            continue
        return bounded(text, match.start(), match.end(), *named_unit(match[1], known[match[2]], today))
    for match in re.finditer(rf"(?P<few>{few()})?\s?(?<![\w-])\b(?P<unit>{units})\b", text):
        before, after = text[: match.start("unit")], text[match.end() : match.end() + 12]
        amounts = quantity(before, match["few"])
        if amounts is None or expression("dates", "priced").search(before) or not expression("dates", "ahead").search(before):
            continue
        if re.search(r"\bago\b|\bper\b|\blong\b|\bduration\b", after):
            return None
        low, high = (ahead(today, amount, known[match["unit"]]) for amount in amounts)
        return Span(today, high) if expression("dates", "within").search(before[-NEAR * 2 :]) else Span(low, high)
    return None


@cache
def few() -> str:
    """The vague quantities, as one expression."""
    return "|".join(sorted(map(re.escape, vocabulary("dates")["quantities"]), key=len, reverse=True))


def quantity(before: str, vague: str | None) -> tuple[float, float] | None:
    """How many units are meant by what stands before the unit."""
    before = before[-40:]
    found = numbers(before)
    if found and not before[found[-1].end :].strip(" -"):
        last = found[-1]
        if len(found) > 1 and re.fullmatch(r"\s*(?:-|\u2013|to|or|and)\s*", before[found[-2].end : last.start]):
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
    if unit == "workdays":
        weeks, days = divmod(round(amount), 5)
        later = today + timedelta(weeks=weeks)
        return later + timedelta(days=days + (2 if later.weekday() + days > FRIDAY else 0))
    if unit in ("days", "weeks"):
        return today + min(timedelta(**{unit: amount}), timedelta(days=LATEST_YEARS * 366))
    months = min(amount * {"months": 1, "quarters": 3, "years": 12}[unit], LATEST_YEARS * 12)
    later = today + relativedelta(months=int(months), days=round(months % 1 * DAYS_IN_A_MONTH))
    return later


def named_unit(which: str, unit: str, today: date) -> tuple[date, date]:
    """This or the next week (from Monday), month, quarter or year, from today on."""
    step = 0 if which == "this" else 1
    if unit in ("days", "weeks", "workdays"):
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return max(first, today), first + timedelta(days=6)
    length = MONTH_UNITS[unit.removesuffix("s")]
    month = 1 if length == 12 else today.month - (today.month - 1) % length
    first = date(today.year, month, 1) + relativedelta(months=step * length)
    return from_today((first, first + relativedelta(months=length, days=-1)), today)


def new_year(text: str, today: date) -> Span | None:
    """The new year: its first month, unless something is to be before or after it."""
    match = re.search(r"\bnew year'?s?\b(?! of)", text)
    if not match:
        return None
    first = date(today.year + 1, 1, 1)
    span = bounded(text, match.start(), match.end(), first, first)
    return Span(first, date(first.year, 1, 31)) if span == Span(first, first) else span


def at_once(text: str, today: date) -> Span | None:
    """ "As soon as possible"."""
    days = int(vocabulary("dates")["now_days"])
    return Span(today, today + timedelta(days=days)) if expression("dates", "now").search(text) else None


def any_time(text: str, today: date) -> Span | None:
    """ "No rush"."""
    return Span(None, None) if expression("dates", "open").search(text) else None


READERS: tuple[Callable[[str, date], Span | None], ...] = (calendar, new_year, this_day, relative, any_time, at_once)

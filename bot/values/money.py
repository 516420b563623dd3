"""An amount of money out of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.values.number_words import LARGEST, Number, numbers, vocabulary

JOINT = re.compile(
    r"\s*(?:-|\u2013|\u2014|to|and|or|y|a|up to)\s*(?:[a-z]{0,3}[$\u20ac\u00a3]|usd|eur|mxn|gbp)?\s*", re.IGNORECASE
)
NEAR = 24
BEFORE = 40
SHORTEST_LOOSE = 1000
PHONE_OR_DATE = re.compile(r"\d[\d\s().-]{8,}\d|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\S+@\S+")

AMOUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{2})?|\d[\d.,\s]*\s?(?:-|\u2013)\s?\d[\d.,\s]*")
LOCAL_PHONE = re.compile(r"\d{3}[-.\s]\d{4}")


@dataclass(frozen=True)
class Money:
    """Whole units of an ISO 4217 currency; a bound that was not named is None.

    `period` is month, year, hour or project, None where nothing was said.
    """

    min: int | None
    max: int | None
    currency: str
    period: str | None


def parse_money(text: str, *, asked: bool = True) -> Money | None:
    """The budget a visitor names; US dollars where no currency is named.

    `asked`: the text answers the question for the budget, so that a bare "20k" is one. Otherwise only an amount
    with a currency or a word like "budget", which is not said of revenue, funding or salaries.
    """
    text = without_other_digits(text[:2000].lower())
    words = vocabulary("money")
    if asked and re.search(words["none"], text) and not numbers(text):
        return None
    if not asked and not speaks_of_spending(text):
        return None
    if vague := in_figures(text):
        return Money(*vague, currency_in(text) or "USD", period_in(text))
    found = [number for number in numbers(text) if is_amount(text, number, asked)]
    return amount(text, found) if found else None


def without_other_digits(text: str) -> str:
    """The text with phone numbers, dates and addresses blanked, unless they are amounts with separators."""

    def blank(match: re.Match[str]) -> str:
        found = match[0].strip()
        is_amount = AMOUNT.fullmatch(found) and "@" not in found and not LOCAL_PHONE.search(found)
        return match[0] if is_amount else " " * len(match[0])

    return PHONE_OR_DATE.sub(blank, text)


def speaks_of_spending(text: str) -> bool:
    """Whether a text nobody asked for is about money for us."""
    words = vocabulary("money")
    if re.search(words["other_money"], text):
        return False
    scaled = any(number.scaled and period_in(text[number.end : number.end + NEAR]) for number in numbers(text))
    return bool(re.search(words["spending"], text)) or currency_in(text) is not None or scaled


def in_figures(text: str) -> tuple[int, int] | None:
    """ "Mid six figures" as a span; low, mid and high are its thirds."""
    found = re.search(r"(?:(low|mid|high)[- ]?(?:to[- ]\w+[- ])?)?\b(five|six|seven|5|6|7)[- ]figures?\b", text)
    if not found:
        return None
    low, high = (int(bound) for bound in vocabulary("money")["figures"][found[2]])
    third = (high - low + 1) // 3
    spans: dict[str, tuple[int, int]] = {
        "low": (low, low + third - 1),
        "mid": (low + third, low + 2 * third - 1),
        "high": (low + 2 * third, high),
    }
    return spans.get(found[1] or "", (low, high))


def is_amount(text: str, number: Number, asked: bool) -> bool:
    """Whether this number is money: not a count or a date, and in a text nobody asked for with a sign of money."""
    if number.value < 1 or re.search(r"(?:^|[^\dkm\s])\s*[-\u2212]\s?[$\u20ac\u00a3]?$", text[: number.start]):
        return False
    if re.match(vocabulary("money")["not_money_after"], text[number.end :]):
        return False
    if re.search(r"\b(?:since|in|by)\s$", text[: number.start]) and 1900 < number.value < 2100:
        return False
    if asked:
        return True
    around = text[max(0, number.start - NEAR // 4) : number.end + NEAR // 2]
    budget = re.search(vocabulary("money")["spending"], text[max(0, number.start - BEFORE) : number.end + NEAR])
    loose = number.scaled or number.value >= SHORTEST_LOOSE or period_in(text[number.end : number.end + NEAR])
    priced = number.scaled and period_in(text[number.end : number.end + NEAR]) is not None
    return currency_in(around) is not None or priced or bool(budget and loose)


def amount(text: str, found: list[Number]) -> Money | None:
    """The first amount, or the range of the first two."""
    first = strongest(text, found)
    later = [number for number in found if number.start >= first.end]
    currency, period = currency_in(text) or "USD", period_in(text)
    if later and JOINT.fullmatch(strip_signs(text[first.end : later[0].start])):
        low, high = first.value, later[0].value
        if later[0].scaled and not first.scaled and low < high / 1000 * 10 and low < 1000:
            low *= scale_of(later[0])
        if low <= high <= LARGEST:
            return Money(round(low), round(high), currency, period)
    value = round(first.value)
    words = vocabulary("money")
    before = text[max(0, first.start - BEFORE) : first.start]
    after = text[first.end : first.end + NEAR]
    sign = r"(?:[^\w]|us|usd|mxn|eur|gbp|cad|aud|about|around|roughly|of|a|is|c|mx)*"
    most_before = rf"(?<!no )(?<!not )(?:{words['at_most']})\s*{sign}$"
    if re.search(most_before, before) or re.match(rf"{sign}\W*(?:{words['at_most_after']})", after):
        return Money(None, value, currency, period)
    if re.search(rf"\b(?:{words['at_least']})\s*{sign}$", before) or re.match(rf"\s*(?:{words['at_least_after']})", after):
        return Money(value, None, currency, period)
    return Money(value, value, currency, period)


def strongest(text: str, found: list[Number]) -> Number:
    """The number that begins the amount: the first with a currency at its side, else the first with a scale, else the first."""
    signed = [n for n in found if currency_in(text[max(0, n.start - 4) : n.start]) or currency_in(text[n.end : n.end + 5])]
    scaled = [number for number in found if number.scaled]
    best = (signed or scaled or found)[0]
    place = found.index(best)
    if place and JOINT.fullmatch(strip_signs(text[found[place - 1].end : best.start])):
        return found[place - 1]  # "15 and 20 grand"
    return best


def strip_signs(text: str) -> str:
    """What stands between two numbers, without the signs and periods of the first."""
    return re.sub(r"^\s*(?:usd|eur|mxn|gbp|dollars?|euros?|pesos?|[$\u20ac\u00a3])", "", text)


def scale_of(number: Number) -> float:
    """What the word after a number multiplied it by, by its size."""
    return 1_000_000 if number.value >= 1_000_000 else 1000


@cache
def _currencies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = vocabulary("money")["currencies"]
    order = [code for code in named if code != "USD"] + ["USD"]
    return tuple((code, re.compile(rf"(?<![a-z])(?:{named[code]})(?![a-z])")) for code in order)


def currency_in(text: str) -> str | None:
    """The currency the text names."""
    return next((code for code, pattern in _currencies() if pattern.search(text)), None)


def period_in(text: str) -> str | None:
    """What the amount is for: month, year, hour or project."""
    periods = vocabulary("money")["period"]
    return next((period for period in ("hour", "month", "year", "project") if re.search(periods[period], text)), None)

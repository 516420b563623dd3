"""An amount of money out of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.values.currencies import any_currency, currency_in
from bot.values.number_words import LARGEST, Number, numbers
from bot.values.vocabulary import expression, refused, settled, vocabulary, without_list_numbers

LONGEST_TEXT = 1000
NEAR = 24
BEFORE = 40
SHORTEST_LOOSE = 1000
PHONE_OR_DATE = re.compile(r"\+?\d[\d\s().-]{8,}\d|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|[^\s@]{1,64}@\S+")
AMOUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{2})?|\d[\d.,\s]*\s?(?:-|\u2013|\.{2,3})\s?\d[\d.,\s]*")
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
    text = without_other_digits(without_list_numbers(" ".join(text[:LONGEST_TEXT].lower().replace("\u2019", "'").split())))
    text = expression("money", "glued").sub(r"\1 ", text)
    if asked and expression("money", "none").search(text) and not numbers(text):
        return None
    if expression("money", "unclear").search(text) and currency_in(text) in (None, "USD"):
        return None
    text = without_others_money(text)
    if expression("money", "long_gone").search(text):
        return None
    if not asked and not speaks_of_spending(text):
        return None
    if vague := in_figures(text) or several(text):
        return Money(*vague, currency_in(text) or "USD", period_in(text))
    found = [number for number in numbers(text) if is_amount(text, number, asked)]
    meant = [number for number in found if not refused(text, number.start)]
    last = [number for number in meant if number.start >= settled(text)]
    return amount(text, last or meant) if meant else None


def without_other_digits(text: str) -> str:
    """The text with phone numbers, dates and addresses blanked, unless they are amounts with separators."""

    def blank(match: re.Match[str]) -> str:
        found = match[0].strip()
        is_amount = AMOUNT.fullmatch(found) and "@" not in found and not LOCAL_PHONE.search(found)
        return match[0] if is_amount else " " * len(match[0])

    return PHONE_OR_DATE.sub(blank, text)


def without_others_money(text: str) -> str:
    """The text with the clauses blanked that speak of money not meant for us, where another clause has an amount."""
    clauses = re.split(r"((?<!\d)[,;.]\s|[;]|(?<=\d)[,.]\s(?=[a-z])|\b(?:but|so|now)\b)", text)
    others = [bool(clause) and not is_for_us(clause) for clause in clauses]
    if not any(others) or not any(numbers(clause) for clause, other in zip(clauses, others, strict=True) if not other):
        return text
    return "".join(" " * len(clause) if other else clause for clause, other in zip(clauses, others, strict=True))


def is_for_us(clause: str) -> bool:
    """Whether the clause speaks neither of a company's money nor of what was paid before."""
    return not any(expression("money", name).search(clause) for name in ("other_money", "past_money"))


def speaks_of_spending(text: str) -> bool:
    """Whether a text nobody asked for is about money for us."""
    if not is_for_us(text):
        return False
    scaled = any(number.scaled and period_in(text[number.end : number.end + NEAR]) for number in numbers(text))
    return bool(expression("money", "spending").search(text)) or currency_in(text) is not None or scaled


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


def several(text: str) -> tuple[int, int] | None:
    """ "A few hundred thousand" as a span."""
    for number in numbers(text):
        words = re.search(r"\b(few|several)\s+$", text[: number.start])
        if words and number.in_words and number.value > 1:
            low, high = vocabulary("money")["vague"][words[1]]
            return round(low * number.value), round(high * number.value)
    return None


def is_amount(text: str, number: Number, asked: bool) -> bool:
    """Whether this number is money: not a count or a date, and in a text nobody asked for with a sign of money."""
    before, after = text[max(0, number.start - BEFORE) : number.start], text[number.end : number.end + NEAR]
    if number.value < 1 or expression("money", "not_money_after").match(after):
        return False
    if re.search(r"\b(?:since|in|by)\s$", before) and 1900 < number.value < 2100 and not number.scaled:
        return False
    if re.search(vocabulary("money")["not_money_before"], before):
        return False
    has_currency = currency_in(text, number.start - NEAR // 4, number.end + NEAR // 2) is not None
    has_period = period_in(after) is not None
    if asked:
        bare = not (number.scaled or has_currency or has_period or number.value >= vocabulary("money")["least_bare"])
        return not bare or begins_range(text, number)
    spent = expression("money", "spending").search(before + text[number.start : number.end] + after)
    loose = number.scaled or number.value >= SHORTEST_LOOSE or has_period
    return has_currency or (number.scaled and has_period) or bool(spent and loose) or begins_range(text, number)


def begins_range(text: str, number: Number) -> bool:
    """Whether a number too small for money alone is the lower end of a range: 15 in "15 to 20k"."""
    after = text[number.end : number.end + 2 * NEAR]
    later = next(iter(numbers(after)), None)
    if later is None or not is_joint(after[: later.start]):
        return False
    near = after[later.start :]
    return later.scaled or currency_in(near) is not None or period_in(near) is not None


def amount(text: str, found: list[Number]) -> Money | None:
    """The first amount, or the range of the first two."""
    first = strongest(text, found)
    later = next((number for number in found if number.start >= first.end), None)
    last = later if later and is_joint(text[first.end : later.start]) else None
    currency = currency_of(text, first, last or first)
    if last:
        low, high = first.value, last.value
        if not first.scaled and low < 1000 and low < high / 1000 * 10 and (last.scaled or high % 1000 == 0):
            low *= scale_of(last)  # "15 to 20k", "20-25,000"
        if low <= high <= LARGEST:
            return Money(round(low), round(high), currency, period_in(text))
    return Money(*bounds(text, first), currency, period_in(text))


@cache
def _bounds() -> dict[str, re.Pattern[str]]:
    """What before or after an amount makes a bound of it."""
    words = vocabulary("money")
    sign = rf"(?:[^\w<>≤≥]|(?:{any_currency()})|\b(?:about|around|roughly|approximately|say|of|a|at|is|be|are|it)\b)*"
    return {
        "unit": re.compile(rf"(?:(?:{any_currency()})|(?:{words['period']['month']}|{words['period']['year']})|\s)*"),
        "at_most": re.compile(rf"(?<![a-z])(?<!no )(?<!not )(?:{words['at_most']})\s*{sign}$"),
        "at_least": re.compile(rf"(?<![a-z])(?:{words['at_least']})\s*{sign}$"),
        "at_most_after": re.compile(rf"[\s,(.]*(?:{words['at_most_after']})"),
        "at_least_after": re.compile(rf"\s?\+|[\s,(]*(?:{words['at_least_after']})"),
    }


def bounds(text: str, number: Number) -> tuple[int | None, int | None]:
    """The least and the most that this one amount stands for."""
    value, words = round(number.value), _bounds()
    before, after = text[max(0, number.start - BEFORE) : number.start], text[number.end : number.end + BEFORE]
    unit = words["unit"].match(after)
    after = after[unit.end() if unit else 0 :]
    if words["at_most"].search(before) or words["at_most_after"].match(after):
        return None, value
    return (value, None) if words["at_least"].search(before) or words["at_least_after"].match(after) else (value, value)


def strongest(text: str, found: list[Number]) -> Number:
    """The number that begins the amount: the first with a currency at its side, else the first with a scale, else the first."""
    signed = [n for n in found if currency_in(text, n.start - 4, n.start) or currency_in(text, n.end, n.end + 5)]
    scaled = [number for number in found if number.scaled]
    best = (signed or scaled or found)[0]
    place = found.index(best)
    if place and is_joint(text[found[place - 1].end : best.start]):
        return found[place - 1]  # "15 and 20 grand"
    return best


@cache
def _joint() -> re.Pattern[str]:
    words = vocabulary("money")
    sign = rf"(?:{any_currency()}|\b(?:about|around|maybe)\b)?\s?"
    per = rf"(?:{words['period']['month']}|{words['period']['year']}|{words['period']['hour']})?"
    return re.compile(rf"\s?{sign}{per}\s?(?:{words['joint']}|{words['stretch']})\s?{sign}")


def is_joint(between: str) -> bool:
    """Whether what stands between two amounts makes a range of them."""
    return len(between) <= BEFORE and _joint().fullmatch(between) is not None


def scale_of(number: Number) -> float:
    """What the word after a number multiplied it by, by its size."""
    return 1_000_000 if number.value >= 1_000_000 else 1000


def currency_of(text: str, first: Number, last: Number) -> str:
    """The currency at the side of an amount, else any that the text names, else US dollars."""
    return currency_in(text, first.start - 6, last.end + NEAR // 2) or currency_in(text) or "USD"


@cache
def _periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = vocabulary("money")["period"]
    return tuple((period, re.compile(named[period])) for period in ("hour", "month", "year", "project"))


def period_in(text: str) -> str | None:
    """What the amount is for: month, year, hour or project."""
    return next((period for period, pattern in _periods() if pattern.search(text)), None)

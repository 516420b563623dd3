"""Numbers in a text, in digits and in English words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.values.vocabulary import vocabulary

LONGEST_TEXT = 1000
LARGEST = 10**12
MOST_DIGITS = 15
# More numbers than a sentence has are read no further.
MOST_NUMBERS = 24
# "Millón", "milhões": letter for letter, so that places stay true.
PLAIN_LETTERS = str.maketrans("áãêíóõúñ", "aaeiooun")
WORDS = ("ones", "teens", "tens", "groups", "parts", "multipliers", "scales")


@dataclass(frozen=True)
class Number:
    """A number, and where it stands; `scaled` when a word or letter multiplied it ("20k", "five grand")."""

    value: float
    start: int
    end: int
    scaled: bool = False
    in_words: bool = False


def one_of(*kinds: str) -> str:
    """The words of these tables of the pattern file, as alternatives."""
    words = (word for kind in kinds for word in vocabulary("numbers")[kind])
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _expression() -> re.Pattern[str]:
    """Digits or words, each with what multiplies them; every part has an end of its own, so nothing is tried twice."""
    small = rf"(?:(?:{one_of('tens')})(?:[\s-](?:{one_of('ones')}))?|{one_of('teens', 'ones')})"
    times = rf"(?:{one_of('multipliers')})"
    scale = rf"(?:{one_of('scales')})"
    long_scale = rf"(?:{'|'.join(word for word in one_of('scales').split('|') if len(word) > 1)})"
    half = r"(?:\sand\sa\shalf)"
    digits = r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+(?:[.,]\d+)?"
    after_hundred = rf"(?:\s(?:and\s)?{small})?"
    head = (
        rf"(?:{small}(?:\spoint\s(?:{one_of('ones')}))?{half}?|(?:three[\s-]|a\s)?quarters?(?:\sof)?(?:\sa)?|(?:a\s)?half(?:[\s-]an?)?"
        rf"|(?:a\s)?(?:couple|pair)(?:\sof)?|an?)"
    )
    first_letters = "".join(sorted({word[0] for kind in WORDS for word in vocabulary("numbers")[kind]} | {"a"}))
    words = (
        rf"(?:{head}[\s-])?{times}(?:\sof)?{after_hundred}(?:\s{scale}\b)?(?:{half}(?:\s{scale}\b)?)?"
        rf"|{head}[\s-]{long_scale}{half}?(?:\s{small}\shundred{after_hundred})?"
        rf"|{small}{half}(?=\s(?:day|week|month|year|hour))|{small}\s(?:k|m)|(?:a\s)?(?:couple|pair)(?:\sof)?|a\ssingle|{small}|(?:(?<=few\s)|(?<=several\s)){long_scale}|millions?"
    )
    suffix = "|".join(sorted(vocabulary("numbers")["suffixes"], key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![\w.,])|(?<=\.\.))(?:(?P<digits>{digits})"
        rf"(?:(?P<suffix>{suffix})(?![a-z])|(?P<more>{half}?(?:\s{times})?(?:[\s-]?{scale}\b)?))?"
        rf"|(?P<words>(?=[{first_letters}])(?:{words}))\b)",
        re.IGNORECASE,
    )


def numbers(text: str) -> list[Number]:
    """The numbers in the text, in order, at most 24; none is negative and none above 10**12."""
    text = text[:LONGEST_TEXT].lower().translate(PLAIN_LETTERS)
    found = []
    for match in islice(_expression().finditer(text), MOST_NUMBERS):
        multiplier = (match["suffix"] or match["more"] or "").strip(" -")
        first = _from_digits(match["digits"], multiplier) if match["digits"] else None
        if match["digits"] and first is None:
            continue
        value = _product(re.findall(r"[a-z]+", multiplier or match["words"] or ""), first, text[match.end() :])
        if 0 <= value <= LARGEST:
            scaled = any(word in vocabulary("numbers")["scales"] for word in re.findall(r"[a-z]+", match[0]))
            end = match.end() - (len(match[0]) - len(match[0].rstrip()))
            found.append(Number(value, match.start(), end, scaled or bool(match["suffix"]), match["digits"] is None))
    return found


def _from_digits(text: str, multiplier: str = "") -> float | None:
    """Digits with separators: three digits after the only separator are thousands, fewer are decimals.

    Before "million" and the like a point is decimal, whatever follows it: 1.125M.
    """
    text = re.sub(r"['\u2019 \u00a0\u202f]", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return float(text) if len(text) <= MOST_DIGITS else None
    whole, decimals = text[:last], text[last + 1 :]
    pointed = multiplier and text.count(".") == 1 and "," not in text
    if len(decimals) == 3 and whole.lstrip("0") and not pointed:
        whole, decimals = whole + decimals, "0"
    whole = whole.replace(".", "").replace(",", "")
    return float(f"{whole or '0'}.{decimals}") if len(whole) <= MOST_DIGITS else None


def _product(words: Iterable[str], first: float | None, after: str) -> float:
    """What the words make of the number before them: "two and a half million", "a couple hundred thousand"."""
    known = vocabulary("numbers")
    plain = {**known["ones"], **known["teens"], **known["tens"], **known["groups"]}
    total, current, last, tenths = 0.0, first, 1.0, False
    for word in words:
        word = known["suffix_of"].get(word, word)
        if word == "point":
            tenths = True
        elif word in plain:
            current = (current or 0) + plain[word] / (10 if tenths else 1)
        elif word in known["parts"]:
            part = known["parts"][word]
            if word == "quarters":
                current = (current or 1) * part
            elif current is None and total:
                total += part * last
            else:
                current = (current or 0) + part
        elif word in known["multipliers"]:
            last = known["multipliers"][word]
            current = (1 if current is None else current) * last
        elif word in known["scales"]:
            current = 1 if current is None else current
            last = _scale(word, current, after)
            total, current = total + current * last, None
    return total + (current or 0)


def _scale(word: str, current: float, after: str) -> float:
    """How much the word multiplies."""
    mil = vocabulary("numbers")["mil"]
    if word == "mil" and (current >= mil["from"] or re.match(mil["spanish"], after)):
        return float(mil["thousand"])
    return float(vocabulary("numbers")["scales"][word])

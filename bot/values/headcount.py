"""A number of people out of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.values.number_words import Number, numbers, vocabulary

JOINT = re.compile(r"\s*(?:-|\u2013|\u2014|to|and|or)\s*", re.IGNORECASE)
MOST_PEOPLE = 100_000
WORDS_BETWEEN = 4
NEAR = 28
OTHER_DIGITS = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\+?\d[\d\s().-]{8,}\d|\S+@\S+|\b24/7\b|\b(?:19|20)\d\d\b"
    r"|[$\u20ac\u00a3]\s?\d[\d.,]*\s?[km]?(?:\s?(?:-|\u2013|to)\s?[$\u20ac\u00a3]?\d[\d.,]*\s?[km]?)?",
    re.IGNORECASE,
)

WANTED = re.compile(r"\b(?:need|want|looking for|require|hire|add|get|searching for|after)\b")


@dataclass(frozen=True)
class Headcount:
    """People, at least 1; a bound that was not named is None."""

    min: int | None
    max: int | None


def parse_headcount(text: str, *, asked: bool = True) -> Headcount | None:
    """How many people the visitor wants; "a few" is 3 to 5.

    `asked`: the text answers the question for it, so that a bare "5" counts. Otherwise a number of roles wanted
    ("5 React devs", "a team of 4"), not of the people the visitor's own company has.
    """
    text = OTHER_DIGITS.sub(lambda match: " " * len(match[0]), text[:2000].lower())
    if others_people(text):
        return None
    found = [number for number in numbers(text) if is_count(text, number)]
    tied = [number for number in found if tied_to_people(text, number)]
    if not asked and not tied:
        return few_of(text) if tied_few(text) else None
    if not found:
        return few_of(text) or one_of(text, asked=asked)
    return count(text, tied or found[:2], every=bool(tied))


@cache
def expression(name: str) -> re.Pattern[str]:
    """One of the vocabulary's expressions; line breaks stand for nothing."""
    return re.compile(str(vocabulary("headcount")[name]).replace("\n", ""), re.IGNORECASE)


def others_people(text: str) -> bool:
    """Whether the number is said of other people, and none is said to be wanted."""
    wanted, others = WANTED.search(text), expression("others").search(text)
    if others is None:
        return False
    if wanted is None:
        return True
    counted_first = re.search(r"\d", text[: wanted.start()]) is not None
    return wanted.start() < others.start() and counted_first


def is_count(text: str, number: Number) -> bool:
    """Whether the number can count people: whole, positive, and no money, date or duration."""
    if number.scaled or number.value != int(number.value) or not 1 <= number.value <= MOST_PEOPLE:
        return False
    if re.match(vocabulary("headcount")["not_people_after"], text[number.end :]):
        return False
    before = text[max(0, number.start - 12) : number.start]
    in_range = re.search(r"\d\s*-\s*$", before) is not None
    return in_range or not re.search(vocabulary("headcount")["not_people_before"], before)


def tied_to_people(text: str, number: Number) -> bool:
    """Whether a role or "team" stands with the number."""
    role, words = expression("role").pattern, vocabulary("headcount")
    after = text[number.end : number.end + 60]
    word = r"\s+(?!and\b|need|we\b|for\b|in\b|by\b|from\b|per\b)[\w./+#&-]+,?"
    between = rf"(?:[-+]|\s*(?:-|to|or|\u2013)\s*\w+\b|{word}){{0,{WORDS_BETWEEN}}}?"
    if re.match(rf"{between}[\s-]+{role}\b", after) or re.match(words["team_after"], after):
        return True
    about = r"(?:about |around |roughly |up to |at least )?(?:\w+\s*(?:-|to|or)\s*)?"
    return bool(re.search(rf"(?:{words['team']})\s+{about}$", text[: number.start]))


def count(text: str, found: list[Number], *, every: bool) -> Headcount | None:
    """The range of two numbers, the sum of several kinds of people, or the one number with its bound."""
    first = found[0]
    everything = [number for number in numbers(text) if number.start >= first.start]
    if len(everything) > 1 and JOINT.fullmatch(text[first.end : everything[1].start]) and first.value < everything[1].value:
        return Headcount(int(first.value), int(everything[1].value))
    before = [number for number in numbers(text) if number.end <= first.start]
    if before and JOINT.fullmatch(text[before[-1].end : first.start]) and before[-1].value < first.value:
        return Headcount(int(before[-1].value), int(first.value))
    total = int(sum(number.value for number in found)) + single_roles(text) if every else int(first.value)
    words = vocabulary("headcount")
    if re.search(rf"(?:{words['at_most']})\s*$", text[max(0, first.start - NEAR) : first.start]):
        return Headcount(None, total)
    if re.match(rf"\s*(?:{words['at_most_after']})", text[first.end :]):
        return Headcount(None, total)
    if re.search(rf"\b(?:{words['at_least']})\s*$", text[max(0, first.start - NEAR) : first.start]):
        return Headcount(total, None)
    if re.match(rf"\s*(?:{words['at_least_after']})", text[first.end :]):
        return Headcount(total, None)
    return Headcount(total, total)


def single_roles(text: str) -> int:
    """People named with "a" beside counted ones: "3 devs and a designer"."""
    lead_in, role = r"(?:^|\b(?:and|plus|need|want)\b|[,&])\s*an?\s+(?!few)", expression("role").pattern
    return len(re.findall(rf"{lead_in}(?:[\w./+#-]+\s+){{0,2}}?{role}\b", text))


def few_of(text: str) -> Headcount | None:
    """A vague number."""
    found = re.search(r"\b(a few|few|a handful|handful|several)\b", text)
    return Headcount(*vocabulary("headcount")["few"][found[1]]) if found else None


def tied_few(text: str) -> bool:
    """Whether a vague number is said of people."""
    return bool(re.search(rf"\b(?:a few|handful of|several)\s+(?:[\w./+#-]+\s+){{0,3}}?{expression('role').pattern}\b", text))


def one_of(text: str, *, asked: bool) -> Headcount | None:
    """ "A developer", or several named singly, in answer to the question."""
    role = expression("role").pattern
    named = len(re.findall(rf"\b(?:an?|and|plus)\s+(?:[\w./+#-]+\s+){{0,2}}?{role}\b", text)) if asked else 0
    return Headcount(named, named) if named else None

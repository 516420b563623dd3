"""A number of people out of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.values.number_words import Number, numbers
from bot.values.vocabulary import expression, refused, settled, vocabulary, without_list_numbers

RANGE = re.compile(
    r"\s*(?:-|\u2013|\u2014|to|till|until|or|o|ou|oder|a|bis|\.{2,3}|,?\s*(?:or )?(?:maybe|possibly|perhaps)"
    r"|,?\s*(?:and|then|and then)?\s*(?:grow|scale|ramp|expand|go)(?:ing)?(?: up)? to"
    r"|\s*(?:to (?:begin|start)(?: with)?|at first|initially|for now|now)?"
    r"\W+(?:and |then |but )?(?:later|eventually)(?: on)?(?: maybe)?(?: up to)?)\s*",
    re.IGNORECASE,
)
ITEM = re.compile(r"[,+&;/]|\band\b|\bplus\b")
BEGINS_ITEM = re.compile(r"(?:[,+&;/]|\band|\bplus|\bwith)\s*(?:also |another )?$")
LONGEST_TEXT = 1000
MOST_PEOPLE = 100_000
WORDS_BETWEEN = 4
NEAR = 28
LONGEST_BEFORE = 80


@dataclass(frozen=True)
class Headcount:
    """People, at least 1; a bound that was not named is None."""

    min: int | None
    max: int | None


def parse_headcount(text: str, *, asked: bool = True) -> Headcount | None:
    """How many people the visitor wants; several kinds are added up, "a few" in answer to the question is 3 to 5.

    `asked`: the text answers the question for it, so that a bare "5" counts. Otherwise a number of roles wanted
    ("5 React devs", "a team of 4"), not of the people the visitor's own company has.
    """
    text = without_list_numbers(" ".join(text[:LONGEST_TEXT].lower().replace("\u2019", "'").split()))
    for pattern, meant in _same_as():
        text = pattern.sub(meant, text)
    text = expression("headcount", "other_digits").sub(lambda match: " " * len(match[0]), text)
    text = re.sub(r"\b(\d+)\s?x\s+(?=[a-z])(?!faster|more|cheaper|bigger|the\b)", r"\1 ", text)
    text = re.sub(r"\b([1-9])/([1-9])(?=\s+[a-z]|\W*$)", r"\1-\2", text)
    if others_people(text) or (not asked and expression("common", "code").search(text)):
        return None
    text = of_those_wanted(text)
    last = text[settled(text) :]
    text = last if any(is_count(last, number) for number in numbers(last)) else text
    found = [number for number in numbers(text) if is_count(text, number)]
    tied = [number for number in found if tied_to_people(text, number)]
    if not asked and not tied:
        listed = single_roles(text, bare=False)
        several = listed > 1 and not expression("headcount", "people_uncounted").search(text)
        return Headcount(listed, listed) if several else None
    if not found:
        singles = single_roles(text, bare=True) if asked else 0
        return few_of(text) or (Headcount(singles, singles) if singles else None)
    return count(text, found, tied, asked=asked)


@cache
def _same_as() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = vocabulary("headcount")
    return tuple(
        (re.compile(said.replace("{role}", words["role"].replace("\n", ""))), meant) for said, meant in words["same_as"].items()
    )


def others_people(text: str) -> bool:
    """Whether the number is said of other people, and none is said to be wanted."""
    wanted, others = expression("headcount", "wanted").search(text), expression("headcount", "others").search(text)
    if others is None:
        return False
    if wanted is None:
        return True
    counted_first = re.search(r"\d", text[: wanted.start()]) is not None
    return wanted.start() < others.start() and counted_first


def of_those_wanted(text: str) -> str:
    """The text without what it says first of the visitor's own people: "we're 40 people and need 6"."""
    wanted, others = expression("headcount", "wanted").search(text), expression("headcount", "others").search(text)
    return text[wanted.start() :] if wanted and others and others.start() < wanted.start() else text


def is_count(text: str, number: Number) -> bool:
    """Whether the number can count people: whole, positive, and no money, date or duration."""
    if number.scaled or number.value != int(number.value) or not 1 <= number.value <= MOST_PEOPLE:
        return False
    before = text[max(0, number.start - NEAR) : number.start]
    if refused(text, number.start) or re.search(r"\b(?:no|nor)\s$", before):
        return False
    after = text[number.end :]
    if expression("headcount", "there_before").search(before) and expression("headcount", "there_after").match(after):
        return False
    if expression("headcount", "not_people_after").match(after):
        return bool(re.match(expression("headcount", "teams").pattern.rstrip("$"), after))
    in_range = re.search(r"[\w]\s*[-\u2013]\s*$", before) is not None and re.search(r"\d\s*[-\u2013]\s*$", before) is not None
    role = expression("headcount", "role").pattern
    # "We are thinking in five persons", "to bring in two data engineers".
    people = re.search(r"\bin\s*$", before) is not None and re.match(rf"\s+(?:[\w.+#-]+\s+)?{role}\b", after) is not None
    return in_range or people or not expression("headcount", "not_people_before").search(before)


def tied_to_people(text: str, number: Number) -> bool:
    """Whether a role or "team" stands with the number."""
    role, words = expression("headcount", "role").pattern, vocabulary("headcount")
    after = text[number.end : number.end + 60]
    word = r"\s+(?!and\b|need|we\b|for\b|in\b|by\b|from\b|per\b)[\w./+#&-]+,?"
    between = rf"(?:[-+]|\s*(?:-|to|or|\u2013)\s*\w+\b|{word}){{0,{WORDS_BETWEEN}}}?"
    if re.match(rf"{between}[\s-]+{role}\b", after) or re.match(words["team_after"], after):
        return True
    if re.match(r"\s+more\W*(?:$|[.;,!])", after) and expression("headcount", "wanted").search(text[: number.start]):
        return True  # "we need three more"
    about = r"(?:about |around |roughly |up to |at least )?(?:\w+\s*(?:-|to|or)\s*)?"
    return bool(re.search(rf"(?:{words['team']})\s+{about}$", text[max(0, number.start - LONGEST_BEFORE) : number.start]))


def count(text: str, found: list[Number], tied: list[Number], *, asked: bool) -> Headcount | None:
    """The range of two numbers, the sum of several kinds of people, or the one number with its bound."""
    first = (tied or found)[0]
    if asked and found[0].start < first.start and begins_list(text, found):
        first = found[0]
    listed = [n for n in found if n is first or (asked and is_item(text, n)) or (n in tied and not is_part(text, n))]
    low, high = total_of(text, [n for n in listed if n.start >= first.start or range_with(text, n, first)], asked=asked)
    if low != high:
        return Headcount(low, high)
    before, after = text[max(0, first.start - NEAR) : first.start], text[first.end : first.end + NEAR]
    words, people = vocabulary("headcount"), r"\s*(?:[\w-]+\s+){0,2}?"
    if re.search(rf"(?<![a-z])(?:{words['at_most']})\s*$", before) or re.match(rf"{people}(?:{words['at_most_after']})", after):
        return Headcount(None, high)
    if re.search(rf"(?<![a-z])(?:{words['at_least']})\s*$", before) or re.match(rf"{people}(?:{words['at_least_after']})", after):
        return Headcount(low, None)
    return Headcount(low, high)


def range_with(text: str, low: Number, high: Number) -> bool:
    """Whether two numbers are the ends of a range: "5-8", "between five and eight"."""
    if not (low.end <= high.start and 1 <= low.value < high.value <= MOST_PEOPLE):
        return False
    between, before = text[low.end : high.start], text[max(0, low.start - NEAR) : low.start]
    return bool(RANGE.fullmatch(between) or (between.strip() == "and" and re.search(r"\bbetween\s+(?:about |maybe )?$", before)))


def spans(text: str, listed: list[Number]) -> list[tuple[int, int]]:
    """The least and the most that each listed number stands for; the ends of a range are one."""
    every = numbers(text)
    found: dict[int, tuple[int, int]] = {}
    for number in listed:
        others = [other for other in every if range_with(text, number, other) or range_with(text, other, number)]
        ends = sorted([number, *others[:1]], key=lambda end: end.start)
        found[ends[0].start] = (int(ends[0].value), int(ends[-1].value))
    return [found[start] for start in sorted(found)]


def begins_list(text: str, found: list[Number]) -> bool:
    """Whether the first number is an item beside others: "3 React, 1 DevOps engineer"."""
    return len(found) > 1 and ITEM.search(text[found[0].end : found[1].start]) is not None and is_item(text, found[1])


def is_item(text: str, number: Number) -> bool:
    """Whether the number begins an item of a list and counts something, not a part of the number before it."""
    joint = BEGINS_ITEM.search(text[max(0, number.start - NEAR) : number.start])
    if joint is None or is_part(text, number):
        return False
    return joint[0].strip() not in ",;/" or re.match(r"\s+[a-z]", text[number.end : number.end + NEAR]) is not None


def is_part(text: str, number: Number) -> bool:
    """Whether the number tells a part of the one before it: "5 devs (3 React, 2 Node)", "5 devs, 3 of them senior"."""
    before, after = text[: number.start], text[number.end : number.end + NEAR]
    return before.count("(") > before.count(")") or expression("headcount", "parts_of").match(after) is not None


def total_of(text: str, listed: list[Number], *, asked: bool) -> tuple[int, int]:
    """All the people listed, the least and the most; parts of a number that was named first are not added to it."""
    every = numbers(text)
    for group, size in pairwise(every):
        if expression("headcount", "teams").fullmatch(text[group.end : size.start]) and (size in listed or group in listed):
            people = min(int(group.value * size.value), MOST_PEOPLE)
            return people, people
    values = spans(text, listed)
    whole = values[0]
    if re.match(r"[^,]{0,30}:", text[listed[0].end :]) or (len(values) > 2 and whole[0] == sum(low for low, _ in values[1:])):
        return whole
    blanked = text
    for number in listed:
        blanked = blanked[: number.start] + "#" * (number.end - number.start) + blanked[number.end :]
    speaker = expression("headcount", "self_too").search(text[: listed[0].start])
    speaker = speaker or expression("headcount", "self_last").search(text[listed[-1].end :])
    more = single_roles(blanked, bare=asked) + bool(speaker)
    return sum(low for low, _ in values) + more, sum(high for _, high in values) + more


def single_roles(text: str, *, bare: bool) -> int:
    """People named with "a": "3 devs and a designer"; with `bare`, also those listed without: "PM + designer + 3 devs"."""
    role = expression("headcount", "role").pattern
    lead_in, no_team = expression("headcount", "before_one").pattern, r"(?![\s-]+(?:team|squad|crew|pod))"
    named = len(re.findall(rf"{lead_in}\s*an?\s+(?!few)(?:[\w./+#-]+\s+){{0,2}}?{role}\b{no_team}", text))
    items = ITEM.split(text) if bare else []
    if len(items) > 1:
        one = rf"\W*(?!an?\b|we\b|need\b|i\b)(?:[\w./-]+\s+){{0,2}}?{expression('headcount', 'one').pattern}\W*"
        found = [item for item in items if "#" not in item and re.fullmatch(one, item) and not re.match(r"\W*an?\s", item)]
        named += sum(1 for item in found if item.strip() != "qa" or len(items) > 2 or "+" in text)
    return named


def few_of(text: str) -> Headcount | None:
    """A vague number."""
    found = re.search(r"(?<!as )\b(a few|few|a handful|handful|several)\b", text)
    return Headcount(*vocabulary("headcount")["few"][found[1]]) if found else None

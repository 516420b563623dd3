"""A phone number out of a sentence."""

from __future__ import annotations

import re

import phonenumbers

PLAUSIBLE = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")
FEWEST, MOST = 7, 15
INTERNATIONAL = re.compile(r"\b00(?=[1-9]\d{7,})|\b00(?=[1-9][\d\s().-]{8,})")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}")
THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})+")
MONEY_NEAR = re.compile(r"[$\u20ac\u00a3]\s*$|\b(?:usd|mxn|eur|gbp)\s*$", re.IGNORECASE)
FEWEST_UNASKED = 10


def parse_phone(text: str, *, asked: bool = True, region: str = "US") -> str | None:
    """The first number in the text as E.164 ("+14155550132"), without its extension.

    `region` is the country of numbers without a prefix. A number that is valid in no country but could be one is
    given as its bare digits, when it was asked for. phonenumbers (Google's rules) finds and checks; nothing is
    looked up on the network. Ours is to leave dates and amounts alone.
    """
    text = INTERNATIONAL.sub("+", text[:500])
    for found in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE):
        if is_other(text, found.start, found.raw_string, asked):
            continue
        return str(phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164))
    if not asked:
        return None
    for match in PLAUSIBLE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if FEWEST <= len(digits) <= MOST and not is_other(text, match.start(), match[0], asked):
            return ("+" if match[0].startswith("+") else "") + digits
    return None


def is_other(text: str, start: int, raw: str, asked: bool) -> bool:
    """Whether the digits are a date or an amount; unasked, also whether there are too few to be sure."""
    if DATE.search(raw) or MONEY_NEAR.search(text[:start]) or (THOUSANDS.fullmatch(raw.strip()) and " " not in raw.strip()):
        return True
    if re.match(r"\s*(?:k\b|usd|eur|mxn|dollars|people|devs)", text[start + len(raw) :], re.IGNORECASE):
        return True
    return not asked and not raw.startswith("+") and len(re.sub(r"\D", "", raw)) < FEWEST_UNASKED

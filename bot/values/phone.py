"""A phone number out of a sentence."""

from __future__ import annotations

import re

import phonenumbers

from bot.values.vocabulary import expression, refused, vocabulary

LONGEST_TEXT = 500
PLAUSIBLE = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")
FEWEST, MOST = 8, 15
AREA = re.compile(r"[2-9]\d{9}")  # no area code in North America begins with 0 or 1
INTERNATIONAL = re.compile(r"(?<![\d+])(?:\+\s*|00[\s-]?|011[\s-]?)(?=\(?[1-9][\d\s().-]{7,})")
DATE = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|\d{4}-\d{2}-\d{2}|^20\d\d[ .]\d\d[ .]\d\d$|\d{1,2}/\d{1,2}/\d{2,4}")
THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})+")
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
CARD = re.compile(r"\d{4}(?:[ -]\d{4}){3}")
VANITY = re.compile(r"(?<!\w)(?:\+?1[\s.-]?)?\(?8\d\d\)?[\s.-]([a-z][a-z\d-]{6,9})(?!\w)", re.IGNORECASE)
FEWEST_UNASKED = 10
# The 1, 044 or 045 of Mexican mobile numbers, which has not been dialled since 2019.
MEXICAN_MOBILE = re.compile(r"(\+\s?52[\s.-]*)\(?(?:1|04[45])\)?[\s.-]*(?=(?:[().\s-]?\d){10}(?!\d))")


def parse_phone(text: str, *, asked: bool = True, region: str = "US") -> str | None:
    """The first number in the text as E.164 ("+14155550132"), without its extension.

    `region` is the country of numbers without a prefix. A number that is valid in no country but could be one is
    given as its bare digits, when it was asked for. phonenumbers (Google's rules) finds and checks; nothing is
    looked up on the network. Ours is to leave dates, amounts and the like alone, and to read 00 as +.
    """
    text = dictated(text[:LONGEST_TEXT])
    text = VANITY.sub(in_digits, MEXICAN_MOBILE.sub(r"\1", INTERNATIONAL.sub("+", text)))
    region, numbers = region_in(text) or region, []
    for found in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE):
        if is_other(text, found.start, found.raw_string, asked) or not could_be_called(found.number):
            continue
        number = phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)
        if not refused(text.lower(), found.start):
            return number
        numbers.append(number)
    return numbers[0] if numbers else unknown(text, asked)


def region_in(text: str) -> str | None:
    """The country that stands right beside the digits: "33 1234 5678 (Mexico)"."""
    named = vocabulary("phone")["regions"].items()
    return next((code for code, names in named if re.search(rf"\d[\s,(]{{1,3}}(?:{names})\b", text, re.IGNORECASE)), None)


def unknown(text: str, asked: bool) -> str | None:
    """The digits of a number of no country we know, when it was asked for."""
    for match in PLAUSIBLE.finditer(text) if asked else ():
        digits = re.sub(r"\D", "", match[0])
        if FEWEST <= len(digits) <= MOST and len(set(digits)) > 1 and not is_other(text, match.start(), match[0], asked):
            return ("+" if match[0].startswith("+") else "") + digits
    return None


def dictated(text: str) -> str:
    """The text with a row of digits in words as digits: "six five zero, two five three ..."."""
    words = vocabulary("phone")["digits"]
    return expression("phone", "dictated").sub(
        lambda match: "".join(str(words[word]) for word in re.findall(r"[a-z]+", match[0].lower())), text
    )


def in_digits(match: re.Match[str]) -> str:
    """1-800-FLOWERS in digits."""
    letters = phonenumbers.phonenumberutil.convert_alpha_characters_in_number(match[0])
    return letters if len(re.sub(r"\D", "", letters)) in (10, 11) else match[0]


def could_be_called(number: phonenumbers.PhoneNumber) -> bool:
    """Whether the number is whole, with its area code, and not one digit all along."""
    if number.country_code == 1 and not AREA.fullmatch(str(number.national_number)):
        return False
    whole = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return whole and len(set(str(number.national_number))) > 1


def is_other(text: str, start: int, raw: str, asked: bool) -> bool:
    """Whether the digits are a date, an amount, an address or a card; unasked, also whether there are too few to be sure."""
    plain = raw.strip()
    if DATE.search(raw) or ADDRESS.fullmatch(plain) or CARD.search(plain) or (THOUSANDS.fullmatch(plain) and " " not in plain):
        return True
    if expression("phone", "money_before").search(text[max(0, start - 12) : start]):
        return True
    if expression("phone", "other_before").search(text[max(0, start - 32) : start]):
        return True
    if expression("phone", "other_after").match(text[start + len(raw) :][:20]):
        return True
    return not asked and not raw.startswith("+") and len(re.sub(r"\D", "", raw)) < FEWEST_UNASKED

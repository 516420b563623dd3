"""An e-mail address out of a sentence."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from email_validator import EmailNotValidError, validate_email

from bot.values.vocabulary import refused, vocabulary

LONGEST_TEXT = 2000
LONGEST_MAILBOX = 64
# What parts an address from the words around it; and what may stand before its @ but ends its domain.
BETWEEN = r"\s<>()\[\],;:=\"\u201c\u201d\u201e\u00ab\u00bb\u2018\u201a\u2013\u2014\u2026"
ENDS_DOMAIN = r"/?&#!|*'`\u2019"
CANDIDATE = re.compile(rf"(?<![^{BETWEEN}])[^{BETWEEN}@]+@[^{BETWEEN}{ENDS_DOMAIN}]+")
SPACED = re.compile(r"(?<=[\w.+-])\s*@\s*(?=\w)")
SPACED_DOT = re.compile(r"(?<=\w)\s+\.\s*(?=[a-z]{2,24}\b)|(?<=\w)\s*\.\s+(?=(?:com|org|net|io|mx|co)\b)", re.IGNORECASE)
MARKS = ".!?'`*/|"
# "But my own is ...": this address counts rather than one named before.
OWN = re.compile(
    r"\b(?:my own|mine|my direct|my personal|me directly|rather|preferably|better|i mean|i meant|sorry|correction)\b"
    r"[^@.;]{0,24}$",
    re.IGNORECASE,
)


def parse_email(text: str, *, asked: bool = True) -> str | None:
    """The first valid address in the text, lower case; None when there is none.

    The library checks syntax (RFC 5321/5322, internationalised domains); nothing is looked up on the network.
    Ours is finding the address in the sentence, dropping the sentence's punctuation, and reading the signs that
    are spaced or spelled out ("jane at acme dot com"); `asked`: "jane at acme.com" is an address too.
    """
    text = " ".join(text[:LONGEST_TEXT].replace("\uff20", "@").split())
    readings = [text] if "@" in text else []
    written = without_brackets(text)
    readings += [SPACED_DOT.sub(".", SPACED.sub("@", written))] if "@" in written else []
    for reading in readings:
        if found := first_address(reading):
            return found
    return None if "@" in written else first_address(" ".join(spelled_out(text, asked)))


def first_address(text: str) -> str | None:
    """The one said to be the visitor's own, else the first; one that is named as the wrong one only when there is no other."""
    valid: list[tuple[bool, str]] = []
    for found in CANDIDATE.finditer(text):
        try:
            address = validate_email(without_marks(found[0]), check_deliverability=False).normalized.lower()
        except EmailNotValidError:
            continue
        if len(address.split("@")[0]) > LONGEST_MAILBOX:
            continue
        if OWN.search(text[: found.start()]):
            return address
        valid.append((refused(text, found.start()), address))
    return min(valid, key=lambda one: one[0])[1] if valid else None


def without_marks(found: str) -> str:
    """The candidate without the punctuation and pictures around it."""
    parts = "".join(" " if unicodedata.category(sign) in ("So", "Cf") else sign for sign in found).split(" ")
    found = next((part for part in parts if "@" in part), found)
    # Phones type o\u2019brien@ for o'brien@.
    found = found.replace("\u2019", "'").strip(MARKS)
    # _jane@acme.com_ is emphasis, while _jane@acme.com is an address.
    return found.strip("_") if found.endswith("_") else found


@cache
def _bracketed() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sign, re.compile(said, re.IGNORECASE)) for sign, said in vocabulary("email")["bracketed"].items())


def without_brackets(text: str) -> str:
    """The text with signs for words in brackets."""
    for sign, said in _bracketed():
        text = said.sub(sign, text)
    return text


@cache
def _spoken() -> re.Pattern[str]:
    words = vocabulary("email")
    signs = "|".join(words["spoken"].values())
    return re.compile(
        rf"(?<![\w@.'])(?P<mailbox>[\w.+-]{{1,64}}(?:\s(?:{signs})\s[\w.+-]{{1,64}}){{0,4}})\s(?:{words['at']})\s"
        rf"(?P<host>[a-z\d-]{{1,63}}(?:\s(?:{words['spoken']['-']})\s[a-z\d-]{{1,63}}){{0,3}})"
        rf"(?P<end>(?:(?:\s?\.|\s(?:{words['spoken']['.']})\s)[a-z]{{2,24}}\b){{1,3}})",
        re.IGNORECASE,
    )


def spelled_out(text: str, asked: bool) -> list[str]:
    """What is spelled out in the text as an address, as it is written."""
    words, found = vocabulary("email"), []
    text = text.replace("\u2019", "'")
    for match in _spoken().finditer(text):
        said = "." not in match["end"]
        mailbox, host = match["mailbox"].lower().split()[-1], match["host"].lower().split()[0]
        if not re.search(words["before"], text[: match.start()], re.IGNORECASE):
            continue
        if re.fullmatch(words["no_mailbox"].replace("\n", ""), mailbox) or re.fullmatch(words["no_host"], host):
            continue
        alone = re.fullmatch(words["leads_in"], text[: match.start()], re.IGNORECASE) and not text[match.end() :].strip(" .!")
        if not (said or (asked and alone)):
            continue
        address = f"{match['mailbox']} @ {match['host']}{match['end']}"
        for sign, names in words["spoken"].items():
            address = re.sub(rf"\s(?:{names})\s", sign, address, flags=re.IGNORECASE)
        found.append(re.sub(r"\s", "", address))
    return found


def looks_like_email(text: str) -> bool:
    """Whether the text tries to be an address, so that a bad one can be told from something else."""
    return "@" in text

"""A company's name out of a sentence."""

from __future__ import annotations

import re
from functools import cache

from bot.values.number_words import vocabulary

LONGEST = 120
MOST_WORDS = 7
SUFFIX = re.compile(r",\s*(?=(?:inc|llc|ltd|gmbh|corp|co|s\.?a\.?|plc|ag)\b)", re.IGNORECASE)
ABBREVIATED = re.compile(r"\b(?:inc|ltd|corp|co)$", re.IGNORECASE)
HELD = "\u2063"
STRIP = " \t\n.,;:!?\"'()\u201c\u201d\u2018"
FOLLOWS_NAME = re.compile(r"^\W*[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2},? (?:from|at|with|of) (.+)$")


@cache
def expression(name: str, *, cased: bool = False) -> re.Pattern[str]:
    """One of the vocabulary's expressions; line breaks stand for nothing."""
    source = str(vocabulary("company")[name]).replace("\n", "")
    if cased:  # lower-case words in any case, [A-Z] as it is
        source = re.sub(r"(?<!\\)\b([a-z])(?=[a-z']*)", lambda match: f"[{match[1].upper()}{match[1]}]", source)
    return re.compile(source, 0 if cased else re.IGNORECASE)


def parse_company(text: str, *, asked: bool = True) -> str | None:
    """The name in the visitor's spelling, at most 120 characters.

    `asked`: the text answers the question for it, so that a bare name counts. Otherwise only a name that is
    introduced as one ("we're called Kite & Keel", "I'm Tom from Acme"). Sentences, questions, places and "none"
    are no names.
    """
    text = " ".join(text[:500].replace("\u2019", "'").split())
    if "?" in text or ("@" in text and asked and " " not in text.strip()) or expression("none").search(text):
        return None
    if introduced := after_introduction(text, "introductions" if asked else "unasked"):
        return introduced
    if not asked:
        return None
    if match := FOLLOWS_NAME.match(text):
        return named(match[1])
    bare = named(text)
    spoken = re.split(r"[,(]", text)[0]
    return bare if bare and not expression("sentence").search(bare) and not expression("sentence").search(spoken) else None


def after_introduction(text: str, kind: str) -> str | None:
    """The name after the first introduction that has one."""
    source = expression(kind).pattern
    for match in re.finditer(rf"(?:{source})\s+", text, re.IGNORECASE):
        if kind == "unasked" and not begins_as_name(match[0]):
            continue
        name, plain = named(text[match.end() :]), match[0].lower()
        sure = "called" in plain or "company" in plain or (kind == "introductions" and not plain.startswith("we"))
        if name and (sure or name[0].isupper() or name[0].isdigit()):
            return name if not expression("sentence").search(name) else None
    return None


def begins_as_name(introduction: str) -> bool:
    """Whether "X from ..." has a capitalised X, since case is ignored in the expressions."""
    match = re.search(r"(\S+)(?: \S+)?,? (?:from|at|of|with)\s*$", introduction)
    return match is None or bool(re.search(r"[A-Z]", introduction)) or len(introduction.split()) > 2


def named(rest: str) -> str | None:
    """The name at the beginning of a text, without what follows it."""
    whole = rest
    rest = SUFFIX.sub(f"{HELD} ", rest.strip(STRIP + "\u2013-"))
    cut = expression("ends").search(rest)
    name = (rest[: cut.start()] if cut else rest).replace(HELD, ",").strip(STRIP)
    if ABBREVIATED.search(name):
        name += "." if f"{name}." in whole else ""
    name = re.sub(r"^(?:called|named|from|at|with|for)\s+", "", name)
    if not name or len(name) > LONGEST or len(name.split()) > MOST_WORDS or not re.search(r"\w", name):
        return None
    if expression("generic").match(name) or expression("places").match(name.lower()) or expression("none").match(name):
        return None
    if re.fullmatch(r"[\d\s().+-]{5,}", name) or (name.lower().split()[0] in ("a", "an", "the") and name.islower()):
        return None
    return name

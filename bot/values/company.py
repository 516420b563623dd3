"""A company's name out of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.values.company_name import (
    DOMAIN,
    MOST_WORDS_IN_LOWER_CASE,
    STRIP,
    all_capitals,
    everyday,
    in_capitals,
    is_legal,
    is_lower_name,
    named,
    plain_words,
    stands_alone,
)
from bot.values.vocabulary import expression, is_talk, vocabulary, without_fillers, without_questions

LONGEST_TEXT = 500
SAYS_MORE = re.compile(r"[,(;]|\s[-\u2013]\s|\s+and\s+(?=(?:we|i|i'm|im|my|our|it)\b)", re.IGNORECASE)
LOWER_AND = re.compile(r"\s+and\s+(?!we\b|i\b|i'?m\b|my\b|our\b|it'?s\b|that|need|want|looking|the\b|\d)")
FOLLOWS_NAME = re.compile(r"^\W*[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2},? (?:from|at|with) (.+)$")
SENDERS = frozenset({"greetings", "regards", "cheers", "writing", "calling", "speaking"})
NUMBERS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"})


def parse_company(text: str, *, asked: bool = True) -> str | None:
    """The name in the visitor's spelling, at most 120 characters.

    `asked`: the text answers the question for it, so that a bare name counts. Otherwise only a name that is
    introduced as one ("we're called Kite & Keel", "I'm Tom from Acme"). Sentences, questions, places and "none"
    are no names.
    """
    told = without_questions(text[:LONGEST_TEXT]).replace("\u2019", "'")
    lines = [" ".join(line.split()) for line in told.splitlines()]
    text = " ".join(line for line in lines if line)
    text = without_fillers(text) if asked else text
    if not text or ("@" in text and asked and " " not in text) or expression("company", "none").search(text):
        return None
    if expression("common", "code").search(text) or (asked and is_talk(text)):
        return None
    if expression("company", "industries").match(text):
        return None
    if not asked:
        return after_introduction(text, asked=False) or in_lower_case(text) or as_subject(text)
    found = in_capitals(text) or after_introduction(text, asked=True) or after_role(lines) or bare(text)
    return found or after_remark(text)


def after_remark(text: str) -> str | None:
    """The name at the end of an answer that says something else first: "a family business... Kowalski Meble"."""
    if re.search(r"\b(?:i am|i'm|im)\b", text, re.IGNORECASE):
        return None
    last = re.split(r"\.{2,}\s*|\u2026\s*|[:,]\s+", text)[-1].strip(STRIP)
    return in_capitals(last) if last != text and last[:1].isupper() and len(last.split()) > 1 else None


def as_subject(text: str) -> str | None:
    """The company that is said to need something, where it has a legal form or "the", or is an "it"."""
    for sentence in re.split(r"(?<=[!?])\s+|(?<=[a-z]{3}\.)\s+|;\s", text):
        match = expression("company", "subject").match(sentence)
        if match is None or not (name := named(match["company"], whole=True)) or len(name.split()) < MOST_WORDS_IN_LOWER_CASE:
            continue
        legal = is_legal(name)
        its = re.search(r"\bits\b", match["rest"]) or match["company"].startswith("The ") or "&" in name.split()
        if legal or (its and not set(name.lower().split()) & plain_words("roles", "business")):
            return name if not match["company"].startswith("The ") else match["company"].strip()
    return None


def in_lower_case(text: str) -> str | None:
    """The name that is introduced in a message without capitals; it has two words or a legal form."""
    if not (text[:1].lower() + text[1:]).islower():
        return None
    for match in re.finditer(rf"(?<![\w'])(?:{expression('company', 'in_lower').pattern})\s+", text, re.IGNORECASE):
        name = named(text[match.end() :])
        if name is None or expression("company", "sentence").search(name) or expression("company", "place_words").search(name):
            continue
        if expression("company", "kinds").search(name):
            continue
        words = set(name.split())
        plain = words & (everyday() - {"and", "of", "the"} - NUMBERS) and not match[0].rstrip().endswith(("called", "named"))
        legal = is_legal(name)
        if legal or (not plain and len(words) > 1) or match[0].rstrip().endswith(("called", "named")):
            return name
    return None


def after_introduction(text: str, *, asked: bool) -> str | None:
    """The name after the first introduction that has one."""
    for match in introductions(text, asked=asked):
        name, plain = named(text[match.end() :]), match[0].lower()
        sure = "called" in plain or "company" in plain or (asked and not plain.startswith(("we", "i run", "i own", "i started")))
        in_lower = asked and plain.startswith(("we'", "we are")) and name is not None and is_lower_name(name, text)
        if name and name.islower() and " " not in name and re.search(vocabulary("company")["adjective"], name):
            continue  # "the company's name is misspelled"
        if name and not asked and plain.startswith("we") and not stands_alone(name):
            continue  # "We're American"
        if name and (sure or in_lower or not name[0].islower() or DOMAIN.fullmatch(name)):
            sentence = expression("company", "sentence").search(name) and not all_capitals(name)
            plain_word = name.lower() in everyday() and (not asked or name.lower() in ("after", "for"))
            lone_place = match[0].split()[0].lower() in SENDERS and len(name.split()) == 1  # "Greetings from Oaxaca"
            return name if not sentence and not plain_word and not lone_place else None
    return None


def introductions(text: str, *, asked: bool) -> Iterator[re.Match[str]]:
    """What introduces a company's name, one after the other; one may begin inside another that is none."""
    source = expression("company", "introductions" if asked else "unasked").pattern
    pattern, place = re.compile(rf"(?<![\w'])(?:{source})\s+", re.IGNORECASE), 0
    while match := pattern.search(text, place):
        named_so = asked or begins_as_name(match[0])
        place = match.end() if named_so else match.start() + 1
        if named_so:
            yield match


def begins_as_name(introduction: str) -> bool:
    """Whether "X from ..." has a capitalised X, since case is ignored in the expressions."""
    words = introduction.lower().split()
    if words[0] in SENDERS:
        return True
    told = words[0].strip(",") in plain_words("talk", "business")
    if words[-1] == "from" and len(words) <= MOST_WORDS_IN_LOWER_CASE and told:
        return False  # "Hello from Finland", "Fintech from Lagos"
    if words[-1] == "of" and words[-2].strip(",") in plain_words("roles") and introduction.split()[-2][0].isupper():
        return "i" not in words[:1] and words[0] not in ("im", "i'm")  # "I am Head of Member Systems"
    match = re.search(r"(\S+)(?: \S+)?,? (?:from|at|of|with)\s*$", introduction)
    return match is None or bool(re.search(r"[A-Z]", introduction)) or len(introduction.split()) > 2


def after_role(lines: list[str]) -> str | None:
    """The name after a title or a person: "CTO at Acme", "Jane Doe from Acme"; the last one in a signature."""
    for line in lines:
        for match in reversed(list(expression("company", "role_at").finditer(line))):
            rest = line[match.end() :].lstrip('"')
            if (rest[:1].isupper() or rest[:1].isdigit()) and (name := named(rest)):
                return name
    follows = FOLLOWS_NAME.match(" ".join(lines))
    return named(follows[1]) if follows else None


def bare(text: str) -> str | None:
    """The name that an answer is."""
    if expression("company", "no_name").search(text):
        return None
    if text.islower() and (joined := LOWER_AND.search(text)) and named(text) == text[: joined.start()].strip(STRIP):
        return None  # "fox and hound pub": half a name is worse than none
    name, spoken = named(text), SAYS_MORE.split(text)[0]
    sentence = expression("company", "sentence")
    if DOMAIN.fullmatch(text.strip(STRIP)):
        return text.strip(STRIP)
    return name if name and not is_talk(name) and not sentence.search(name) and not sentence.search(spoken) else None

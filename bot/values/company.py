"""A company's name out of a sentence."""

from __future__ import annotations

import re
from functools import cache

from bot.values.vocabulary import expression, is_talk, vocabulary, without_questions

LONGEST = 120
LONGEST_TEXT = 500
MOST_WORDS = 7
SUFFIX = re.compile(r",\s*(?=(?:inc|llc|l\.l\.c|ltd|gmbh|corp|co|s\.?a\.?|plc|ag)\b)", re.IGNORECASE)
ABBREVIATED = re.compile(r"\b(?:inc|ltda?|corp|co|bros|c[ií]a|(?:[a-z]{1,2}\.)+[a-z]{1,2})$", re.IGNORECASE)
# Stands for a full stop or comma inside a name while the sentence is cut at the others.
HELD_COMMA, HELD_STOP = "\u2063", "\u2064"
ABBREVIATION = re.compile(
    r"(?<=\b[A-Za-z])\.(?=\s?[A-Za-z&]|\s-)|(?<=\b[Ii]nc)\.(?=,|\s(?:is|and|in)\b)"
    r"|(?<=\b[Cc]o)\.(?=\s(?:KG|KGaA|OHG|Ltd|Inc|LLC|Pty)\b)|(?<=\b(?:Dr|St|Sp))\.(?=\s\w)|(?<=\b(?:Pte|Pty|Pvt))\.(?=\s\w)"
)
# "Karoo Logistics (Pty) Ltd": the bracket belongs to the name.
BRACKETED = re.compile(r"\s*\((?:[Pp]t[ey]|[Pp]vt|[Pp]rivate|UK|US|USA|India|EU)\.?\)(?:,?\s(?:Ltd|Limited|LLC|Inc)\b\.?)?")
STRIP = " \t\n.,;:!?\"'()\u201c\u201d\u2018"
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}")
SAYS_MORE = re.compile(r"[,(;]|\s[-\u2013]\s|\s+and\s+(?=(?:we|i|i'm|im|my|our|it)\b)", re.IGNORECASE)
LOWER_AND = re.compile(r"\s+and\s+(?!we\b|i\b|i'?m\b|my\b|our\b|it'?s\b|that|need|want|looking|the\b|\d)")
FOLLOWS_NAME = re.compile(r"^\W*[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2},? (?:from|at|with) (.+)$")
MOST_WORDS_IN_LOWER_CASE = 2
FEWEST_TITLED = 3
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


def in_capitals(text: str) -> str | None:
    """The whole answer, when it is written like a name: "Bank of America", "A.P. Moller - Maersk", "Acme, LLC"."""
    words = text.strip(" .!\"'\u201c\u201d").split(" ")
    joining, legal = expression("company", "joining"), expression("company", "legal")
    titled = len(words) >= FEWEST_TITLED and all(word[:1].isupper() and word != "I" for word in words) and not text.isupper()
    if len(words) > MOST_WORDS or not words[0][:1].isalnum():
        return None
    if expression("company", "speaks").search(text) and not (titled and not expression("company", "untitled").search(text)):
        return None
    if expression("company", "role_at").match(text):
        return None
    for word, later in zip(words, [*words[1:], ""], strict=True):
        if not (word[:1].isupper() or word[:1].isdigit() or joining.fullmatch(word) or word[1:2].isupper()):
            return None
        if word[-1:] in ",;:" and not legal.match(later):
            return None
    found = named(text, whole=True)
    return found if found and (len(words) > 1 or not expression("company", "sentence").search(found)) else None


def like_a_question(text: str) -> str | None:
    """The name that begins like a question and is none: "Is It Soup"."""
    asks = "?" in text or expression("company", "untitled").search(text)
    return in_capitals(text) if all_capitals(text) and not asks else None


def is_legal(name: str) -> bool:
    """Whether the words end with a legal form: "GmbH & Co. KG", "S.A. de C.V."."""
    return expression("company", "legal_end").search(name.strip()) is not None


def in_signature(line: str) -> str | None:
    """The name that a line of a signature is, with its legal form: "Harbour & Finch plc"."""
    form = expression("company", "legal_end").search(line.strip())
    if form is None:
        return in_capitals(line)
    name = line.strip()[: form.start()].rstrip(" ,&")
    return line.strip() if name and written_as_name(name) and len(line.split()) <= MOST_WORDS + 2 else None


def after_introduction(text: str, *, asked: bool) -> str | None:
    """The name after the first introduction that has one."""
    source = expression("company", "introductions" if asked else "unasked").pattern
    for match in re.finditer(rf"(?<![\w'])(?:{source})\s+", text, re.IGNORECASE):
        if not asked and not begins_as_name(match[0]):
            continue
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


def all_capitals(name: str) -> bool:
    """Whether every one of several words has a capital: "Is It Soup"."""
    return len(name.split()) >= FEWEST_TITLED and all(word[:1].isupper() or word[:1].isdigit() for word in name.split())


def is_lower_name(name: str, text: str) -> bool:
    """Whether this is a name in a text without capitals: "we're initech", not "we're hiring"."""
    words = name.split()
    every_day = everyday() | {"a", "an", "the"}
    told = any(word in every_day or re.search(vocabulary("company")["adjective"], word) for word in words)
    return text.islower() and len(words) <= MOST_WORDS_IN_LOWER_CASE and not told


def stands_alone(name: str) -> bool:
    """Whether this is a name by its capitals: "Kite & Keel", not "Series B funded" or "American"."""
    return written_as_name(name) and name.split()[0].lower() not in everyday()


def written_as_name(name: str) -> bool:
    """Whether every word has a capital or a digit, but for those that join: "Kite and Keel"."""
    joining = expression("company", "joining")
    return all(word[:1].isupper() or word[:1].isdigit() or joining.fullmatch(word) for word in name.split())


def everyday() -> frozenset[str]:
    """Words of everyday language and of business."""
    return plain_words("grammar", "talk", "moods", "business", "roles")


@cache
def plain_words(*kinds: str) -> frozenset[str]:
    """The words of these lists, which are no names."""
    return frozenset(word for kind in kinds for word in vocabulary("person")[kind].split())


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


def named(rest: str, *, whole: bool = False) -> str | None:
    """The name at the beginning of a text, without what follows it; with `whole`, all of the text."""
    told = rest
    rest = rest.strip(STRIP + "\u2013-") + (")" if rest.rstrip(" .!").endswith(")") and "(" in rest else "")
    rest = ABBREVIATION.sub(HELD_STOP, SUFFIX.sub(f"{HELD_COMMA} ", rest))
    cut = None if whole or DOMAIN.fullmatch(rest) else expression("company", "ends").search(rest)
    name = (rest[: cut.start()] if cut else rest).replace(HELD_COMMA, ",").replace(HELD_STOP, ".").strip(STRIP)
    if cut and (bracket := BRACKETED.match(rest[cut.start() :])):
        name += bracket[0].rstrip()
    name += "." if ABBREVIATED.search(name) and f"{name}." in told else ""
    name = re.sub(r"^(?:(?:called|named|from|at|with|for)\s+|the (?=[A-Z]))", "", name)
    if not name or len(name) > LONGEST or len(name.split()) > MOST_WORDS or not re.search(r"\w", name) or "@" in name:
        return None
    if any(expression("company", kind).match(name) for kind in ("generic", "places", "none", "no_name", "industries")):
        return None
    first, *others = name.lower().split()
    if first in ("a", "an", "some", "my", "our", "the") and (not others or name.split()[1].islower()):
        # "The home depot" may be a name, "the team" is none.
        alone = first == "the" and name == told.strip(STRIP) and len(others) > 1
        return name if alone and set(others) - everyday() else None
    return None if not others and first in plain_words("roles") else name

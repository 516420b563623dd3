"""What a company's name looks like in writing."""

from __future__ import annotations

import re
from functools import cache

from bot.values.vocabulary import expression, is_talk, vocabulary

LONGEST = 120
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
MOST_WORDS_IN_LOWER_CASE = 2
FEWEST_TITLED = 3
FEWEST_CAPITALS = 2


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


def in_capitals(text: str) -> str | None:
    """The whole answer, when it is written like a name: "Bank of America", "A.P. Moller - Maersk", "Acme, LLC"."""
    words = text.strip(" .!\"'\u201c\u201d").split(" ")
    joining, legal = expression("company", "joining"), expression("company", "legal")
    titled = all_capitals(" ".join(words)) and "I" not in words and not text.isupper()
    if len(words) > MOST_WORDS or not words[0][:1].isalnum():
        return None
    untitled = not titled or (expression("company", "untitled").search(text) and not is_legal(text.strip(" .!")))
    if expression("company", "speaks").search(text) and untitled:
        return None
    if expression("company", "role_at").match(text):
        return None
    for word, later in zip(words, [*words[1:], ""], strict=True):
        if not (begins_capital(word) or joining.fullmatch(word) or word[1:2].isupper()):
            return None
        if word[-1:] in ",;:" and not legal.match(later):
            return None
    found = named(text, whole=True)
    return found if found and (len(words) > 1 or not expression("company", "sentence").search(found)) else None


def in_signature(line: str) -> str | None:
    """The name that a line of a signature is, with its legal form: "Harbour & Finch plc"."""
    form = expression("company", "legal_end").search(line.strip())
    if form is None:
        return in_capitals(line)
    name = line.strip()[: form.start()].rstrip(" ,&")
    return line.strip() if name and written_as_name(name) and len(line.split()) <= MOST_WORDS + 2 else None


def like_a_question(text: str) -> str | None:
    """The name that begins like a question and is none: "Is It Soup"."""
    asks = "?" in text or expression("company", "untitled").search(text)
    return in_capitals(text) if all_capitals(text) and not asks else None


def like_a_name(text: str) -> str | None:
    """The name that a whole text is by its capitals or its legal form: "4th & Main", "404 Draft Not Found Inc"."""
    words = text.strip(" .!")
    capitals = sum(map(begins_capital, words.split()))
    if is_talk(words) or expression("company", "role_at").match(words) or not (capitals >= FEWEST_CAPITALS or is_legal(words)):
        return None
    return in_capitals(text) if written_as_name(words) else None


def is_legal(name: str) -> bool:
    """Whether the words end with a legal form: "GmbH & Co. KG", "S.A. de C.V."."""
    return expression("company", "legal_end").search(name.strip()) is not None


def begins_capital(word: str) -> bool:
    """Whether a word begins as one of a name does: with a capital or a digit."""
    return word[:1].isupper() or word[:1].isdigit()


def all_capitals(name: str) -> bool:
    """Whether every one of several words has a capital: "Is It Soup"."""
    return len(name.split()) >= FEWEST_TITLED and all(map(begins_capital, name.split()))


def written_as_name(name: str) -> bool:
    """Whether every word has a capital or a digit, but for those that join: "Kite and Keel"."""
    joining = expression("company", "joining")
    return all(begins_capital(word) or joining.fullmatch(word) for word in name.split())


def stands_alone(name: str) -> bool:
    """Whether this is a name by its capitals: "Kite & Keel", not "Series B funded" or "American"."""
    return written_as_name(name) and name.split()[0].lower() not in everyday()


def is_lower_name(name: str, text: str) -> bool:
    """Whether this is a name in a text without capitals: "we're initech", not "we're hiring"."""
    words = name.split()
    every_day = everyday() | {"a", "an", "the"}
    told = any(word in every_day or re.search(vocabulary("company")["adjective"], word) for word in words)
    return text.islower() and len(words) <= MOST_WORDS_IN_LOWER_CASE and not told


def everyday() -> frozenset[str]:
    """Words of everyday language and of business."""
    return plain_words("grammar", "talk", "moods", "business", "roles")


@cache
def plain_words(*kinds: str) -> frozenset[str]:
    """The words of these lists, which are no names."""
    return frozenset(word for kind in kinds for word in vocabulary("person")[kind].split())

"""One of the four tech hubs out of a sentence, or that none is preferred."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache

from bot.values.vocabulary import expression, vocabulary

NO_PREFERENCE = "no preference"
CLOSE = 0.8
SHORTEST_FUZZY = 6
LONGEST_NAME = 14
LONGEST_TEXT = 1000


def parse_hub(text: str, *, asked: bool = True) -> str | None:
    """Guadalajara, Mexico City, Monterrey, Tijuana or "no preference"; misspelt names and GDL, CDMX, MTY, TJ too.

    `asked`: the text answers the question for the city. Otherwise only a city in which the work is to be done.
    Of two cities the one preferred counts; where none is, None.
    """
    text = expression("hub", "other_places").sub("~", plain(text[:LONGEST_TEXT]))
    if asked and expression("hub", "asks").search(text):
        return None
    named = mentions(text)
    found = [(place, name) for place, name in named if not negated(text, place) and (asked or wanted(text, place))]
    if not (asked and expression("hub", "for_that").search(text)):  # "our plant is near Monterrey, so that one"
        found = [(place, name) for place, name in found if not re.search(vocabulary("hub")["elsewhere_too"], text[:place])]
    names = list(dict.fromkeys(name for _, name in found))
    if names:
        return names[0] if len(names) == 1 else favourite(text, found)
    if not asked:
        return None
    without_one = bool(named) and "anywhere but" in text
    return NO_PREFERENCE if without_one or expression("hub", "no_preference").search(text) else None


def plain(text: str) -> str:
    """The text in lower case, without accents and surplus blanks."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'").replace("-", " "))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def favourite(text: str, found: list[tuple[int, str]]) -> str | None:
    """The city that is preferred to the others named."""
    favoured = [name for place, name in found if place and re.search(vocabulary("hub")["preferred"], text[:place])]
    first = found[0][1] if re.search(vocabulary("hub")["second"], text) else None
    return favoured[-1] if favoured else first


def negated(text: str, place: int) -> bool:
    """Whether the city at this place is the one not wanted."""
    return bool(re.search(vocabulary("hub")["negated"], text[max(0, place - 30) : place]))


def wanted(text: str, place: int) -> bool:
    """Whether the work is to be in the city at this place."""
    before = text[max(0, place - 60) : place]
    return bool(re.search(vocabulary("hub")["wanted"], before)) and not re.search(vocabulary("hub")["elsewhere"], before)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    hubs = {alias: name for name, aliases in vocabulary("hub")["names"].items() for alias in aliases}
    longest_first = sorted(map(re.escape, hubs), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"), hubs


def mentions(text: str) -> list[tuple[int, str]]:
    """Where hubs are named, in order."""
    pattern, hubs = _names()
    found = [(match.start(), hubs[match[0]]) for match in pattern.finditer(text)]
    if found:
        return found
    whole = {name.lower(): name for name in vocabulary("hub")["names"]}
    for match in re.finditer(r"(?=\b([a-z]{3,} ?c[a-z]{2,4}|[a-z]+)\b)", text):
        close = get_close_matches(match[1], whole, 1, CLOSE) if SHORTEST_FUZZY <= len(match[1]) <= LONGEST_NAME else []
        if close and match[1] != "mexico" and (not found or found[-1][1] != whole[close[0]]):
            found.append((match.start(), whole[close[0]]))
    return found

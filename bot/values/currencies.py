"""Which currency a text names, and where."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.values.vocabulary import vocabulary


@cache
def any_currency() -> str:
    """All signs and names of currencies as alternatives."""
    return "|".join(_names([name for names in vocabulary("money")["currencies"].values() for name in names], "dollars"))


def _names(names: list[str], more: str = "") -> list[str]:
    """The longest first; a name of letters is no part of a longer word."""
    every = [*names, *(vocabulary("money")[more] if more else ())]
    letters = re.compile(r"[a-z]")
    before = {name: "(?<![a-z])" if letters.match(name) or name.startswith("(?:") else "" for name in every}
    after = {name: "(?![a-z])" if letters.search(name[-2:]) else "" for name in every}
    return [f"{before[name]}{name}{after[name]}" for name in sorted(every, key=len, reverse=True)]


@cache
def _currencies() -> re.Pattern[str]:
    """Every currency as a group of its name, a bare dollar sign as `dollars`; other countries' pesos before Mexico's."""
    words = vocabulary("money")
    order = sorted(words["currencies"], key=lambda code: code in ("MXN", "GBP", "CHF", "INR", "AED", "SAR"))
    named = [rf"(?P<{code}>{'|'.join(_names(words['currencies'][code]))})" for code in order]
    return re.compile("|".join([*named, rf"(?P<dollars>{'|'.join(_names(words['dollars']))})"]))


def currency_in(text: str, start: int = 0, end: int | None = None) -> str | None:
    """The currency named between these places, or across them; a bare dollar sign counts when there is nothing plainer."""
    end = len(text) if end is None else end
    found = [code for first, last, code in _named_in(text) if last > start and first < end]
    return next((code for code in found if code != "dollars"), "USD" if found else None)


@lru_cache(maxsize=8)
def _named_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where currencies are named; kept, since every number of a text asks for it."""
    return tuple((match.start(), match.end(), str(match.lastgroup)) for match in _currencies().finditer(text))

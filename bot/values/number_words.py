"""Numbers in a text, in digits and in English words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATTERNS = Path(__file__).parent / "patterns"
LONGEST_TEXT = 4000
LARGEST = 10**12


@dataclass(frozen=True)
class Number:
    """A number, and where it stands; `scaled` when a word or letter multiplied it ("20k", "five grand")."""

    value: float
    start: int
    end: int
    scaled: bool = False


@cache
def vocabulary(kind: str) -> dict[str, Any]:
    """The pattern file of this kind."""
    found: dict[str, Any] = yaml.safe_load((PATTERNS / f"{kind}.yml").read_text(encoding="utf-8"))
    return found


@cache
def _expression() -> re.Pattern[str]:
    words = vocabulary("numbers")
    scale = "|".join(sorted(words["scales"], key=len, reverse=True))
    suffix = "|".join(sorted(words["suffixes"], key=len, reverse=True))
    phrase = "|".join(sorted(map(re.escape, words["phrases"]), key=len, reverse=True))
    word = "|".join(sorted([*words["units"], *words["tens"], *words["hundred"]], key=len, reverse=True))
    digits = r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
    return re.compile(
        rf"(?<![\w.,])(?P<digits>{digits})(?:(?P<suffix>{suffix})(?![a-z])|\s?(?P<scale>{scale})\b)?"
        rf"|\b(?P<phrase>{phrase})\b(?:\s(?P<phrase_scale>{scale})\b)?"
        rf"|\b(?P<words>(?:{word})(?:(?:[\s-]+|\s+and\s+)(?:{word}))*)\b(?:\s(?P<word_scale>{scale})\b)?",
        re.IGNORECASE,
    )


def numbers(text: str) -> list[Number]:
    """Every number in the text, in order; none is negative and none above 10**12."""
    found = []
    for match in _expression().finditer(text[:LONGEST_TEXT].lower()):
        value = _value(match)
        if value is not None and value <= LARGEST:
            scaled = bool(match["suffix"] or match["scale"] or match["word_scale"] or match["phrase_scale"])
            found.append(Number(value, match.start(), match.end(), scaled))
    return found


def _value(match: re.Match[str]) -> float | None:
    words = vocabulary("numbers")
    if match["phrase"]:
        return float(words["phrases"][match["phrase"]] * words["scales"].get(match["phrase_scale"] or "", 1))
    scale = words["scales"].get(match["suffix"] or match["scale"] or match["word_scale"] or "", 1)
    base = _from_digits(match["digits"]) if match["digits"] else _from_words(match["words"])
    return None if base is None else base * scale


def _from_digits(text: str) -> float | None:
    """Digits with separators: three digits after the only separator are thousands, fewer are decimals."""
    text = re.sub(r"[' \u00a0\u202f]", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return float(text) if len(text) <= 15 else None
    whole, decimals = text[:last], text[last + 1 :]
    if len(decimals) == 3 and whole.lstrip("0"):
        whole, decimals = whole + decimals, "0"
    whole = whole.replace(".", "").replace(",", "")
    return float(f"{whole or '0'}.{decimals}") if len(whole) <= 15 else None


def _from_words(text: str) -> float | None:
    words = vocabulary("numbers")
    total = 0
    for word in re.findall(r"[a-z]+", text):
        if word in words["hundred"]:
            total = (total or 1) * 100
        elif word != "and":
            total += words["units"].get(word, 0) + words["tens"].get(word, 0)
    return float(total) if total else None

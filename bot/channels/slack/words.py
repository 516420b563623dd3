"""The words of words.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("words.yml")


@dataclass(frozen=True)
class Words:
    """One field for each line of the file."""

    use: str
    use_own_email: str
    chosen: str
    closed: str
    stale: str
    stale_only: str
    too_long: str
    no_words: str
    not_yours: str
    kept_by_slack: str
    erased_here_only: str


@cache
def words() -> Words:
    """As the file has them; raises TypeError when a line is missing or too many."""
    return Words(**yaml.safe_load(FILE.read_text(encoding="utf-8")))

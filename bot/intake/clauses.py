"""A message taken apart: what it tells, what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.intake.patterns import is_question, pattern, sentences

# "5, starting in June" are two clauses; "two backend and one QA" is one answer, tried whole before its parts.
CLAUSE_END = re.compile(r"\s*(?:[,;]\s|\s-\s|\band\b|\bbut\b)\s*", re.IGNORECASE)
LONGEST = 1000
TENTATIVE_WORDS = 4


@dataclass(frozen=True)
class Spoken:
    """A message's sentences, those that tell something apart from those that ask."""

    statements: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def told(self) -> str:
        """All statements."""
        return " ".join(self.statements)

    @property
    def is_tentative(self) -> bool:
        """Whether it is a short answer with a question mark: "maybe 5?"."""
        alone = len(self.questions) == 1 and not self.statements
        return alone and len(self.questions[0].split()) <= TENTATIVE_WORDS and not is_question(self.questions[0].rstrip(" ?"))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The statements' parts."""
        return tuple(part for part in CLAUSE_END.split(self.told) if part)


def spoken(text: str) -> Spoken:
    """The message's statements and questions; a request in the form of a question ("can you get us ...?") tells."""
    parts = sentences(text[:LONGEST])
    asking = [is_question(part) and not pattern("request").search(part) for part in parts]
    return Spoken(
        tuple(part for part, asks in zip(parts, asking, strict=True) if not asks),
        tuple(part for part, asks in zip(parts, asking, strict=True) if asks),
    )

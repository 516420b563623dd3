"""A message taken apart: what it tells, what it asks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.intake.patterns import is_question, pattern, sentences
from bot.values.hub import NO_PREFERENCE, parse_hub

# "5, starting in June" are two clauses; "two backend and one QA" is one answer, tried whole before its parts.
CLAUSE_END = re.compile(r"\s*(?:[,;](?=\s)|\s[-\u2013\u2014/|]\s|\band\b|\bbut\b|\.\s)\s*", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
PICTURES = ("So", "Sk", "Cs", "Cn")
LONGEST = 1000
MOST_WORDS_IN_DOUBT = 12
MOST_WORDS_OF_TOPIC = 2


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
        """Whether it is an answer with a question mark: "maybe 5?", "March?"."""
        if len(self.questions) != 1 or self.statements:
            return False
        words = self.questions[0].rstrip(" ?")
        if len(words.split()) > MOST_WORDS_IN_DOUBT or is_question(words):
            return False
        return bool(pattern("hedge").search(words) or pattern("bare_value").search(words))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The statements' parts."""
        return tuple(part for statement in self.statements for part in CLAUSE_END.split(statement) if part)


def spoken(text: str) -> Spoken:
    """The message's statements and questions; a request in the form of a question ("can you get us ...?") tells."""
    statements, questions = [], []
    for part in sentences(plain(text)[:LONGEST]):
        if not is_question(part) or pattern("request").search(part):
            statements.append(part)
            continue
        told, asked = split(part)
        statements += [told] if told else []
        questions.append(asked)
    return Spoken(tuple(statements), tuple(questions))


def split(sentence: str) -> tuple[str, str]:
    """The statement before a question in the same sentence, empty where there is none, and the question."""
    joint = pattern("question_joint").search(sentence)
    told = sentence[: joint.start()] if joint else ""
    # What a question is about is no statement: "Guadalajara, is it cheap?".
    if joint is None or is_question(told) or is_topic(told):
        return "", sentence
    return told, sentence[joint.end() :]


def is_topic(words: str) -> bool:
    """Whether the words only say what a question is about; a date alone is an answer."""
    return is_place(words) or bool(pattern("topic").search(words) and not pattern("date_alone").search(words))


def is_place(words: str) -> bool:
    """Whether the words name a city and nothing else."""
    return len(words.split()) <= MOST_WORDS_OF_TOPIC and parse_hub(words) not in (None, NO_PREFERENCE)


def plain(text: str) -> str:
    """The text without markup and pictures."""
    words = MARKUP.sub(" ", text)
    return "".join(" " if unicodedata.category(character) in PICTURES else character for character in words)

"""Chooses which of a message's segments to answer, and what the message as a whole does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.nlu.reading import Reading, Segment

ANSWERED = ("ask", "decline")
MOST_QUESTIONS = 3
LEANING_BELOW = 0.2
"""A segment less sure than this is read together with the one before it."""
GENERAL, GENERAL_BELOW, SPECIFIC_FROM = "ask/why_mexico", 0.6, 0.25
"""What asks of Mexico in general ("I need to be close to my vendors. Does Mexico suit me?") is read together with the
statement before it where that is this sure of something; "Why Mexico?" itself is surer than the middle one."""
TERSE_LIST_FLOOR, LIST_FLOOR, MOST_TERSE_WORDS = 0.33, 0.6, 6
"""From here on each part of a list counts as a question; the second where one has more words than the third says."""
LIST_SURE = 0.7
"""Parts as sure as this need not be found in the segment as a whole."""
STATEMENT_FLOOR = 0.5
"""A segment that is no question in form counts as one from this confidence on."""


@dataclass(frozen=True)
class Guess:
    """A label with how sure the classifier is of it, 0 to 1 (probability times similarity to the nearest example)."""

    label: str
    confidence: float
    also: frozenset[str] = frozenset()
    """Every label with at least a small share of the probability (bot/nlu/question_classifier.py)."""

    @property
    def group(self) -> str:
        """The part before the slash: ask, decline, chat, follow_up, or the whole label."""
        return self.label.split("/")[0]


@dataclass(frozen=True)
class Thresholds:
    """Below these the classifier is not believed; chosen on tests/eval/dev, see docs/understanding.md."""

    keep: float
    """A question among questions is answered from here on."""
    keep_beside_statements: float
    """The same where the message also tells something, which is easily misread for a question."""
    answer: float
    """A message is answered with article facts from here on."""
    decline: float
    """A message is declined by subject from here on; below, it is none of our business."""
    move: float
    """The lead form is opened from here on."""


@dataclass(frozen=True)
class Question:
    """One thing the visitor wants to know or says."""

    segment: Segment
    guess: Guess

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as actions read them from the message."""
        return {"label": self.guess.label, "confidence": round(self.guess.confidence, 4), **self.segment.as_dict()}


@dataclass(frozen=True)
class Judged:
    """A segment with what it is taken for alone, together with the segment before it, and read as a list."""

    segment: Segment
    alone: Guess
    with_before: Guess | None = None
    lists: Sequence[Sequence[Question]] = ()
    after_question: bool = False


def select(reading: Reading, whole: Guess, judged: Sequence[Judged], thresholds: Thresholds) -> list[Question]:
    """What to answer, at most three; one element, the message itself, when there is nothing to take apart."""
    settled = [question for one in judged for question in (listed(one) or [settle(one)])]
    if len(settled) > 1:
        floor = thresholds.keep if all(map(asks_or_chats, settled)) else thresholds.keep_beside_statements
        if any(question.guess.group in ANSWERED and worth_answering(question, floor) for question in settled):
            merged = merge([question for question in map(asks_for_people, settled) if worth_answering(question, floor)])
            return [complete(question, reading.whole) for question in merged[:MOST_QUESTIONS]]
        speaking = [question for question in settled if question.guess.group not in ("give_context", "chat")]
        if whole.confidence < thresholds.answer and speaking:
            return [max(speaking, key=lambda question: question.guess.confidence)]
    return [Question(reading.whole, whole)]


def settle(judged: Judged) -> Question:
    """The better of the two readings of one segment: alone, or, when that says little, together with the one before."""
    alone, leaning = judged.alone, judged.with_before
    if leaning is None or leaning.group not in ANSWERED or alone.group == "follow_up":
        return Question(judged.segment, alone)
    leans = alone.confidence < LEANING_BELOW and leaning.confidence > alone.confidence
    general = alone.label == GENERAL and alone.confidence < GENERAL_BELOW and not judged.after_question
    specific = general and leaning.group == "ask" and leaning.confidence >= SPECIFIC_FROM
    return Question(judged.segment, leaning if leans or specific else alone)


def listed(judged: Judged) -> list[Question]:
    """A segment's parts where it lists several things to know, none where it asks one."""
    found = [parts for parts in judged.lists if lists_questions(parts, judged.alone)]
    best = max(found, key=lambda parts: (len(labels(parts)), weakest(parts)), default=())
    return [replace(part, segment=replace(part.segment, is_question=True)) for part in best]


def lists_questions(parts: Sequence[Question], whole: Guess) -> bool:
    """Whether every part surely asks something, not all of them the same, and the segment as a whole speaks of each, too."""
    if not all(map(speaks_for_itself, parts)) or weakest(parts) < floor(parts):
        return False
    return len(labels(parts)) > 1 and (labels(parts) <= whole.also or weakest(parts) >= LIST_SURE)


def labels(parts: Sequence[Question]) -> set[str]:
    """What the parts of a list ask."""
    return {part.guess.label for part in parts}


def speaks_for_itself(part: Question) -> bool:
    """Whether a part of a list asks something by itself; a bare name doesn't ("India, Poland or Mexico")."""
    return part.guess.group in ANSWERED and not part.segment.is_bare_name


def weakest(parts: Sequence[Question]) -> float:
    """How sure the least sure part of a list is."""
    return min(part.guess.confidence for part in parts)


def floor(parts: Sequence[Question]) -> float:
    """How sure the parts of a list have to be: few words can hardly be anything else, a clause can."""
    terse = all(len(part.segment.text.split()) <= MOST_TERSE_WORDS for part in parts)
    return TERSE_LIST_FLOOR if terse else LIST_FLOOR


def asks_or_chats(question: Question) -> bool:
    """Whether a segment is a question in form, or small talk around one: then there is no story to misread."""
    return question.segment.is_question or question.guess.group == "chat"


def asks_for_people(question: Question) -> Question:
    """The wish for a person, which by itself opens the lead form, as the question beside others how to reach one."""
    if question.guess.label != "talk_to_team" or not question.segment.is_question:
        return question
    return replace(question, guess=replace(question.guess, label="ask/contact"))


def worth_answering(question: Question, floor: float) -> bool:
    """Whether a segment asks something, surely enough to be answered beside others.

    Hubs named before a question are what it is about: "Tijuana or Monterrey, where is it safer?".
    """
    heading = question.segment.is_bare_name and not question.segment.is_question
    if heading or question.guess.group not in (*ANSWERED, "follow_up"):
        return False
    return question.guess.confidence >= (floor if question.segment.is_question else max(floor, STATEMENT_FLOOR))


def merge(questions: Sequence[Question]) -> list[Question]:
    """Questions of the same label as one, in order, with all that they name."""
    merged: dict[str, Question] = {}
    for question in questions:
        label = question.guess.label
        merged[label] = join(merged[label], question) if label in merged else question
    return list(merged.values())


def join(first: Question, second: Question) -> Question:
    """Two askings of the same thing as one."""
    one, two = first.segment, second.segment
    names = {
        key: tuple(dict.fromkeys((*getattr(one, key), *getattr(two, key))))
        for key in ("hubs", "regions", "countries", "cities", "traits", "without")
    }
    guess = max(first.guess, second.guess, key=lambda guess: guess.confidence)
    return Question(replace(one, text=f"{one.text} {two.text}", is_question=True, **names), guess)


def complete(question: Question, whole: Segment) -> Question:
    """The question with names from the rest of the message where it has none of its own ("We do finance. Which city?")."""
    segment = question.segment
    if (
        question.guess.group == "follow_up"
        or segment.hubs
        or segment.without
        or segment.traits
        or segment.regions
        or segment.countries
        or segment.cities
    ):
        return question
    return replace(
        question,
        segment=replace(
            segment,
            hubs=whole.hubs,
            traits=whole.traits,
            regions=whole.regions,
            countries=whole.countries,
            cities=whole.cities,
            without=whole.without,
        ),
    )

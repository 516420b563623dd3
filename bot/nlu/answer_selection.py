"""Rasa component: what the message as a whole does, which questions it holds, and whether any is understood."""

from __future__ import annotations

from dataclasses import fields
from itertools import islice
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.abstention import abstain
from bot.nlu.question_classifier import GUESSES
from bot.nlu.reading import Reading
from bot.nlu.selection import Guess, Judged, Question, Thresholds, select
from bot.nlu.spacy_reader import READING

QUESTIONS = "questions"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class AnswerSelection(GraphComponent):
    """Sets `intent` (ask, decline, chat, follow_up, out_of_scope, nlu_fallback or one of the visitor's moves)
    and `questions`, which actions answer."""

    def __init__(self, thresholds: Thresholds) -> None:
        """Abstains below these."""
        self._thresholds = thresholds

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds, as calibrated on tests/eval/dev."""
        return {"keep": 0.2, "keep_beside_statements": 0.35, "answer": 0.1, "decline": 0.2, "move": 0.25}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> AnswerSelection:
        """With the thresholds in config.yml."""
        return cls(Thresholds(**{field.name: config[field.name] for field in fields(Thresholds)}))

    def process(self, messages: list[Message]) -> list[Message]:
        """Decides for messages as they come in."""
        for message in messages:
            questions = choose(message.get(READING), message.get(GUESSES), self._thresholds)
            message.set(QUESTIONS, [question.as_dict() for question in questions], add_to_output=True)
            best = max(questions, key=lambda question: question.guess.confidence).guess
            message.set(INTENT, {"name": intent(questions), "confidence": best.confidence}, add_to_output=True)
        return messages


def choose(reading: Reading, guesses: list[Guess], thresholds: Thresholds) -> list[Question]:
    """The questions to answer, those below the thresholds replaced by what to say instead."""
    if not reading.segments:
        return [Question(reading.whole, Guess("out_of_scope", 1.0))]
    return abstain(select(reading, guesses[0], judge(reading, guesses), thresholds), thresholds)


def judge(reading: Reading, guesses: list[Guess]) -> list[Judged]:
    """Each segment with the guesses on it, which come in the order of `bot.nlu.sentence_encoder.spans_of`."""
    count = len(reading.segments)
    following = iter(guesses[1:])
    alone = [guesses[0]] if count == 1 else list(islice(following, count))
    before = [None, *islice(following, count - 1)]
    lists: list[list[list[Question]]] = [[] for _ in range(count)]
    for listing in reading.lists:
        lists[listing.place].append([Question(part, next(following)) for part in listing.parts])
    after_question = [False, *(segment.is_question for segment in reading.segments)]
    return [Judged(*found) for found in zip(reading.segments, alone, before, lists, after_question[:count], strict=True)]


def intent(questions: list[Question]) -> str:
    """One intent for the rules: what can be answered goes before what can't."""
    groups = [question.guess.group for question in questions]
    for first in ("ask", "decline", "follow_up"):
        if first in groups:
            return first
    return groups[0]

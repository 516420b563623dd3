from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.answer_selection import QUESTIONS, AnswerSelection, choose, intent
from bot.nlu.question_classifier import GUESSES
from bot.nlu.reading import Reading, Segment
from bot.nlu.selection import Guess, Question, Thresholds
from bot.nlu.spacy_reader import READING

THRESHOLDS = Thresholds(keep=0.3, keep_beside_statements=0.3, answer=0.3, decline=0.3, move=0.3)
ONE, TWO = Segment("is it far?", is_question=True), Segment("is it cheap?", is_question=True)
WHOLE = Segment("is it far? is it cheap?", is_question=True)


def labels(questions: list[Question]) -> list[str]:
    return [question.guess.label for question in questions]


def test_a_message_without_words_is_out_of_scope() -> None:
    assert labels(choose(Reading(Segment("")), [], THRESHOLDS)) == ["out_of_scope"]


def test_a_single_question_is_judged_by_its_one_guess() -> None:
    assert labels(choose(Reading(ONE, (ONE,)), [Guess("ask/flights", 0.9)], THRESHOLDS)) == ["ask/flights"]
    assert labels(choose(Reading(ONE, (ONE,)), [Guess("ask/flights", 0.2)], THRESHOLDS)) == ["nlu_fallback"]


def test_guesses_are_of_the_whole_the_parts_and_the_pairs() -> None:
    guesses = [Guess("ask/why_mexico", 0.5), Guess("ask/flights", 0.9), Guess("ask/culture", 0.05), Guess("ask/cost", 0.8)]
    assert labels(choose(Reading(WHOLE, (ONE, TWO)), guesses, THRESHOLDS)) == ["ask/flights", "ask/cost"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["ask/cost"], "ask"),
        (["decline/visas", "ask/cost"], "ask"),
        (["follow_up/more", "decline/visas"], "decline"),
        (["chat/greet"], "chat"),
        (["nlu_fallback"], "nlu_fallback"),
        (["talk_to_team"], "talk_to_team"),
    ],
)
def test_what_can_be_answered_goes_before_what_cannot(found: list[str], expected: str) -> None:
    assert intent([Question(ONE, Guess(label, 0.5)) for label in found]) == expected


def test_the_component_tells_rasa_intent_and_questions() -> None:
    message = Message({READING: Reading(ONE, (ONE,)), GUESSES: [Guess("ask/flights", 0.9)]})
    AnswerSelection(THRESHOLDS).process([message])
    told = message.as_dict(only_output_properties=True)
    assert told["intent"] == {"name": "ask", "confidence": 0.9}
    assert [(item["label"], item["text"]) for item in told[QUESTIONS]] == [("ask/flights", "is it far?")]


def test_the_default_thresholds_are_those_a_threshold_can_be() -> None:
    assert set(AnswerSelection.get_default_config()) == set(Thresholds.__dataclass_fields__)

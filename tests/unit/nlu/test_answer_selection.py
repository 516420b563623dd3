from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.answer_selection import QUESTIONS, AnswerSelection, choose, intent, judge
from bot.nlu.question_classifier import GUESSES
from bot.nlu.reading import Listing, Reading, Segment
from bot.nlu.selection import Guess, Question, Thresholds
from bot.nlu.spacy_reader import READING

THRESHOLDS = Thresholds(keep=0.3, keep_beside_statements=0.3, answer=0.3, decline=0.3, move=0.3)
ONE, TWO = Segment("is it far?", is_question=True), Segment("is it cheap?", is_question=True)
WHOLE = Segment("is it far? is it cheap?", is_question=True)


def labels(questions: list[Question]) -> list[str]:
    return [question.guess.label for question in questions]


def test_a_message_without_words_is_out_of_scope() -> None:
    assert labels(choose(Reading(Segment("")), [], THRESHOLDS)) == ["out_of_scope"]


def test_a_segment_is_told_whether_a_question_went_before() -> None:
    parts = (Segment("Is it near?", is_question=True), Segment("We care."), Segment("Why Mexico?", is_question=True))
    found = judge(Reading(Segment("all"), parts), [Guess("ask/cost", 0.5)] * 6)
    assert [one.after_question for one in found] == [False, True, False]


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


def test_guesses_of_lists_come_last() -> None:
    parts = (Segment("flights"), Segment("visas"))
    both = Guess("ask/flights", 0.6, frozenset({"ask/flights", "decline/visas"}))
    guesses = [both, Guess("ask/flights", 0.9), Guess("decline/visas", 0.8)]
    assert labels(choose(Reading(ONE, (ONE,), (Listing(0, parts),)), guesses, THRESHOLDS)) == ["ask/flights", "decline/visas"]
    of_two = [Guess("ask/flights", 0.5), both, Guess("ask/cost", 0.7), Guess("ask/cost", 0.1), *guesses[1:]]
    found = choose(Reading(WHOLE, (ONE, TWO), (Listing(0, parts),)), of_two, THRESHOLDS)
    assert labels(found) == ["ask/flights", "decline/visas", "ask/cost"]

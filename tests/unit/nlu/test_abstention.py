from __future__ import annotations

import pytest

from bot.nlu.abstention import UNSURE, abstain, is_sure
from bot.nlu.reading import Segment
from bot.nlu.selection import Guess, Question, Thresholds

THRESHOLDS = Thresholds(keep=0.1, keep_beside_statements=0.1, answer=0.4, decline=0.3, move=0.2)


def question(label: str, confidence: float) -> Question:
    return Question(Segment(label), Guess(label, confidence))


@pytest.mark.parametrize(
    ("label", "threshold"), [("ask/cost", 0.4), ("decline/visas", 0.3), ("talk_to_team", 0.2), ("state_need", 0.2)]
)
def test_each_kind_has_its_threshold(label: str, threshold: float) -> None:
    assert is_sure(Guess(label, threshold), THRESHOLDS)
    assert not is_sure(Guess(label, threshold - 0.001), THRESHOLDS)


@pytest.mark.parametrize("label", ["chat/greet", "out_of_scope", "affirm", "stop", "follow_up/more", "give_context"])
def test_what_costs_nothing_when_wrong_is_always_sure(label: str) -> None:
    assert is_sure(Guess(label, 0.0), THRESHOLDS)


def test_sure_questions_stay_and_unsure_ones_go() -> None:
    sure, unsure = question("ask/cost", 0.9), question("ask/hubs", 0.2)
    assert abstain([unsure, sure], THRESHOLDS) == [sure]
    assert abstain([sure, question("chat/greet", 0.1)], THRESHOLDS) == [sure, question("chat/greet", 0.1)]


def test_when_none_is_sure_the_surest_is_marked_as_not_understood() -> None:
    (found,) = abstain([question("ask/cost", 0.1), question("decline/visas", 0.25), question("ask/hubs", 0.2)], THRESHOLDS)
    assert found == Question(Segment("decline/visas"), Guess(UNSURE, 0.25))


def test_what_is_hardly_like_any_declined_subject_is_out_of_scope() -> None:
    (found,) = abstain([question("decline/history", 0.2), question("decline/visas", 0.25)], THRESHOLDS)
    assert found.guess == Guess("out_of_scope", 0.25)

"""What is a yes to being contacted: plain words, and nothing less."""

from __future__ import annotations

import pytest

from bot.intake.consent import consents


@pytest.mark.parametrize(
    "text",
    ["yes", "ok", "Yes, pass it on", "sure thing", "go ahead", "great", "of course", "no problem, go ahead", "ok then, yes"],
)
def test_plain_words_are_a_yes_whatever_understanding_makes_of_them(text: str) -> None:
    assert consents(text, taken_for_yes=False) is True


@pytest.mark.parametrize("text", ["no", "No, don't", "I'd rather not", "no thanks", "please don't"])
def test_a_no_is_a_no(text: str) -> None:
    assert consents(text, taken_for_yes=True) is False


@pytest.mark.parametrize(
    "text",
    ["yes, but only by e-mail", "who gets this?", "I do have a question", "maybe", "no, that's not right", "thanks", "hmm",
     'affirm{"consent": true}', "ok, how long is the flight?", "the summary is correct except the budget"],
)  # fmt: skip
def test_conditions_doubt_and_questions_are_neither(text: str) -> None:
    assert consents(text, taken_for_yes=False) is None

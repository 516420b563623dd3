"""What is a yes to being contacted: plain words, and nothing less."""

from __future__ import annotations

import pytest

from bot.intake.consent import consents, postpones, wish_beside_yes


@pytest.mark.parametrize(
    "text",
    ["yes", "ok", "Yes, pass it on", "sure thing", "go ahead", "great", "of course", "no problem, go ahead", "ok then, yes",
     "please proceed", "kindly proceed", "pls do the needful", "go on then", "why not", "don't see why not", "ok do that",
     "sí, adelante", "ja, gerne", "happy for you to share it", "I guess so", "yes, when will they call?"],
)  # fmt: skip
def test_plain_words_are_a_yes_whatever_understanding_makes_of_them(text: str) -> None:
    assert consents(text, taken_for_yes=False) is True


@pytest.mark.parametrize("text", ["no", "No, don't", "I'd rather not", "no thanks", "please don't", "absolutely not",
                                  "of course not", "not at this time", "I'll contact you myself", "negative"])  # fmt: skip
def test_a_no_is_a_no(text: str) -> None:
    assert consents(text, taken_for_yes=True) is False


@pytest.mark.parametrize(
    "text",
    ["yes, but only if it is free", "yes, provided that nobody phones me", "yes, as long as it costs nothing",
     "yes if you don't sell my data", "ok, just a question", "ok but change the budget", "who gets this?", "maybe",
     "I do have a question", "no, that's not right", "thanks", "hmm", "I need to ask my boss first", "see you",
     'affirm{"consent": true}', "ok, how long is the flight?", "the summary is correct except the budget"],
)  # fmt: skip
def test_conditions_doubt_and_questions_are_neither(text: str) -> None:
    assert consents(text, taken_for_yes=False) is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [("yes but only by email", "only by email"), ("ok but no calls please", "no calls please"),
     ("fine by me, but e-mail only", "e-mail only")],
)  # fmt: skip
def test_a_wish_how_to_be_contacted_goes_with_the_yes(text: str, wish: str) -> None:
    assert (consents(text, taken_for_yes=False), wish_beside_yes(text)) == (True, wish)


@pytest.mark.parametrize("text", ["ok but don't share it yet", "fine, but I have to ask my boss"])
def test_a_yes_with_a_but_is_no_refusal(text: str) -> None:
    assert consents(text, taken_for_yes=False) is None
    assert postpones(text)

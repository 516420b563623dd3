from __future__ import annotations

import pytest

from bot.nlu.reading import Reading, Segment
from bot.nlu.selection import MOST_QUESTIONS, Guess, Judged, Thresholds, merge, select, settle, worth_answering
from bot.nlu.selection import Question as Found

THRESHOLDS = Thresholds(keep=0.3, keep_beside_statements=0.3, answer=0.3, decline=0.3, move=0.3)


def asked(text: str, **names: tuple[str, ...]) -> Segment:
    return Segment(text, is_question=True, **names)


def judged(label: str, confidence: float, segment: Segment | None = None, before: Guess | None = None) -> Judged:
    return Judged(segment or asked(f"about {label}?"), Guess(label, confidence), before)


def chosen(*parts: Judged, whole: Guess = Guess("ask/cost", 0.9), segment: Segment | None = None) -> list[Found]:  # noqa: B008
    reading = Reading(segment or asked("all of it"), tuple(part.segment for part in parts))
    return select(reading, whole, parts, THRESHOLDS)


def labels(found: list[Found]) -> list[str]:
    return [question.guess.label for question in found]


def test_one_segment_is_the_message_itself() -> None:
    (found,) = chosen(judged("ask/flights", 0.9), whole=Guess("ask/flights", 0.9))
    assert (found.segment.text, found.guess.label) == ("all of it", "ask/flights")


def test_every_sure_question_is_answered_in_order() -> None:
    assert labels(chosen(judged("ask/flights", 0.9), judged("decline/visas", 0.8), judged("ask/cost", 0.7))) == [
        "ask/flights",
        "decline/visas",
        "ask/cost",
    ]


def test_at_most_three_are_answered() -> None:
    many = [judged(f"ask/{name}", 0.9) for name in ("flights", "cost", "english", "culture", "hubs")]
    assert labels(chosen(*many)) == ["ask/flights", "ask/cost", "ask/english"]
    assert MOST_QUESTIONS == 3


def test_an_unsure_question_beside_a_sure_one_is_left_out() -> None:
    assert labels(chosen(judged("ask/flights", 0.9), judged("ask/cost", 0.1))) == ["ask/flights"]


@pytest.mark.parametrize("label", ["give_context", "chat/greet", "affirm", "out_of_scope", "state_need"])
def test_what_asks_nothing_beside_a_question_is_left_out(label: str) -> None:
    assert labels(chosen(judged(label, 0.99, Segment("We are a bank.")), judged("ask/cost", 0.9))) == ["ask/cost"]


def test_with_no_question_among_them_the_message_is_taken_as_a_whole() -> None:
    found = chosen(judged("chat/greet", 0.9), judged("give_context", 0.9), whole=Guess("give_context", 0.8))
    assert labels(found) == ["give_context"]
    assert found[0].segment.text == "all of it"


def test_where_the_whole_is_unsure_the_surest_part_that_says_something_counts() -> None:
    parts = (judged("give_context", 0.95), judged("state_need", 0.8), judged("talk_to_team", 0.6), judged("chat/greet", 0.99))
    assert labels(chosen(*parts, whole=Guess("ask/cost", 0.1))) == ["state_need"]


def test_a_statement_needs_to_be_surer_than_a_question() -> None:
    statement, question = Segment("the cost is what matters"), asked("is it cheap?")
    assert worth_answering(Found(question, Guess("ask/cost", 0.35)), THRESHOLDS.keep)
    assert not worth_answering(Found(statement, Guess("ask/cost", 0.35)), THRESHOLDS.keep)
    assert worth_answering(Found(statement, Guess("ask/cost", 0.9)), THRESHOLDS.keep)


def test_a_follow_up_stays_one_for_the_answer_to_resolve() -> None:
    assert settle(judged("follow_up/about", 0.05, before=Guess("ask/hub", 0.6))).guess.label == "follow_up/about"
    assert labels(chosen(judged("ask/hub", 0.9), judged("follow_up/cheaper", 0.9))) == ["ask/hub", "follow_up/cheaper"]


def test_a_follow_up_takes_no_names_from_the_rest_of_the_message() -> None:
    found = chosen(judged("ask/hub", 0.9), judged("follow_up/cheaper", 0.9), segment=asked("all", hubs=("Tijuana", "Monterrey")))
    assert found[1].segment.hubs == ()


def test_a_segment_that_leans_on_the_one_before_is_read_with_it() -> None:
    with_before = Guess("ask/hub", 0.6)
    assert settle(judged("ask/flights", 0.05, before=with_before)).guess == with_before


def test_a_segment_that_stands_alone_is_read_alone() -> None:
    alone = judged("ask/flights", 0.9, before=Guess("ask/hub", 0.95))
    assert settle(alone).guess == alone.alone
    assert settle(judged("ask/flights", 0.05)).guess.label == "ask/flights"


def test_a_segment_never_leans_towards_what_is_no_answer() -> None:
    assert settle(judged("follow_up/about", 0.9, before=Guess("give_context", 0.99))).guess.label == "follow_up/about"


def test_the_same_thing_asked_twice_is_one_question_with_all_names() -> None:
    (found,) = chosen(
        judged("ask/hub", 0.6, asked("how is TJ?", hubs=("Tijuana",))),
        judged("ask/hub", 0.8, asked("and Monterrey, Tijuana?", hubs=("Monterrey", "Tijuana"), traits=("border",))),
    )
    assert found.segment.hubs == ("Tijuana", "Monterrey")
    assert found.segment.traits == ("border",)
    assert found.guess.confidence == 0.8
    assert found.segment.text == "how is TJ? and Monterrey, Tijuana?"


def test_merging_keeps_the_order() -> None:
    found = merge(
        [
            Found(asked("a"), Guess("ask/cost", 0.5)),
            Found(asked("b"), Guess("ask/hubs", 0.5)),
            Found(asked("c"), Guess("ask/cost", 0.9)),
        ]
    )
    assert labels(found) == ["ask/cost", "ask/hubs"]


def test_a_question_without_names_takes_the_messages() -> None:
    context = judged("give_context", 0.9, Segment("We do finance.", traits=("finance",)))
    question = judged("ask/choose_hub", 0.9, asked("Which city fits?"))
    (found,) = chosen(context, question, segment=asked("We do finance. Which city fits?", traits=("finance",)))
    assert found.segment.traits == ("finance",)


def test_a_question_with_names_keeps_its_own() -> None:
    named = judged("ask/hub", 0.9, asked("How is TJ?", hubs=("Tijuana",)))
    (found,) = chosen(
        judged("give_context", 0.9), named, segment=asked("all", hubs=("Monterrey", "Tijuana"), traits=("finance",))
    )
    assert (found.segment.hubs, found.segment.traits) == (("Tijuana",), ())


def test_a_question_as_actions_read_it() -> None:
    values = Found(asked("how is TJ?", hubs=("Tijuana",)), Guess("ask/hub", 0.123456)).as_dict()
    assert (values["label"], values["confidence"], values["hubs"], values["is_question"]) == (
        "ask/hub",
        0.1235,
        ("Tijuana",),
        True,
    )


@pytest.mark.parametrize(("label", "group"), [("ask/cost", "ask"), ("out_of_scope", "out_of_scope"), ("chat/greet", "chat")])
def test_a_guesss_group(label: str, group: str) -> None:
    assert Guess(label, 0.5).group == group


def part(label: str, confidence: float, text: str = "a thing") -> Found:
    return Found(Segment(text), Guess(label, confidence))


def list_of(*parts: Found, also: tuple[str, ...] = ("ask/cost", "ask/flights", "decline/visas")) -> Judged:
    return Judged(asked("x, y and z?"), Guess("ask/cost", 0.5, frozenset(also)), None, [parts])


def test_a_list_of_things_to_know_is_as_many_questions() -> None:
    found = chosen(list_of(part("ask/flights", 0.9), part("decline/visas", 0.4)))
    assert labels(found) == ["ask/flights", "decline/visas"]
    assert all(question.segment.is_question for question in found)


@pytest.mark.parametrize(
    "parts",
    [
        (part("ask/flights", 0.9), part("decline/visas", 0.2)),
        (part("ask/flights", 0.9), part("ask/flights", 0.9)),
        (part("ask/flights", 0.9), part("give_context", 0.9)),
        (part("ask/flights", 0.9), part("ask/english", 0.69)),
        (part("ask/flights", 0.9), part("decline/visas", 0.4, "a clause of more words than any list has")),
        (part("ask/flights", 0.9), Found(Segment("Tijuana", hubs=("Tijuana",)), Guess("ask/cost", 1.0))),
    ],
    ids=["unsure", "the same twice", "a statement", "not in the whole", "a clause", "a bare name"],
)
def test_what_only_looks_like_a_list_is_one_question(parts: tuple[Found, ...]) -> None:
    assert labels(chosen(list_of(*parts), whole=Guess("ask/cost", 0.5))) == ["ask/cost"]


def test_parts_that_are_sure_by_themselves_need_not_be_found_in_the_whole() -> None:
    assert labels(chosen(list_of(part("ask/culture", 0.8), part("ask/english", 0.75)))) == ["ask/culture", "ask/english"]


def general(label: str, confidence: float, *, after_question: bool = False, alone: float = 0.5) -> str:
    question = Judged(asked("does Mexico suit us?"), Guess("ask/why_mexico", alone), Guess(label, confidence), (), after_question)
    return settle(question).guess.label


def test_a_general_question_after_a_statement_asks_what_both_together_ask() -> None:
    assert general("ask/proximity", 0.3) == "ask/proximity"


def test_a_general_question_stays_one_where_that_says_little_or_a_question_went_before() -> None:
    assert general("ask/proximity", 0.2) == "ask/why_mexico"
    assert general("decline/law", 0.9) == "ask/why_mexico"
    assert general("ask/proximity", 0.9, after_question=True) == "ask/why_mexico"
    assert general("ask/proximity", 0.9, alone=0.9) == "ask/why_mexico"


def test_of_several_ways_to_cut_the_one_with_most_questions_counts() -> None:
    fine = [part("ask/cost", 0.5), part("ask/flights", 0.5), part("decline/visas", 0.5)]
    coarse = [part("ask/cost", 0.9), part("decline/visas", 0.9)]
    one = list_of(*coarse)
    both = Judged(one.segment, one.alone, None, [coarse, fine])
    assert labels(chosen(both)) == ["ask/cost", "ask/flights", "decline/visas"]


def test_bare_names_before_a_question_are_what_it_is_about() -> None:
    hubs = ("Tijuana", "Monterrey")
    heading = judged("ask/compare_hubs", 1.0, Segment("Tijuana or Monterrey", hubs=hubs))
    (found,) = chosen(heading, judged("decline/safety", 0.6), segment=asked("all of it", hubs=hubs))
    assert (found.guess.label, found.segment.hubs) == ("decline/safety", hubs)


def test_bare_names_that_are_a_question_are_answered_too() -> None:
    compared = judged("ask/compare_hubs", 1.0, asked("Tijuana or Monterrey?", hubs=("Tijuana", "Monterrey")))
    assert labels(chosen(compared, judged("decline/safety", 0.6))) == ["ask/compare_hubs", "decline/safety"]


def test_asking_for_a_person_beside_a_question_is_a_question_too() -> None:
    assert labels(chosen(judged("ask/source", 0.9), judged("talk_to_team", 0.9))) == ["ask/source", "ask/contact"]

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations

import pytest

from bot.knowledge import Knowledge
from bot.knowledge.question import Context, Question
from bot.knowledge.reply import INVITE_EVERY, Reply, reply

MOST_WORDS = 90
MODES = ("answer", "more", "why", "repeat")
HUBS = ("Guadalajara", "Mexico City", "Monterrey", "Tijuana")
# The next answer carries the invitation: the longest a reply can be.
ABOUT_TO_INVITE = Context(answers=INVITE_EVERY - 1)


def problems(questions: Iterable[tuple[Question, ...]], knowledge: Knowledge) -> list[str]:
    """What is wrong with the longest replies to these messages."""
    found = []
    for asked in questions:
        given = reply(asked, ABOUT_TO_INVITE, knowledge)
        count = len(given.text.split())
        if count > MOST_WORDS:
            found.append(f"{count} words: {asked}")
        if len(given.buttons) > 3 or len(set(given.buttons)) < len(given.buttons):
            found.append(f"buttons {given.buttons}: {asked}")
        if "{" in given.text or "  " in given.text:
            found.append(f"{given.text}: {asked}")
    return found


def test_each_topic_in_each_mode_is_short(knowledge: Knowledge) -> None:
    asked = [(Question(f"ask/{topic}", mode=mode),) for topic in knowledge.topics for mode in MODES]
    assert problems(asked, knowledge) == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_topic_of_named_hubs_is_short(count: int, knowledge: Knowledge) -> None:
    asked = [
        (Question(f"ask/{topic}", hubs=hubs, mode=mode),)
        for topic in knowledge.topics
        for hubs in combinations(HUBS, count)
        for mode in MODES
        if topic != "infrastructure" or count > 1
    ]
    assert problems(asked, knowledge) == []


def test_infrastructure_of_a_hub_is_short(knowledge: Knowledge) -> None:
    assert problems([(Question("ask/infrastructure", hubs=(hub,)),) for hub in HUBS], knowledge) == []


def test_each_topic_of_all_hubs_is_short(knowledge: Knowledge) -> None:
    assert problems([(Question(f"ask/{topic}", hubs=HUBS),) for topic in knowledge.topics], knowledge) == []


def test_each_pair_of_topics_is_short(knowledge: Knowledge) -> None:
    asked = [(Question(f"ask/{one}"), Question(f"ask/{two}")) for one, two in permutations(knowledge.topics, 2)]
    assert problems(asked, knowledge) == []


def test_each_triple_of_topics_is_short(knowledge: Knowledge) -> None:
    asked = [tuple(Question(f"ask/{topic}") for topic in topics) for topics in combinations(knowledge.topics, 3)]
    assert problems(asked, knowledge) == []


def test_each_declined_subject_is_short(knowledge: Knowledge) -> None:
    asked = [(Question(f"decline/{subject}", mode=mode),) for subject in knowledge.subjects for mode in MODES]
    assert problems(asked, knowledge) == []


def test_a_topic_with_a_declined_subject_is_short(knowledge: Knowledge) -> None:
    asked = [
        (Question(f"ask/{topic}"), Question(f"decline/{subject}")) for topic in knowledge.topics for subject in knowledge.subjects
    ]
    assert problems(asked, knowledge) == []


@pytest.mark.parametrize("mode", MODES)
def test_each_hub_with_any_trait_is_short(mode: str, knowledge: Knowledge) -> None:
    asked = [
        (Question("ask/hub", hubs=(hub,), traits=traits, mode=mode),)
        for hub in HUBS
        for count in (0, 1, 2)
        for traits in combinations(knowledge.traits, count)
    ]
    assert problems(asked, knowledge) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("count", [2, 3, 4])
def test_any_hubs_beside_each_other_are_short(count: int, mode: str, knowledge: Knowledge) -> None:
    asked = [
        (Question("ask/compare_hubs", hubs=hubs, traits=traits, mode=mode),)
        for hubs in combinations(HUBS, count)
        for traits in ((), *((trait,) for trait in knowledge.traits))
    ]
    assert problems(asked, knowledge) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_choice_by_up_to_three_traits_is_short(mode: str, knowledge: Knowledge) -> None:
    asked = [
        (Question("ask/choose_hub", traits=traits, mode=mode),)
        for count in (1, 2, 3)
        for traits in combinations(knowledge.traits, count)
    ]
    assert problems(asked, knowledge) == []


@pytest.mark.parametrize("count", [2, 3])
def test_a_comparison_of_hubs_with_another_topic_is_short(count: int, knowledge: Knowledge) -> None:
    asked = [
        (Question("ask/compare_hubs", hubs=hubs), Question(f"ask/{topic}"))
        for hubs in combinations(HUBS, count)
        for topic in knowledge.topics
    ]
    assert problems(asked, knowledge) == []


@pytest.mark.parametrize(("count", "beside"), [(2, 2), (3, 2), (4, 1), (4, 2)])
def test_a_comparison_of_hubs_among_other_topics_is_short(count: int, beside: int, knowledge: Knowledge) -> None:
    asked = [
        (Question("ask/compare_hubs", hubs=hubs), *(Question(f"ask/{topic}") for topic in topics))
        for hubs in combinations(HUBS, count)
        for topics in combinations(knowledge.topics, beside)
    ]
    assert problems(asked, knowledge) == []


def test_every_answer_names_its_source_last(knowledge: Knowledge) -> None:
    for topic in knowledge.topics.values():
        given = reply([Question(f"ask/{topic.id}")], ABOUT_TO_INVITE, knowledge)
        heading = knowledge.article.sections[topic.section]
        assert given.sections == (heading,)
        assert given.text.splitlines()[-1] == f"Source: {heading}"


def test_two_answers_name_both_sources_once(knowledge: Knowledge) -> None:
    given = reply([Question("ask/cost"), Question("ask/quality"), Question("ask/flights")], Context(), knowledge)
    assert given.sections == ("Benefits of Outsourcing to Mexico", "Proximity to the United States")
    assert given.text.count("Source:") == 1


def test_two_questions_are_both_answered(knowledge: Knowledge) -> None:
    given = reply([Question("ask/flights"), Question("ask/english")], Context(), knowledge)
    assert given.topics == ("flights", "english")
    assert knowledge.topics["flights"].short in given.text
    assert knowledge.topics["english"].short in given.text


def test_a_question_that_can_be_answered_and_one_that_cannot(knowledge: Knowledge) -> None:
    given = reply([Question("ask/flights"), Question("decline/visas")], Context(), knowledge)
    assert (given.type, given.topics, given.declined) == ("answer", ("flights",), ("visas",))
    assert knowledge.subjects["visas"].name in given.text


def test_two_declined_subjects_are_both_named(knowledge: Knowledge) -> None:
    given = reply([Question("decline/rates"), Question("decline/visas")], Context(), knowledge)
    assert (given.type, given.declined) == ("declined", ("rates", "visas"))
    assert all(knowledge.subjects[subject].name in given.text for subject in given.declined)


def test_a_declined_reply_names_no_source_and_offers_an_expert(knowledge: Knowledge) -> None:
    for subject in knowledge.subjects:
        given = reply([Question(f"decline/{subject}")], Context(), knowledge)
        assert (given.type, given.sections, given.invites) == ("declined", (), False)
        assert "Source:" not in given.text
        assert given.buttons == (knowledge.topics[knowledge.subjects[subject].nearest].button, knowledge.phrases["talk_button"])


def test_a_question_may_lean_on_the_one_before_it_in_the_message(knowledge: Knowledge) -> None:
    asked = [Question("ask/compare_hubs", hubs=("Monterrey", "Tijuana")), Question("follow_up/cheaper")]
    given = reply(asked, Context(), knowledge)
    assert given.declined == ("city_costs",)
    assert knowledge.hubs["Tijuana"].short in given.text


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        (Question("ask/hub", hubs=("Monterrey",)), Question("follow_up/about", hubs=("Tijuana",)), "Tijuana"),
        (Question("ask/quality", hubs=("Monterrey",)), Question("follow_up/about", hubs=("Guadalajara",)), "Guadalajara"),
        (Question("decline/other_countries", countries=("Brazil",)), Question("follow_up/about", countries=("Chile",)), "Chile"),
    ],
)
def test_the_same_asked_of_another_name_in_the_message_is_answered_too(
    first: Question, second: Question, named: str, knowledge: Knowledge
) -> None:
    assert named in reply([first, second], Context(), knowledge).text


def test_without_leave_nobody_is_invited(knowledge: Knowledge) -> None:
    given = reply([Question("ask/cost")], ABOUT_TO_INVITE, knowledge, may_invite=False)
    assert not given.invites
    assert knowledge.phrases["invite"] not in given.text


def test_nothing_to_resolve_is_unclear_and_keeps_the_context(knowledge: Knowledge) -> None:
    context = Context(answers=2, told=("cost",))
    given = reply([], context, knowledge)
    assert (given.type, given.context) == ("unclear", context)
    assert len(given.buttons) == 3


def test_buttons_leave_out_what_was_told(knowledge: Knowledge) -> None:
    first = reply([Question("ask/quality")], Context(), knowledge)
    second = reply([Question("ask/cost")], first.context, knowledge)
    assert knowledge.topics["quality"].button in reply([Question("ask/cost")], Context(), knowledge).buttons
    assert knowledge.topics["quality"].button not in second.buttons


def conversation(labels: Iterable[str], knowledge: Knowledge) -> list[Reply]:
    replies: list[Reply] = []
    for label in labels:
        replies.append(reply([Question(label)], replies[-1].context if replies else Context(), knowledge))
    return replies


def test_the_invitation_comes_with_every_third_answer(knowledge: Knowledge) -> None:
    replies = conversation([f"ask/{topic}" for topic in knowledge.topics], knowledge)
    invited = [number for number, given in enumerate(replies, 1) if given.invites]
    assert invited == list(range(INVITE_EVERY, len(replies) + 1, INVITE_EVERY))
    for given in replies:
        assert given.invites == (knowledge.phrases["invite"] in given.text)
        assert given.invites == (knowledge.phrases["talk_button"] in given.buttons)


def test_declined_questions_neither_carry_nor_bring_on_the_invitation(knowledge: Knowledge) -> None:
    labels = [
        "ask/cost",
        "decline/visas",
        "ask/hubs",
        "decline/rates",
        "decline/taxes",
        "ask/english",
        "decline/ip",
        "ask/culture",
    ]
    invited = [given.invites for given in conversation(labels, knowledge)]
    assert invited == [False, False, False, False, False, True, False, False]


def test_the_same_question_in_the_same_state_gets_the_same_reply(knowledge: Knowledge) -> None:
    asked = [Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey")), Question("ask/cost")]
    context = Context((Question("ask/flights"),), ("flights",), 2, 0)
    assert reply(asked, context, knowledge) == reply(asked, context, knowledge)


def test_the_context_survives_the_slot(knowledge: Knowledge) -> None:
    """Rasa keeps it as JSON."""
    given = reply([Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey"), traits=("software",))], Context(), knowledge)
    assert Context.from_dict(given.context.as_dict()) == given.context
    assert Context.from_dict(None) == Context()


def test_a_question_survives_plain_values_with_other_keys_beside() -> None:
    question = Question("ask/hub", hubs=("Tijuana",), traits=("border",), mode="why")
    assert Question.from_dict({**question.as_dict(), "text": "why TJ", "confidence": 0.9, "is_question": True}) == question

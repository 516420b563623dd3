"""Questions the article answers: facts, source and type in the first reply."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conftest import Puente
from tests.visitor import Visitor

ANSWERS = [
    ("What is IT outsourcing?", "outsourcing", ["outside partner", "downtime"], "Introduction"),
    ("why Mexico?", "why_mexico", ["700,000", "130,000", "government", "cultural"], "Benefits of Outsourcing to Mexico"),
    ("is it cheaper than the US?", "cost", ["costs relatively less", "quality"], "Benefits of Outsourcing to Mexico"),
    ("how long is the flight", "flights", ["5 hours", "nonstop"], "Proximity to the United States"),
    ("can we visit the team", "visits", ["both directions", "US headquarters"], "Proximity to the United States"),
    ("do they speak English?", "english", ["proficient in English"], "Cultural Affinity"),
    ("is the culture a good fit?", "culture", ["cultural affinity"], "Cultural Affinity"),
    (
        "does the government support IT",
        "government",
        ["technology parks", "innovation centers", "entrepreneurship"],
        "Government Support",
    ),
    ("which cities are tech hubs", "hubs", ["Guadalajara", "Mexico City", "Monterrey", "Tijuana"], "Strong IT Hubs"),
    ("how many engineers does mexico have", "talent_pool", ["700,000"], "Expanding and Nurturing Talent Pool"),
    ("how many engineers graduate each year?", "graduates", ["130,000"], "Expanding and Nurturing Talent Pool"),
    ("are there training programs for engineers?", "training", ["training programs"], "Expanding and Nurturing Talent Pool"),
    ("Mexico or India?", "compare_countries", ["India", "Eastern Europe", "hands-on"], "Proximity to the United States"),
    ("can I open a development center there?", "development_center", ["development centers"], "Conclusion"),
    ("when was the article published?", "source", ["September 20, 2023"], "Introduction"),
    ("tell me about Monterrey", "hub", ["multinational", "highly educated"], "Monterrey"),
    ("tell me about Guadalajara", "hub", ["Silicon Valley of Mexico", "software"], "Guadalajara (Mexican Silicon Valley)"),
]

CHOICES = [
    ("which city is best for manufacturing?", "Tijuana"),
    ("which city for finance?", "Mexico City"),
    ("what city should I pick for customer service?", "Mexico City"),
    ("which is the biggest city?", "Mexico City"),
    ("which hub is on the border?", "Tijuana"),
    ("which city is called Silicon Valley?", "Guadalajara"),
]

HUBS = [
    ("tell me about Guadalahara", "Guadalajara"),
    ("what is Monterey known for", "Monterrey"),
    ("Tell me about Tiajuana", "Tijuana"),
    ("what about guadalajra?", "Guadalajara"),
    ("whats CDMX good at", "Mexico City"),
    ("tell me about GDL", "Guadalajara"),
    ("what is MTY known for", "Monterrey"),
    ("tell me about TJ", "Tijuana"),
    ("whats DF known for", "Mexico City"),
    ("tell me about the capital", "Mexico City"),
    ("TELL ME ABOUT TIJUANA", "Tijuana"),
    ("CDMX", "Mexico City"),
]

HUB_FACTS = {"Guadalajara": "Silicon Valley", "Mexico City": "finance", "Monterrey": "multinational", "Tijuana": "logistics"}


@pytest.mark.parametrize(("question", "topic", "facts", "section"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_a_question_is_answered_with_facts_and_their_source(
    visitor: Visitor, question: str, topic: str, facts: list[str], section: str
) -> None:
    reply = visitor.say(question)
    assert (reply.type, reply.envelope["topics"]) == ("answer", [topic])
    for fact in facts:
        assert fact in reply.answer
    assert reply.sections == [section]
    assert f"Source: {section}" in reply.answer
    assert len(reply.answer.split()) <= 90
    assert len(reply.buttons) <= 3


@pytest.mark.parametrize(("question", "hub"), CHOICES, ids=[row[0] for row in CHOICES])
def test_a_city_is_chosen_by_what_it_is_known_for(visitor: Visitor, question: str, hub: str) -> None:
    reply = visitor.say(question)
    assert reply.type == "answer"
    assert hub in reply.answer
    assert not [other for other in HUB_FACTS if other != hub and other in reply.answer]


@pytest.mark.parametrize(("question", "hub"), HUBS, ids=[row[0] for row in HUBS])
def test_hubs_are_known_by_nickname_and_in_misspelling(visitor: Visitor, question: str, hub: str) -> None:
    reply = visitor.say(question)
    assert (reply.type, reply.envelope["topics"]) == ("answer", ["hub"])
    assert hub in reply.answer
    assert HUB_FACTS[hub] in reply.answer


def test_two_misspelt_hubs_are_compared(visitor: Visitor) -> None:
    reply = visitor.say("Guadalahara or Monterey?")
    assert "compare_hubs" in reply.envelope["topics"]
    assert reply.sections == ["Guadalajara (Mexican Silicon Valley)", "Monterrey"]


@pytest.mark.parametrize(
    ("message", "topics", "facts"),
    [
        ("how long is the flight and do they speak english?", ["flights", "english"], ["5-hour", "English"]),
        (
            "How many engineers are there? What does the government do?",
            ["talent_pool", "government"],
            ["700,000", "technology parks"],
        ),
        (
            "Is Mexico cheaper? Is the culture a fit? How many engineers graduate each year?",
            ["cost", "culture", "graduates"],
            ["relatively less", "culture", "130,000"],
        ),
        (
            "Is it cheaper? Is the culture a fit? How many engineers graduate each year?",
            ["cost", "culture", "graduates"],
            ["relatively less", "culture", "130,000"],
        ),
    ],
)
def test_every_question_in_a_message_is_answered(visitor: Visitor, message: str, topics: list[str], facts: list[str]) -> None:
    reply = visitor.say(message)
    assert reply.type == "answer"
    assert sorted(reply.envelope["topics"]) == sorted(topics)
    for fact in facts:
        assert fact in reply.answer
    assert len(reply.sections) == len(set(reply.sections)) == len(topics)


def test_one_question_answered_and_one_declined_in_one_reply(visitor: Visitor) -> None:
    reply = visitor.say("How long is the flight? What are the hourly rates?")
    assert (reply.type, reply.envelope["topics"], reply.envelope["declined"]) == ("answer", ["flights"], ["rates"])
    assert "5-hour" in reply.answer
    assert "rates" in reply.answer


def test_a_question_buried_in_a_paragraph_is_found(visitor: Visitor) -> None:
    reply = visitor.say(
        "We're a 40-person fintech in Austin and our last vendor was far away. My boss asked me to look at "
        "options. How long is the flight to Mexico? Thanks a lot!"
    )
    assert reply.envelope["topics"] == ["flights"]
    assert "5 hours" in reply.answer


def test_the_same_message_in_the_same_state_gets_the_same_reply(puente: Puente) -> None:
    messages = ("hello", "why Mexico?", "tell me more", "asdf qwer", "and Tijuana?", "do I need a visa", "which is cheaper?")
    one, two = (Visitor(puente.url).chain(*messages) for _ in range(2))
    assert one == two


def test_an_invitation_comes_at_most_every_third_answer(visitor: Visitor) -> None:
    replies = visitor.chain(
        "why Mexico?",
        "how long is the flight",
        "do they speak English?",
        "how many engineers are there",
        "does the government help",
        "tell me about Monterrey",
    )
    invited = [number for number, reply in enumerate(replies) if "talk it over with our team" in reply.text]
    assert len(invited) <= 2
    assert all(later - earlier >= 3 for earlier, later in pairwise(invited))

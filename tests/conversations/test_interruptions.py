"""Every question of the form, interrupted by every kind of question and remark: answered, asked again, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.knowledge import load
from tests.conftest import Puente
from tests.visitor import Visitor

INTERRUPTIONS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("interruptions.yml").read_text(encoding="utf-8")
)
ALL = [(kind, text) for kind, texts in INTERRUPTIONS.items() for text in texts.values()]
PER_VISITOR = 15
"""A turn reads the whole conversation, so that short ones are played faster."""
ANSWERS = {
    "need": "help moving our ERP to the cloud",
    "team_size": "5",
    "timeline": "in six weeks",
    "budget": "20k a month",
    "hub": "Guadalajara",
    "company": "Kite & Keel",
    "job_title": "CTO",
    "name": "Jane Doe",
    "email": "jane@kite-and-keel.com",
}
LABELS = {"need": "Project", "job_title": "Role", "team_size": "Team size", "timeline": "Start", "hub": "City"}
TALK = "I want to talk to someone"


@pytest.mark.parametrize("slot", [*ANSWERS, "phone", "consent"])
def test_a_question_is_answered_and_the_open_one_comes_again(puente: Puente, slot: str) -> None:
    wrong = []
    for start in range(0, len(ALL), PER_VISITOR):
        visitor = Visitor(puente.url)
        asked = visitor.say(TALK).envelope["asks"]
        if slot != "need":
            asked = visitor.say(told_before(slot)).envelope["asks"]
        if asked == "phone" != slot:
            asked = visitor.say("skip").envelope["asks"]
        assert asked == slot
        wrong += list(taken_otherwise(puente, visitor, slot, ALL[start : start + PER_VISITOR]))
    assert wrong == []


def told_before(slot: str) -> str:
    """Everything that is asked before this slot, in one message."""
    before = list(ANSWERS)[: list(ANSWERS).index(slot)] if slot in ANSWERS else list(ANSWERS)
    return "\n".join(f"{LABELS.get(name, name)}: {ANSWERS[name]}" for name in before)


def taken_otherwise(
    puente: Puente, visitor: Visitor, slot: str, interruptions: list[tuple[str, str]]
) -> Iterator[tuple[str, str, str, str]]:
    """The interruptions that got something else than their answer and the open question again, or left a trace on the lead."""
    kept = puente.leads_of(visitor)
    for kind, said in interruptions:
        reply = visitor.say(said)
        if (reply.type, reply.envelope["asks"]) != (kind, slot) or len(reply.texts) < 2:
            yield said, reply.type, reply.envelope["asks"], reply.text
    if puente.leads_of(visitor) != kept:
        yield "one of them", "was stored", str(kept), str(puente.leads_of(visitor))


def test_there_is_a_question_on_every_topic_and_every_declined_subject() -> None:
    knowledge = load()
    assert set(INTERRUPTIONS["answer"]) >= set(knowledge.topics) - {"contact"} | {"hub", "compare_hubs"}
    assert "contact" in INTERRUPTIONS["chat"]  # while the questions are open, they are the way to reach the team
    assert set(INTERRUPTIONS["declined"]) >= set(knowledge.subjects) - {"other", "jobs"}

"""Which facts a message tells: the answer to the open question, what is volunteered beside it, and corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.intake.agenda import slots
from bot.intake.clauses import Spoken, spoken
from bot.intake.corrections import corrected
from bot.intake.need import need_in
from bot.values.person import parse_person
from bot.values.slots import parse

Value = dict[str, Any]
# Answers any words can be: they need more than their form to be believed.
FREE = frozenset({"need", "company", "name", "job_title"})
TYPED = ("team_size", "timeline", "budget", "hub", "email", "phone")
# Read off a message before anything else: a number in an address or a date is no head count.
SIGNATURE = re.compile(
    r"^\W*(?:(?:[Hh]i|[Hh]ello|[Hh]ey|HI)\b\W+)?(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]+){0,3}),? (?:from|at|of|with) [A-Z0-9]"
)
CLEAREST_FIRST = ("email", "phone", "timeline", "budget", "team_size", "hub", "company", "job_title")


# Never an answer to "what do you need?", however long.
NO_NEED = frozenset(
    {
        "stop",
        "skip",
        "why_ask",
        "talk_to_team",
        "out_of_scope",
        "pause",
        "resume",
        "start_over",
        "show_data",
        "erase_data",
        "not_a_lead",
        "correct",
    }
)
# Moves that any words could be taken for: believed only when sure, or in a message of few words.
MOVES = NO_NEED - {"talk_to_team", "out_of_scope", "correct"} | {"affirm", "deny", "chat", "follow_up", "talk_to_team"}
SURE_MOVE = 0.4
WORDS_OF_A_SENTENCE = 4
SHORTEST_NEED = 4


@dataclass(frozen=True)
class Message:
    """A visitor's message: the words, the intent that understanding gave it, and how sure that is, 0 to 1."""

    text: str
    intent: str = ""
    confidence: float = 1.0

    @property
    def is_move(self) -> bool:
        """Whether it is a move rather than an answer in free words."""
        return self.intent in MOVES and self.confidence >= SURE_MOVE

    @property
    def may_be_need(self) -> bool:
        """Whether its words may be the answer to "what do you need?"."""
        short = len(self.text.split()) < WORDS_OF_A_SENTENCE
        return self.intent not in NO_NEED and not (short and self.intent in MOVES)


@dataclass(frozen=True)
class State:
    """What the conversation knows: values by slot, the slot whose question is open, and slots in the order of answering."""

    known: Mapping[str, Any] = field(default_factory=dict)
    asks: str | None = None
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What a message told: values by slot, which of them were corrected, and a slot to ask again without a value."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    reopened: str | None = None
    asks_too: bool = False
    """Whether the message also holds a question."""


def listen(message: Message, state: State, today: date) -> Heard:
    """The facts in a message; none of them when it only asks something. `today` is the visitor's day."""
    said = spoken(message.text)
    fixed = corrected(message.text, said, message.intent, state.known, state.order, today)
    facts: dict[str, Any] = dict(fixed.facts)
    if not fixed.facts and not fixed.reopened:
        facts |= answer(message, said, state, today)
    for slot, value in volunteered(said, state.asks, today).items():
        known = state.known.get(slot)
        named_anew = slot == "name" and known is not None and value.lower() not in known.lower()
        if slot not in facts and (known is None or fixed.is_correction or slot == state.asks or named_anew):
            facts[slot] = value
    facts |= wish(message, said, state, facts)
    news = {slot: value for slot, value in facts.items() if plain(slot, value) != plain(slot, state.known.get(slot))}
    known_before = tuple(slot for slot in news if state.known.get(slot) is not None)
    # A value said again is an answer too: it closes the question without changing anything.
    repeated = {state.asks: facts[state.asks]} if state.asks is not None and state.asks in facts else {}
    return Heard({**repeated, **news}, known_before, fixed.reopened, bool(said.questions) and not (said.is_tentative and facts))


def answer(message: Message, said: Spoken, state: State, today: date) -> dict[str, Any]:
    """The answer to the open question."""
    slot = state.asks
    if slot not in slots() or slot is None or slot == "need" or not (said.statements or (slot in TYPED and said.is_tentative)):
        return {}
    if slot in FREE and message.is_move:
        return {}
    told = said.told or said.questions[0].rstrip(" ?")
    found = answered(slot, told, today)
    if found is None and slot in TYPED:
        found = next((value for clause in said.clauses if (value := answered(slot, clause, today)) is not None), None)
    return {slot: found} if found is not None else {}


def answered(slot: str, text: str, today: date) -> Any:
    """The value of these words in answer to the slot's question."""
    if slot == "name":
        return parse_person(text)
    found = parse(slot, text, today) if tells_nothing_else(slot, text, today) else None
    return None if found is None else unwrapped(slot, found)


def tells_nothing_else(slot: str, text: str, today: date) -> bool:
    """Whether the text plainly holds no other kind of value, whose digits or words would be taken for this one."""
    if parse(slot, text, today, asked=False) is not None:
        return True
    others = [other for other in CLEAREST_FIRST if other != slot]
    return all(parse(other, text, today, asked=False) is None for other in others)


def volunteered(said: Spoken, asks: str | None, today: date) -> dict[str, Any]:
    """What the statements of a message say of their own accord."""
    found: dict[str, Any] = {}
    for slot in CLEAREST_FIRST:
        value = parse(slot, said.told, today, asked=False)
        if value is not None:
            found[slot] = unwrapped(slot, value)
    name = parse_person(said.told, introduced_only=True) or signed(said)
    if name and name.lower() != str(found.get("company", "")).lower():
        found["name"] = name
    return found


def signed(said: Spoken) -> str | None:
    """The name in "Hi, Tom Baker from Kite & Keel here"."""
    matches = (SIGNATURE.match(part) for part in said.statements)
    return next((parse_person(match["name"]) for match in matches if match), None)


def wish(message: Message, said: Spoken, state: State, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The need: stated of its own accord, or any plain words in answer to its question."""
    if state.known.get("need") is not None and state.asks != "need":
        return {}
    if stated := need_in(said, whole=message.intent == "state_need"):
        return {"need": stated}
    answers = state.asks == "need" and message.may_be_need and not facts
    return {"need": said.told} if answers and len(said.told) >= SHORTEST_NEED else {}


def unwrapped(slot: str, value: Mapping[str, Any]) -> Any:
    """The bare value of a slot with one field, the object of one with several."""
    return value[slot] if slot in value else dict(value)


def plain(slot: str, value: Any) -> Any:
    """A value in a form that compares: letters' case means nothing in an e-mail address or name."""
    return value.strip().lower() if isinstance(value, str) and slot == "email" else value

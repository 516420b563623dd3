"""Which facts a message tells: the answer to the open question, what is volunteered beside it, and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.intake.agenda import CONSENT, slots
from bot.intake.clauses import Spoken, spoken
from bot.intake.corrections import WORDY, Corrected, Known, completed, corrected, too_small
from bot.intake.declining import declined
from bot.intake.message import Message
from bot.intake.own_words import in_own_words
from bot.intake.patterns import is_question, pattern, slot_names
from bot.intake.question_facts import asked_about
from bot.intake.state import State
from bot.intake.stray import bare_city, stray
from bot.intake.taken_back import taken_back
from bot.intake.volunteered import volunteered
from bot.intake.wish import added, lone_name, wish
from bot.values.company_name import like_a_name, like_a_question
from bot.values.person import parse_person
from bot.values.slots import parse, unwrapped

# Answers any words can be: they need more than their form to be believed.
FREE = frozenset({"need", "company", "name", "job_title"})
TYPED = ("team_size", "timeline", "budget", "hub", "email", "phone")
# Those that misspelt words are read for, too, as understanding puts them right.
SPELT = ("team_size", "timeline", "budget", "hub", "job_title")
CLAUSED = (*TYPED, "job_title")
# Those of which a value that says what it is can be no part of "one moment" or "until Monday".
PLAIN = ("team_size", "budget", "email")
# Kinds of value whose digits or words would be taken for the slot's own.
RIVALS = {
    "team_size": ("email", "phone", "timeline", "budget"),
    "timeline": ("email", "phone", "budget", "team_size"),
    "budget": ("email", "phone", "timeline", "team_size"),
    "company": ("email", "phone", "budget"),
    "job_title": ("email", "phone", "budget"),
}
WORDS_OF_A_MOVE = 3


@dataclass(frozen=True)
class Heard:
    """What a message told: values by slot, which of them were corrected, and a slot to ask again without a value."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    reopened: str | None = None
    asks_too: bool = False
    """Whether the message also holds a question."""
    removed: tuple[str, ...] = ()
    """Slots whose answers are to be left out."""
    declined: bool = False
    """Whether the message declines the open question."""


def listen(message: Message, state: State, today: date) -> Heard:
    """The facts in a message; none of them when it only asks something. `today` is the visitor's day."""
    said = spoken(message.text)
    if state.asks == "company" and said.questions and (name := like_a_question(message.text)):
        return Heard({"company": name})
    if removed := taken_back(said):
        return Heard(removed=removed)
    answered = answer(message, said, state, today)
    fixed = correction(message, said, state, answered, today)
    words_answered = tuple(answered.values())
    facts: dict[str, Any] = dict(fixed.facts) if fixed.is_correction and (fixed.facts or fixed.reopened) else answered
    if facts is not answered and state.asks not in facts:
        facts |= before_correction(said, state, today)
    beside = asked_about(said, today) if state.asks is None and not state.known else {}
    for slot, value in (beside | lone_name(message, said, state) | volunteered(said, state.asks, today)).items():
        known = state.known.get(slot)
        named_anew = slot == "name" and known is not None and value.lower() not in known.lower()
        new = known is None or fixed.is_correction or slot == state.asks or named_anew
        told_by = (*words_answered, facts.get("company"))
        said_already = slot in WORDY and any(value.lower() in str(fact).lower() for fact in told_by)
        if slot not in facts and new and not said_already:
            facts[slot] = value
    if state.asks in facts and state.asks in state.known:  # asked again: "25k" keeps the period it had
        known = Known(state.known, state.order, today)
        facts[state.asks] = completed(state.asks, facts[state.asks], said.told, known)
    facts |= wish(message, said, state, facts) or added(said, state, facts)
    if not facts and not fixed.reopened and not message.is_aside:
        facts |= stray(said, state.asks, today)
    news = {slot: value for slot, value in facts.items() if plain(slot, value) != plain(slot, state.known.get(slot))}
    known_before = tuple(slot for slot in news if state.known.get(slot) is not None)
    # A value said again is an answer too: it closes the question without changing anything.
    repeated = {state.asks: facts[state.asks]} if state.asks is not None and state.asks in facts else {}
    asks_too = bool(said.questions) and not (said.is_tentative and facts) and not wishes_to_talk(said)
    declines = not facts and not fixed.reopened and state.asks in slots() and declined(message, said, str(state.asks))
    return Heard({**repeated, **news}, known_before, fixed.reopened, asks_too, declined=declines)


def wishes_to_talk(said: Spoken) -> bool:
    """Whether all that the message asks is to be contacted: "can someone call me?"."""
    return bool(said.questions) and all(pattern("wish_to_talk").search(asked) for asked in said.questions)


def correction(message: Message, said: Spoken, state: State, answered: Mapping[str, Any], today: date) -> Corrected:
    """What the message puts right; understanding alone makes no correction of what answers the open question."""
    if message.is_sure_move and len(said.told.split()) <= WORDS_OF_A_MOVE:
        return Corrected()
    taken_for_one = message.intent == "correct" and not answered
    expected = (state.asks == CONSENT or (state.handed_over and state.asks is None)) and not message.is_sure_move
    if pattern("adds").match(said.told):
        return Corrected()
    known = Known(state.known, state.order, today)
    # A bare value that answers the open question is its answer: "actually, 15".
    bare = not answered or too_small(str(state.asks), next(iter(answered.values())))
    return corrected(message.text, said, known, is_correction=taken_for_one, expected=expected, bare=bare)


def before_correction(said: Spoken, state: State, today: date) -> dict[str, Any]:
    """The answer to the open question before something else is put right: "March, oh and make it 7 people"."""
    first = next((place for place, part in enumerate(said.clauses) if pattern("correction").search(part)), 0)
    if state.asks is None or state.asks not in TYPED:
        return {}
    values = (answered_by(state.asks, part, today) for part in said.clauses[:first])
    found = next((value for value in values if value is not None), None)
    return {} if found is None else {state.asks: found}


def answer(message: Message, said: Spoken, state: State, today: date) -> dict[str, Any]:
    """The answer to the open question."""
    slot = state.asks
    if slot not in slots() or slot is None or slot == "need" or not (said.statements or (slot in TYPED and in_doubt(said, slot))):
        return {}
    # A title says itself that it is one; a company can be called anything.
    told = said.told or said.questions[0].rstrip(" ?")
    if corrects(said, slot) or (slot in WORDY and bare_city(told.strip(" .,!"), slot)):
        return {}
    if slot == "company" and (name := like_a_name(told)):
        return {slot: name}  # whatever it may be taken for: "404 Draft Not Found Inc"
    # "We are thinking in five persons" is no wish for time to think.
    aside = message.is_aside and not (slot in PLAIN and parse(slot, told, today, asked=False) is not None)
    if (slot in FREE and message.is_move) or (slot in ("company", "name") and message.may_be_move) or aside:
        own = in_own_words(slot, said, state.tries)
        return {slot: own} if own and not declined(message, said, slot) else {}
    found = answered_by(slot, told, today)
    if found is None and slot in CLAUSED:
        parts = (*said.statements, *said.clauses)
        found = next((value for clause in parts if (value := answered_by(slot, clause, today)) is not None), None)
    if found is None and slot == "job_title" and (role := pattern("role").search(told)):
        found = role["role"]
    if found is None and slot == "company" and len(said.statements) > 1:
        found = answered_by(slot, said.statements[0], today)
    if found is None and slot in SPELT and not said.questions and message.spelt != message.text:
        found = answered_by(slot, message.spelt, today)
    if found is None and tells_nothing_else(slot, told, today) and not declined(message, said, slot):
        found = in_own_words(slot, said, state.tries)
    return {slot: found} if found is not None else {}


def in_doubt(said: Spoken, slot: str) -> bool:
    """Whether it is an answer with a question mark: "maybe 5?", "ana@acme.com ok?"."""
    words = said.questions[0].rstrip(" ?") if len(said.questions) == 1 else ""
    return said.is_tentative or (slot == "email" and "@" in words and not is_question(words))


def corrects(said: Spoken, slot: str) -> bool:
    """Whether words in answer to a free question put another answer right: "change the name to Susan Li"."""
    if slot not in FREE or not pattern("correction").search(said.told):
        return False
    others = (name for other, name in slot_names().items() if other != slot)
    changes = pattern("changes_to").search(said.told) and any(name.search(said.told) for name in others)
    return bool(changes or pattern("changes_something").search(said.told))


def answered_by(slot: str, text: str, today: date) -> Any:
    """The value of these words in answer to the slot's question."""
    if slot == "name":
        return parse_person(text)
    found = parse(slot, text, today) if tells_nothing_else(slot, text, today) else None
    return None if found is None else unwrapped(slot, found)


def tells_nothing_else(slot: str, text: str, today: date) -> bool:
    """Whether the text plainly holds no other kind of value, whose digits or words would be taken for this one."""
    if parse(slot, text, today, asked=False) is not None:
        return True
    return all(parse(other, text, today, asked=False) is None for other in RIVALS.get(slot, ()))


def plain(slot: str, value: Any) -> Any:
    """A value in a form that compares: letters' case means nothing in an e-mail address or name."""
    return value.strip().lower() if isinstance(value, str) and slot == "email" else value

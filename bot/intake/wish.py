"""What a message says of the need, beside or in answer to its question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.intake.buying import is_specific
from bot.intake.clauses import Spoken
from bot.intake.declining import declined
from bot.intake.message import Message
from bot.intake.need import LONGEST, SHORTEST, begins_as_need, names_work, need_in
from bot.intake.own_words import in_own_words, is_plain
from bot.intake.patterns import pattern
from bot.intake.state import State
from bot.values.person import parse_person

MOST_WORDS_OF_A_NAME = 3
FEWEST_WORDS_OF_WORK = 6


def wish(message: Message, said: Spoken, state: State, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The need: stated of its own accord, or any plain words in answer to its question."""
    if "need" in facts or (state.known.get("need") is not None and state.asks != "need"):
        return {}
    # Misspelt work is work: "3 devlopers for our wesbite".
    counts = message.intent == "state_need" and "team_size" in facts
    specific = counts or (message.spelt != message.text and is_specific(message.spelt))
    asked = state.asks == "need"
    if stated := need_in(said, whole=message.intent == "state_need", asked=asked, specific=specific):
        return {"need": stated}
    # "our guy just quit" ends nothing.
    tells_work = names_work(said.told) and len(said.told.split()) >= FEWEST_WORDS_OF_WORK and not message.is_move
    plain = tells_work or is_plain("need", said.told)
    if state.asks != "need" or len(said.told) < SHORTEST or not plain or only_names(message, said, facts):
        return {}
    if pattern("only_people").search(said.told):
        return {}
    # "test automation" is work and no test of the bot; who is none of ours for better reasons is turned away all the same.
    is_work = message.intent == "not_a_lead" and len(said.told.split()) <= MOST_WORDS_OF_A_NAME and names_work(said.told)
    if message.is_move and not is_work:
        return {"need": said.told} if state.tries and in_own_words("need", said, state.tries) else {}
    if state.tries and not said.questions and not declined(message, said, "need"):
        return {"need": said.told}
    ours, begins = names_work(said.told) or names_work(message.spelt), begins_as_need(said.told)
    plausible = (ours and begins) or (ours and not message.is_surely_foreign) or (begins and not message.is_foreign)
    return {"need": said.told} if plausible or (message.is_telling and not facts) else {}


def added(said: Spoken, state: State, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The known need with what is said in addition: "I'd like to add: they need to know PyTorch"."""
    known, more = state.known.get("need"), pattern("adds").match(said.told)
    if known is None or more is None or facts.keys() - {"need"} or more["more"] in known:
        return {}
    return {"need": f"{known} / {more['more'].rstrip(' ?')}"[:LONGEST]}


def lone_name(message: Message, said: Spoken, state: State) -> dict[str, Any]:
    """The name of a visitor who gives it instead of a need: "Dave"."""
    words = said.told.split()
    is_name = len(words) <= MOST_WORDS_OF_A_NAME and all(word[0].isupper() for word in words) and not names_work(said.told)
    if state.asks != "need" or message.intent != "give_details" or not words or not is_name or "name" in state.known:
        return {}
    name = parse_person(said.told)
    return {"name": name} if name else {}


def only_names(message: Message, said: Spoken, facts: Mapping[str, Any]) -> bool:
    """Whether the words introduce the visitor instead of saying what they need."""
    introduced_only = facts.keys() <= {"name", "company", "job_title", "email", "phone"} and bool(facts)
    return introduced_only and not names_work(said.told) and not begins_as_need(said.told)

"""Whether a visitor is a customer, so that the questions start."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.conversation import Conversation
from actions.not_a_lead import borne_out, looks_for_work
from actions.turn import questions
from bot.intake.buying import ENOUGH_HINTS, Buying, buying, is_specific
from bot.intake.clauses import spoken
from bot.intake.listening import Heard
from bot.intake.message import Message
from bot.intake.need import LONGEST
from bot.intake.patterns import pattern

OPENING_MOVES = frozenset({"talk_to_team", "state_need"})
ANSWERED = frozenset({"ask", "follow_up"})
"""What facts may answer: such a guess is worth more than hints."""
QUESTIONS = ANSWERED | {"decline"}
CONTACT = frozenset({"email", "phone"})
DEAL = frozenset({"team_size", "budget", "timeline"})
TERMS = DEAL - {"team_size"}
"""Of the deal; a number of people may be that of a company."""
SURE_QUESTION = 0.5
ABROAD = "decline/other_countries"
"""Who wants a team elsewhere has to be told that this is about Mexico."""
MOST_REMEMBERED = 4
"""Statements that are remembered as what a visitor may need."""


def weigh(message: Message, heard: Heard, talk: Conversation, tracker: Tracker) -> Conversation:
    """The conversation with the questions open where the visitor is a customer."""
    signs = buying(spoken(message.text))
    material = tuple(dict.fromkeys((*talk.leaning, *signs.material)))[-MOST_REMEMBERED:]
    invited = bool(tracker.get_slot("invited"))
    no_customer = borne_out(tracker) is not None or looks_for_work(tracker)
    if not opens(message, heard, signs, talk, invited=invited, no_customer=no_customer):
        # What is told around a question says little about the visitor.
        return replace(talk, answered=False, leaning=talk.leaning if signs.asks_else else material)
    talk = replace(talk, collecting=True, leaning=(), answered=not is_answered(message, tracker, signs))
    needs = (" ".join(material), message.text if signs.firmly else "")
    if "need" not in talk.known and (need := next(filter(is_specific, needs), None)):
        talk = talk.hearing(Heard({"need": need[:LONGEST]}), tracker)
    return talk


def is_answered(message: Message, tracker: Tracker, signs: Buying) -> bool:
    """Whether a message that opens the questions also asks something: a guess at a plain wish gets no reply of its own."""
    if any(item["label"] == ABROAD for item in questions(tracker)):
        return True
    if signs.asks_else:
        return message.intent in (*QUESTIONS, "out_of_scope")
    plain_wish = signs.talks or signs.firmly or signs.asks_whom
    return message.intent in QUESTIONS and message.confidence >= SURE_QUESTION and not plain_wish


def opens(message: Message, heard: Heard, signs: Buying, talk: Conversation, *, invited: bool, no_customer: bool) -> bool:
    """Whether the questions start: at a wish to talk, a need, an address, or hints and facts of a deal that add up."""
    if no_customer and not signs.needs:
        return False
    if message.is_aside:
        return False
    if message.intent in OPENING_MOVES or CONTACT & set(heard.facts) or signs.talks:
        return True
    if message.intent == "affirm" and invited:
        return True
    if message.intent in ("affirm", "chat") and pattern("wish_to_talk").search(message.text):
        return True
    deal = DEAL & set(heard.facts)
    if signs.asks_else:  # what a question is about is no need of ours yet
        return signs.firmly or len(deal) >= ENOUGH_HINTS or ("need" in heard.facts and bool(TERMS & deal))
    if message.intent in ANSWERED and not (signs.asks_whom or signs.firmly):  # asked in the words of a story
        return len(deal) >= ENOUGH_HINTS
    if signs.needs or "need" in heard.facts:
        return True
    hints = signs.hints + bool(talk.leaning) + len(DEAL & set(talk.known)) + (invited and signs.asks_whom)
    return hints >= ENOUGH_HINTS and bool(signs.hints or deal)

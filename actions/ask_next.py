"""Last in every turn: the next question, or the open one again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import lead_sessions
from actions.skip import left_out
from actions.turn import Events, asks_something, did, guarded, intent_of, introduce, noted_this_turn, text_of
from bot.intake.agenda import CONSENT, CONTACTS, when_declined
from bot.intake.patterns import declines
from bot.intake.shown import summary
from bot.leads import LeadStoreError, discard_partial
from bot.leads.store import Sessions

# What the visitor wrote was meant as an answer, and fitted nothing.
UNFIT = frozenset(
    {"out_of_scope", "nlu_fallback", "give_context", "give_details", "ask", "affirm", "correct", "state_need", "skip"}
)
EXAMPLE_FROM = 2
"""Unfit answers in a row from which on an example is given."""
SKIP_OFFERED_FROM = 3
LEFT_AFTER = 4


class ActionAskNext(Action):
    """Asks nothing that is known; gives an example, then a way out, when answers don't fit."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Drops partial leads with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_next"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The question, in a message of its own; nothing while no lead is being collected."""
        talk = Conversation.of(tracker)
        if not talk.collecting:
            return []
        introduced = introduce(dispatcher, tracker)
        talk = after_unfit_answer(dispatcher, tracker, talk)
        slot = talk.next_question()
        if slot is None:
            return [*introduced, *self._give_up(dispatcher, tracker, talk)]
        if not talk.noticed:
            dispatcher.utter_message(response="utter_notice")
        talk = ask(dispatcher, replace(talk, noticed=True), slot)
        noted = [] if noted_this_turn(tracker) else [did("ask")]
        return [*introduced, *noted, *talk.events()]

    def _give_up(self, dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation) -> Events:
        """Nobody could be written to: nothing is kept."""
        try:
            discard_partial(self._sessions(), tracker.sender_id)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_error")
            return [did("error"), *talk.events()]
        dispatcher.utter_message(response="utter_no_contact")
        # What was declined for its own sake stays so, should the visitor come back with an address.
        declined = tuple(slot for slot in talk.skipped if slot not in ("name", *CONTACTS))
        return [did("chat"), *replace(talk.closed(), skipped=declined).events()]


def after_unfit_answer(dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation) -> Conversation:
    """One more try counted, with a word on it; after the last the question is left."""
    slot, noted = talk.asks, noted_this_turn(tracker) or {}
    if slot == CONSENT and not (noted or talk.answered or talk.heard or talk.reopened):
        dispatcher.utter_message(response="utter_not_yet")
    if not slot or slot == CONSENT or talk.answered or asks_something(tracker) or intent_of(tracker) not in UNFIT:
        return talk
    if noted.get("type") in ("answer", "declined", "error", "chat") or talk.reopened:
        return talk
    if declines(slot, text_of(tracker)) and when_declined(slot, talk.known) == "skip":
        dispatcher.utter_message(response="utter_skipped")
        return left_out(talk, slot, tracker)
    tries = talk.tries + 1
    if tries >= LEFT_AFTER:
        dispatcher.utter_message(response="utter_left_out")
        return replace(talk, tries=0, skipped=(*talk.skipped, slot), asks=None)
    if slot == "email" and "@" in text_of(tracker):
        dispatcher.utter_message(response="utter_invalid_email")
    elif tries == EXAMPLE_FROM:
        dispatcher.utter_message(response=f"utter_example_{slot}")
    elif not noted and not offers_skip(tries, slot, talk):
        dispatcher.utter_message(response="utter_unfit")
    return replace(talk, tries=tries)


def ask(dispatcher: CollectingDispatcher, talk: Conversation, slot: str) -> Conversation:
    """Speaks the question; before the one for consent, all that was understood."""
    if slot == CONSENT and not talk.summarised:
        dispatcher.utter_message(response="utter_summary", summary=summary(talk.known))
    if offers_skip(talk.tries, slot, talk):
        dispatcher.utter_message(response="utter_offer_skip")
    dispatcher.utter_message(response=f"utter_ask_{slot}")
    return replace(talk, asks=slot, summarised=slot == CONSENT, answered=False)


def offers_skip(tries: int, slot: str, talk: Conversation) -> bool:
    """Whether it is time to offer that the question be left out."""
    return tries >= SKIP_OFFERED_FROM and slot != CONSENT and when_declined(slot, talk.known) == "skip"

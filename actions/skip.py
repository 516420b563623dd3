"""A question the visitor would rather not answer."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, responding, text_of
from bot.intake.agenda import CONSENT, CONTACTS, when_declined
from bot.intake.clauses import spoken
from bot.intake.patterns import pattern


class ActionSkip(Action):
    """Accepts it at once where the agenda says so; else says once why the answer is needed."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_skip"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message; the next question follows."""
        talk = Conversation.of(tracker)
        if talk.collecting and not any(sign.isalpha() for sign in text_of(tracker)):
            return []  # no words that would decline anything; the question that follows says that it didn't fit
        if talk.collecting:
            if asks_back(text_of(tracker)) and talk.asks not in (None, CONSENT):
                dispatcher.utter_message(response=f"utter_example_{talk.asks}")
                return [did("chat")]
            return skipped(dispatcher, tracker, talk)
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(response="utter_note_skip")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]


def asks_back(text: str) -> bool:
    """Whether the message is a question back ("depends, what's typical?") and no request to skip in the form of one."""
    said = spoken(text)
    return bool(said.questions) and not said.is_tentative and not pattern("asks_to_skip").search(text)


def skipped(dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation) -> Events:
    """The open question left out, or a word on why it is needed."""
    slot = talk.asks
    if slot is None or slot == CONSENT:
        dispatcher.utter_message(response="utter_why_consent")
        return [did("chat"), *talk.events()]
    if when_declined(slot, talk.known) == "skip" or slot in talk.insisted:
        dispatcher.utter_message(response="utter_skipped")
        return [did("chat"), *left_out(talk, slot, tracker).events()]
    # The same word serves both ways to reach the visitor, and is said once for the two.
    covered = CONTACTS if slot in CONTACTS else (slot,)
    insisting = replace(talk, insisted=(*talk.insisted, *covered))
    dispatcher.utter_message(response=f"utter_needed_{slot}")
    if slot == "email":  # a phone number will do, so that is what is asked now
        insisting = left_out(insisting, slot, tracker)
    return [did("chat"), *insisting.events()]


def left_out(talk: Conversation, slot: str, tracker: Tracker) -> Conversation:
    """Without this question."""
    if talk.reopened == slot and when_declined(slot, talk.known) == "skip":
        return talk.without((slot,), tracker)
    if talk.reopened == slot:  # a name or an address is needed: the one from before stands
        return replace(talk, asks=None, reopened=None, tries=0)
    return replace(talk, skipped=tuple(dict.fromkeys((*talk.skipped, slot))), asks=None, tries=0)

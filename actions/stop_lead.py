"""Drops what was collected when the visitor changes their mind."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import lead_sessions
from actions.turn import Events, asks_something, confidence_of, did, introduce, responding, text_of
from bot.intake.patterns import pattern
from bot.leads import LeadStoreError, discard_partial
from bot.leads.store import Sessions

SURE, SURE_QUESTION = 0.4, 0.7
"""Below, it is a remark on the questions rather than a wish to stop: nothing is dropped for it."""


class ActionStopLead(Action):
    """Without consent nothing stays on the lead list; the conversation remembers, should the visitor come back to it."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Deletes with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_stop_lead"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, after the partial lead is gone; a remark such as "so many questions" gets how many are left."""
        talk = Conversation.of(tracker)
        if not talk.collecting:
            introduced = introduce(dispatcher, tracker)
            if talk.lead and pattern("cancels").search(text_of(tracker)):
                dispatcher.utter_message(response="utter_lead_stays", reference=talk.lead["reference"])
                return [*introduced, did("chat")]
            dispatcher.utter_message(response="utter_note_stop")
            return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]
        meant = pattern("stops").search(text_of(tracker)) and not pattern("questions_left").search(text_of(tracker))
        surely = pattern("stops_surely").search(text_of(tracker)) and not asks_something(tracker)
        if not meant or (not surely and confidence_of(tracker) < (SURE_QUESTION if asks_something(tracker) else SURE)):
            dispatcher.utter_message(response="utter_questions_left", left=talk.questions_left)
            return [did("chat")]
        try:
            discard_partial(self._sessions(), tracker.sender_id)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_error")
            return [did("error")]
        dispatcher.utter_message(response="utter_stopped")
        return [did("chat"), *talk.closed().events()]

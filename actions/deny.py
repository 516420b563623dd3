"""A no: to the hand-over, to a question, or to nothing in particular."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import lead_sessions
from actions.skip import skipped
from actions.turn import Events, did, introduce, responding
from bot.leads import LeadStoreError, discard_partial
from bot.leads.store import Sessions


class ActionDeny(Action):
    """Without consent nothing is passed on, and the lead is deleted."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Deletes with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_deny"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, after the partial lead is gone."""
        talk = Conversation.of(tracker)
        if talk.awaits_consent:
            return self._refuse(dispatcher, tracker, talk)
        if talk.collecting:
            return skipped(dispatcher, talk)
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(response="utter_note_deny")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

    def _refuse(self, dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation) -> Events:
        try:
            discard_partial(self._sessions(), tracker.sender_id)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_error")
            return [did("error")]
        dispatcher.utter_message(response="utter_consent_refused")
        return [did("chat"), *talk.closed().events()]

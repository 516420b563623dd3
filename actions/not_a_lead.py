"""Is kind to visitors who are no customers, and hands nobody over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, channel_of
from actions.services import lead_sessions
from actions.turn import Events, did, introduce, questions, responding
from bot.leads import LeadStoreError, discard_partial, disqualify
from bot.leads.store import Sessions


class ActionNotALead(Action):
    """Job seekers, students, vendors and spam: status `unqualified` with the reason, and nothing personal kept."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Stores with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_not_a_lead"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message with what can be done for them."""
        reason = questions(tracker)[0]["label"].split("/")[-1]
        talk = Conversation.of(tracker)
        introduced = introduce(dispatcher, tracker)
        if not talk.lead:  # who has been handed over as a customer stays one
            try:
                discard_partial(self._sessions(), tracker.sender_id)
                disqualify(self._sessions(), conversation_id=tracker.sender_id, channel=channel_of(tracker), reason=reason)
            except LeadStoreError:
                dispatcher.utter_message(response="utter_error")
                return [*introduced, did("error")]
        dispatcher.utter_message(response=f"utter_not_a_lead_{reason}")
        forgotten = Conversation(noticed=talk.noticed) if not talk.lead else replace(talk.closed(), unsaved=())
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False), *forgotten.events()]

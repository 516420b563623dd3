"""Drops what was collected when the visitor changes their mind."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.hand_over import PERSONAL
from actions.services import lead_sessions
from actions.turn import Events, did, guarded, reopened
from bot.leads import LeadStoreError, discard_partial
from bot.leads.store import Sessions


class ActionStopLead(Action):
    """Without consent nothing personal stays."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Deletes with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_stop_lead"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, after the partial lead is gone."""
        try:
            discard_partial(self._sessions(), tracker.sender_id)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_error")
            unanswered = [slot for slot in PERSONAL if tracker.get_slot(slot) is None]
            return [did("error"), *reopened(unanswered[0] if unanswered else PERSONAL[-1])]
        dispatcher.utter_message(response="utter_stopped")
        return [did("chat"), SlotSet("requested_slot", None), *(SlotSet(slot, None) for slot in PERSONAL)]

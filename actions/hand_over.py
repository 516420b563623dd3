"""Hands the lead over to sales, or deletes it when the visitor does not agree."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.services import lead_sessions
from actions.turn import Events, did, guarded, reopened
from bot.leads import ConsentGiven, LeadIncomplete, LeadStoreError, discard_partial, hand_over
from bot.leads.store import Sessions

PERSONAL = ("need", "name", "email", "consent")
CONSENT_VERSION = "1"


class ActionHandOver(Action):
    """Speaks of "saved" only after the database has committed."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Stores with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_hand_over"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The reference of the saved lead, or an honest word about why there is none."""
        consent = tracker.get_slot("consent")
        if consent is None:
            # Rasa runs this rule with an empty form when the form's own action failed to start.
            return []
        try:
            return self._save(dispatcher, tracker) if consent else self._discard(dispatcher, tracker)
        except (LeadStoreError, LeadIncomplete):
            dispatcher.utter_message(response="utter_lead_not_saved")
            return [did("error"), *reopened("consent")]

    def _save(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        consent = ConsentGiven(asked_consent(tracker), CONSENT_VERSION, tracker.get_latest_input_channel() or "unknown")
        lead = hand_over(self._sessions(), tracker.sender_id, consent)
        dispatcher.utter_message(response="utter_handed_over", name=lead.name, email=lead.email, reference=lead.reference)
        return [did("handoff"), SlotSet("lead", {"reference": lead.reference, "status": str(lead.status)})]

    def _discard(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        discard_partial(self._sessions(), tracker.sender_id)
        dispatcher.utter_message(response="utter_consent_refused")
        return [did("chat"), *(SlotSet(slot, None) for slot in PERSONAL)]


def asked_consent(tracker: Tracker) -> str:
    """The consent question as the visitor read it, which goes on record with the answer."""
    asked = [
        event
        for event in tracker.events
        if event.get("event") == "bot" and (event.get("metadata") or {}).get("utter_action") == "utter_ask_consent"
    ]
    return str(asked[-1]["text"]) if asked else "utter_ask_consent"

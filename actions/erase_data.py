"""Erases the visitor's lead and conversation at their word."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import lead_sessions
from actions.turn import Events, did, guarded, introduce, text_of
from bot.intake.clauses import spoken
from bot.intake.patterns import pattern
from bot.intake.taken_back import taken_back
from bot.leads import LeadNotFound, LeadStoreError, discard_partial, erase
from bot.leads.store import Sessions


class ActionEraseData(Action):
    """The lead goes now, the messages with the end of the turn (bot/channels/transcripts.py)."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Erases with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_erase_data"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, after the lead is gone."""
        if taken_back(spoken(text_of(tracker))):
            return []  # one answer only, which is left out by now
        if pattern("erase_question").search(text_of(tracker)):
            introduced = introduce(dispatcher, tracker)
            dispatcher.utter_message(response="utter_how_to_erase")
            return [*introduced, did("chat")]
        try:
            discard_partial(self._sessions(), tracker.sender_id)
            erase(self._sessions(), conversation_id=tracker.sender_id)
        except LeadNotFound:
            pass  # nothing was stored, or it was partial and is gone
        except LeadStoreError:
            dispatcher.utter_message(response="utter_not_erased")
            return [did("error")]
        dispatcher.utter_message(response="utter_erased")
        return [did("chat"), *Conversation().events(), SlotSet("lead", None), SlotSet("consent", None), SlotSet("erased", True)]

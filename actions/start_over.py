"""Begins again from nothing."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import lead_sessions
from actions.turn import Events, confidence_of, did, introduce, responding
from bot.intake.message import SURE_MOVE
from bot.leads import LeadStoreError, discard_partial
from bot.leads.store import Sessions


class ActionStartOver(Action):
    """Forgets the answers; a lead already handed over stays with the team."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Deletes with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_start_over"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message; when questions were being asked, the first follows."""
        talk = Conversation.of(tracker)
        if talk.lead and not talk.collecting:
            dispatcher.utter_message(response="utter_lead_stays", reference=talk.lead["reference"])
            return [did("chat")]
        if talk.known and confidence_of(tracker) < SURE_MOVE:  # "try again": answers are worth more than a guess
            dispatcher.utter_message(response="utter_questions_left", left=talk.questions_left)
            return [did("chat")]
        try:
            discard_partial(self._sessions(), tracker.sender_id)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_error")
            return [did("error")]
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(response="utter_restarted")
        fresh = Conversation(collecting=talk.collecting, noticed=talk.noticed)
        return [*introduced, did("chat"), SlotSet("misses", 0), *fresh.events()]

"""A no: to the summary, to a question, or to nothing in particular."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.consent import refused
from actions.conversation import Conversation
from actions.services import lead_sessions
from actions.skip import skipped
from actions.turn import Events, did, introduce, responding, text_of
from bot.intake.consent import disputes, postpones
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
        if talk.awaits_consent and disputes(text_of(tracker)):
            dispatcher.utter_message(response="utter_what_to_change")
            return [did("chat")]
        if talk.awaits_consent and postpones(text_of(tracker)):
            dispatcher.utter_message(response="utter_not_yet")
            return [did("chat")]
        if talk.awaits_consent:
            return refused(dispatcher, tracker, talk, self._sessions())
        if talk.collecting:
            return skipped(dispatcher, tracker, talk)
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(response="utter_note_deny")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

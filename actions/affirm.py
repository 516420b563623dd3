"""A yes that was no plain answer to an open question."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, responding


class ActionAffirm(Action):
    """A yes to nothing that could be done; consent is given by plain words only (actions/consent.py)."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_affirm"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, or none while questions are being asked; a yes with a condition gets a word on consent."""
        talk = Conversation.of(tracker)
        if talk.awaits_consent:
            dispatcher.utter_message(response="utter_why_consent")
            return [did("chat")]
        if talk.collecting:
            return [did("ask"), SlotSet("invited", False)]
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(response="utter_note_affirm")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

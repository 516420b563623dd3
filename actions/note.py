"""Takes note of what visitors say that asks nothing."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, intent_of, introduce, responding

MEANT_AS_ANSWERS = frozenset({"give_context", "give_details"})


class ActionNote(Action):
    """Acknowledges with the domain's `utter_note_<intent>`, while questions are asked with `utter_form_<intent>`."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_note"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        introduced = introduce(dispatcher, tracker)
        collecting = Conversation.of(tracker).collecting
        if collecting and intent_of(tracker) in MEANT_AS_ANSWERS:
            return introduced  # the question that follows says that it didn't fit
        where = "form" if collecting else "note"
        dispatcher.utter_message(response=f"utter_{where}_{intent_of(tracker)}")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

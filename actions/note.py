"""Takes note of what visitors say that asks nothing."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Events, did, guarded, introduce


class ActionNote(Action):
    """Acknowledges a statement, a yes or a no, with the domain's `utter_note_<intent>`."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_note"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(response=f"utter_note_{tracker.get_intent_of_latest_message()}")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

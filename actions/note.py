"""Takes note of what visitors say that asks nothing."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Events, did, guarded, intent_of, introduce


class ActionNote(Action):
    """Acknowledges a statement, a yes or a no, with the domain's `utter_note_<intent>`, in the form `utter_form_<intent>`."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_note"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        introduced = introduce(dispatcher, tracker)
        where = "form" if tracker.active_loop else "note"
        dispatcher.utter_message(response=f"utter_{where}_{intent_of(tracker)}")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

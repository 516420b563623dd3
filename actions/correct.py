"""A correction that names no new value."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, responding


class ActionCorrect(Action):
    """Asks what is to be changed; a slot that was named is asked again by itself."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_correct"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        talk = Conversation.of(tracker)
        if talk.collecting and talk.heard and not talk.reopened:
            dispatcher.utter_message(response="utter_form_unknown")  # "20k a month, is that realistic?"
            return [did("chat")]
        if talk.collecting and not talk.known:
            return []  # meant as an answer; the question that follows says that it didn't fit
        introduced = introduce(dispatcher, tracker)
        if talk.reopened:
            dispatcher.utter_message(response="utter_reopened")
        elif talk.known:
            dispatcher.utter_message(response="utter_what_to_change")
        else:
            dispatcher.utter_message(response="utter_note_correct")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False), *talk.events()]

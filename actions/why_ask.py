"""Says why a question is asked."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, responding, text_of
from bot.intake.patterns import pattern


class ActionWhyAsk(Action):
    """The reason for the open question: the domain's `utter_why_<slot>`."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_why_ask"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        talk = Conversation.of(tracker)
        introduced = introduce(dispatcher, tracker)
        if talk.collecting and pattern("questions_left").search(text_of(tracker)):
            dispatcher.utter_message(response="utter_questions_left", left=talk.questions_left)
            return [did("chat")]
        open_question = talk.collecting and talk.asks
        dispatcher.utter_message(response=f"utter_why_{talk.asks}" if open_question else "utter_note_why_ask")
        return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

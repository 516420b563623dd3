"""Answers "what do you have on me?"."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, responding
from bot.intake.shown import summary


class ActionShowData(Action):
    """Only what this conversation told: an e-mail address is no proof of who is asking."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_show_data"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        talk = Conversation.of(tracker)
        introduced = introduce(dispatcher, tracker)
        if not talk.known:
            dispatcher.utter_message(response="utter_no_data")
        elif talk.lead:
            dispatcher.utter_message(
                response="utter_data_handed_over", summary=summary(talk.known), reference=talk.lead["reference"]
            )
        else:
            dispatcher.utter_message(response="utter_data", summary=summary(talk.known))
        return [*introduced, did("chat")]

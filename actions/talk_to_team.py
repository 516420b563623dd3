"""The wish to talk to the team when the team already has the lead."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, intent_of, responding


class ActionTalkToTeam(Action):
    """Says that the request is with the team; before that, the questions themselves are the reply."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_talk_to_team"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, or none where the questions begin; among them they are said to be the way to the team."""
        talk = Conversation.of(tracker)
        if talk.collecting and talk.asks and intent_of(tracker) == "talk_to_team":
            dispatcher.utter_message(response="utter_form_contact")
            return [did("chat"), SlotSet("misses", 0)]
        if talk.collecting or not talk.lead:
            return [did("ask"), SlotSet("misses", 0), SlotSet("invited", False)]
        dispatcher.utter_message(response="utter_already_handed_over", reference=talk.lead["reference"])
        return [did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]

"""Goes on with the questions where the visitor left them."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, responding


class ActionResume(Action):
    """Nothing that was said before is asked again; it is stored again with the next answer at the latest."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_resume"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message; the next question follows."""
        talk = Conversation.of(tracker)
        introduced = introduce(dispatcher, tracker)
        if talk.lead and not talk.collecting:
            dispatcher.utter_message(response="utter_already_handed_over", reference=talk.lead["reference"])
            return [*introduced, did("chat")]
        if not talk.collecting and not talk.known:
            dispatcher.utter_message(response="utter_nothing_to_resume")
            return [*introduced, did("chat")]
        dispatcher.utter_message(response="utter_resumed")
        return [*introduced, did("chat"), *replace(talk, collecting=True, summarised=False).events()]

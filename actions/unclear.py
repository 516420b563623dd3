"""What to say to a message that was not understood."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import knowledge_base
from actions.turn import Events, asks_something, buttons, did, introduce, responding
from bot.knowledge import Knowledge
from bot.knowledge.reply import overview


class ActionUnclear(Action):
    """Admits not to understand, offers what can be asked, and a person."""

    def __init__(self, knowledge: Callable[[], Knowledge] = knowledge_base) -> None:
        """Offers this knowledge's topics."""
        self._knowledge = knowledge

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_unclear"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message with buttons."""
        collecting = Conversation.of(tracker).collecting
        if collecting and not asks_something(tracker):
            return []  # meant as an answer; the question that follows says that it didn't fit
        if collecting and Conversation.of(tracker).heard:
            dispatcher.utter_message(response="utter_form_unknown")
            return [did("declined", declined=["other"])]
        knowledge = self._knowledge()
        introduced = introduce(dispatcher, tracker)
        offered = [] if collecting else buttons((*overview(knowledge)[:2], knowledge.phrases["talk_button"]))
        dispatcher.utter_message(text=knowledge.phrases["declined_unsure"], buttons=offered)
        return [*introduced, did("declined", declined=["other"]), SlotSet("misses", 0), SlotSet("invited", False)]

"""Small talk."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.turn import Events, did, introduce, questions, responding, text_of
from bot.intake.patterns import pattern

# These say themselves that Puente is a bot.
# Says the same in the middle of the questions.
THE_SAME_ALWAYS = ("privacy",)
INTRODUCING = ("greet", "who_are_you", "are_you_human")


class ActionChat(Action):
    """Answers a greeting, thanks, "are you human" and the like with the domain's `utter_chat_<kind>`."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_chat"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message."""
        kind = questions(tracker)[0]["label"].split("/")[-1]
        if kind == "praise" and pattern("rude").search(text_of(tracker)):
            kind = "complaint"
        introduced = introduce(dispatcher, tracker, silently=kind in INTRODUCING)
        talk = Conversation.of(tracker)
        if kind == "capabilities" and talk.lead and not talk.collecting:  # "what happens now?"
            dispatcher.utter_message(response="utter_already_handed_over", reference=talk.lead["reference"])
            return [*introduced, did("chat", topics=[kind])]
        if talk.collecting and kind not in THE_SAME_ALWAYS:
            dispatcher.utter_message(response=f"utter_midway_{kind}")
        else:
            dispatcher.utter_message(response=f"utter_chat_{kind}")
        return [*introduced, did("chat", topics=[kind]), SlotSet("misses", 0), SlotSet("invited", False)]

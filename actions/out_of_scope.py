"""Ways back to the subject."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import knowledge_base
from actions.turn import Events, buttons, did, introduce, responding, text_of
from bot.knowledge import Knowledge
from bot.knowledge.reply import overview

WORDINGS = 3
WORDS_OF_A_REMARK = 3
BUTTONS_FROM = 2
"""Misses in a row after which buttons show what can be asked."""


class ActionOutOfScope(Action):
    """Says politely that this is not its subject, in other words when it comes again."""

    def __init__(self, knowledge: Callable[[], Knowledge] = knowledge_base) -> None:
        """Offers this knowledge's topics."""
        self._knowledge = knowledge

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_out_of_scope"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message, with buttons from the second miss in a row on."""
        collecting = Conversation.of(tracker).collecting
        if collecting and len(text_of(tracker).split()) < WORDS_OF_A_REMARK:
            return []  # meant as an answer; the question that follows says that it didn't fit
        if collecting and Conversation.of(tracker).heard:
            dispatcher.utter_message(response="utter_form_unknown")
            return [did("out_of_scope")]
        misses = int(tracker.get_slot("misses") or 0) + 1
        introduced = introduce(dispatcher, tracker)
        offered = buttons(overview(self._knowledge())) if misses >= BUTTONS_FROM and not collecting else []
        # The third and later misses take turns with the second, so that no two in a row read the same.
        wording = misses if misses <= WORDINGS else WORDINGS - (misses - WORDINGS) % 2
        if collecting:
            wording = 1  # the others announce buttons, and the form's own question follows
        dispatcher.utter_message(response=f"utter_out_of_scope_{wording}", buttons=offered)
        return [*introduced, did("out_of_scope"), SlotSet("misses", misses), SlotSet("invited", False)]

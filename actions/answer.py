"""Answers questions, or says that the article doesn't."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation
from actions.services import knowledge_base
from actions.turn import Events, buttons, did, introduce, questions, responding, text_of
from bot.intake.patterns import pattern
from bot.knowledge import Knowledge
from bot.knowledge.question import Context, Question
from bot.knowledge.reply import Reply, reply

CONTACT = "ask/contact"
ANSWERABLE = ("ask", "decline", "follow_up")


class ActionAnswer(Action):
    """Replies from the knowledge."""

    def __init__(self, knowledge: Callable[[], Knowledge] = knowledge_base) -> None:
        """Answers from this knowledge."""
        self._knowledge = knowledge

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message with source and buttons; notes the context for follow-ups."""
        asked = [Question.from_dict(item) for item in questions(tracker) if item["label"].split("/")[0] in ANSWERABLE]
        talk = Conversation.of(tracker)
        in_form = talk.collecting
        if in_form and pattern("questions_left").search(text_of(tracker)):
            dispatcher.utter_message(response="utter_questions_left", left=talk.questions_left)
            return [did("chat"), SlotSet("misses", 0)]
        if in_form and asked and all(item.label == CONTACT for item in asked):
            dispatcher.utter_message(response="utter_form_contact")
            return [did("chat"), SlotSet("misses", 0)]
        asked = [item for item in asked if not in_form or item.label != CONTACT]
        context = Context.from_dict(tracker.get_slot("context"))
        given = reply(asked, context, self._knowledge(), may_invite=not in_form)
        introduced = introduce(dispatcher, tracker)
        dispatcher.utter_message(text=given.text, buttons=[] if in_form else buttons(given.buttons))
        return [
            *introduced,
            noted(given),
            SlotSet("context", given.context.as_dict()),
            SlotSet("misses", 0),
            SlotSet("invited", given.invites and not in_form),
        ]


def noted(given: Reply) -> dict[str, object]:
    """What the reply did; an unclear follow-up counts as a way back to the subject."""
    return did("out_of_scope" if given.type == "unclear" else given.type, given.topics, given.declined, given.sections)

"""Is kind to visitors who are no customers, and hands nobody over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, channel_of
from actions.services import lead_sessions
from actions.turn import Events, confidence_of, did, intent_of, introduce, questions, responding, text_of
from bot.intake.buying import buying, evident
from bot.intake.clauses import spoken
from bot.leads import LeadStoreError, discard_partial, disqualify
from bot.leads.store import Sessions

SURE = 0.5
JOBS = "decline/jobs"
ANSWERS_OF_A_CUSTOMER = 3
"""Known answers from which on a doubtful guess turns nobody away."""


class ActionNotALead(Action):
    """Job seekers, students, vendors, spam and tests: status `unqualified` with the reason, and nothing personal kept."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Stores with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_not_a_lead"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One message with what can be done for them."""
        talk = Conversation.of(tracker)
        reason = borne_out(tracker)
        doubtful = reason is None or (len(talk.known) >= ANSWERS_OF_A_CUSTOMER and confidence_of(tracker) < SURE)
        if talk.collecting and doubtful:
            return []  # meant as an answer; the question that follows says that it didn't fit
        introduced = introduce(dispatcher, tracker)
        if reason is None:
            dispatcher.utter_message(response="utter_doubtful")
            return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]
        return [*introduced, *turn_away(dispatcher, tracker, talk, reason, self._sessions)]


def borne_out(tracker: Tracker) -> str | None:
    """Why the writer is no customer, where understanding takes the message so and its words bear it out."""
    if intent_of(tracker) != "not_a_lead":
        return None
    reason = str(questions(tracker)[0]["label"].split("/")[-1])
    return reason if evident(reason, text_of(tracker)) and not buying(spoken(text_of(tracker))).needs else None


def looks_for_work(tracker: Tracker) -> bool:
    """Whether the message asks for a job of ours."""
    return any(item["label"] == JOBS for item in questions(tracker)) and evident("job_seeker", text_of(tracker))


def turn_away(
    dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation, reason: str, sessions: Callable[[], Sessions]
) -> Events:
    """The kind word after the lead is noted as unqualified; who has been handed over as a customer stays one."""
    if not talk.lead:
        try:
            discard_partial(sessions(), tracker.sender_id)
            disqualify(sessions(), conversation_id=tracker.sender_id, channel=channel_of(tracker), reason=reason)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_error")
            return [did("error")]
    dispatcher.utter_message(response=f"utter_not_a_lead_{reason}")
    kept = replace(talk.closed(), unsaved=()) if talk.lead else talk.forgotten()
    return [did("chat"), SlotSet("misses", 0), SlotSet("invited", False), *replace(kept, answered=True).events()]

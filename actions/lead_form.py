"""Takes the visitor's answers to the lead form and stores each at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.services import lead_sessions
from actions.turn import Events, did, guarded, introduce, questions
from bot.leads import LeadStoreError, record_answer
from bot.leads.store import Sessions
from bot.values.email import looks_like_email, parse_email
from bot.values.person import parse_person

# Moves that are never an answer to "what do you need?" or "your name?".
MOVES = frozenset({"stop", "skip", "why_ask", "affirm", "deny", "chat", "follow_up", "talk_to_team"})
SHORTEST_NEED = 4
LONGEST_NEED = 1000


class ValidateLeadForm(Action):
    """Fills the slots that the message answers. No event at all means that it answered none: the rules then apply."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Stores with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name Rasa calls after each message in the form."""
        return "validate_lead_form"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The slots filled; each is committed before it is set."""
        wanted = tracker.get_slot("requested_slot")
        found = take(tracker, wanted)
        if not found:
            return self._reject(dispatcher, tracker, wanted)
        try:
            for slot, value in found.items():
                if slot != "consent":  # the hand-over records consent, in one step with it
                    self._store(tracker, slot, value)
        except LeadStoreError:
            dispatcher.utter_message(response="utter_lead_not_saved")
            return [did("error"), SlotSet(str(wanted or "need"), None)]
        return [*introduce(dispatcher, tracker), did("ask"), SlotSet("misses", 0), SlotSet("invited", False),
                *(SlotSet(slot, value) for slot, value in found.items())]

    def _store(self, tracker: Tracker, slot: str, value: Any) -> None:
        record_answer(
            self._sessions(), conversation_id=tracker.sender_id, channel=tracker.get_latest_input_channel() or "unknown",
            slot=slot, value=value, raw=text_of(tracker)[:LONGEST_NEED], message_id=str(tracker.latest_message.get("message_id")))

    def _reject(self, dispatcher: CollectingDispatcher, tracker: Tracker, wanted: str | None) -> Events:
        if wanted is None:
            return [*introduce(dispatcher, tracker), did("ask"), SlotSet("invited", False)]
        if wanted == "email" and looks_like_email(text_of(tracker)):
            dispatcher.utter_message(response="utter_invalid_email")
            return [did("ask"), SlotSet("email", None)]
        return []


def take(tracker: Tracker, wanted: str | None) -> dict[str, Any]:
    """What the message answers, by slot: the slot asked for, and an e-mail address or a need at any time."""
    text, intent = text_of(tracker), tracker.get_intent_of_latest_message()
    found: dict[str, Any] = {}
    email = parse_email(text)
    if email and email != tracker.get_slot("email"):
        found["email"] = email
    need = take_need(text, intent, is_question(tracker), wanted) if not tracker.get_slot("need") else None
    if need:
        found["need"] = need
    if wanted == "name" and intent not in MOVES - {"affirm", "chat"} and (name := parse_person(text)):
        found["name"] = name
    if wanted == "consent" and intent in ("affirm", "deny"):
        found["consent"] = intent == "affirm"
    return found


def take_need(text: str, intent: str | None, question: bool, wanted: str | None) -> str | None:
    """The need in the visitor's words: stated of its own accord, or in answer to the question."""
    if intent == "state_need":
        return text[:LONGEST_NEED]
    if wanted != "need" or question or intent in MOVES or len(text) < SHORTEST_NEED or "@" in text:
        return None
    return text[:LONGEST_NEED]


def is_question(tracker: Tracker) -> bool:
    """Whether the message asks something."""
    return any(item.get("is_question") for item in questions(tracker))


def text_of(tracker: Tracker) -> str:
    """The visitor's words."""
    return " ".join((tracker.latest_message.get("text") or "").split())

"""Takes the visitor's answers to the lead form and stores each at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.services import lead_sessions
from actions.turn import Events, confidence_of, did, failed_this_turn, guarded, intent_of, introduce, questions
from bot.leads import LeadStoreError, record_answer
from bot.leads.store import Sessions
from bot.values.email import looks_like_email, parse_email
from bot.values.person import parse_person

# Moves that are never an answer to "what do you need?" or "your name?".
MOVES = frozenset({"stop", "skip", "why_ask", "affirm", "deny", "chat", "follow_up", "talk_to_team"})
# These answer no question even in a whole sentence.
NEVER_NEEDS = frozenset({"stop", "skip", "why_ask", "talk_to_team", "out_of_scope"})
# No rule of their own inside the form: it is what they ask for.
OPENING_MOVES = frozenset({"talk_to_team", "state_need"})
SURE_MOVE = 0.4
WORDS_OF_A_SENTENCE = 4
WORDS_OF_A_NAME = (2, 3)
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
        if wanted and failed_this_turn(tracker):
            return [SlotSet(wanted, None)]
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
        return [
            *introduce(dispatcher, tracker),
            did("ask"),
            SlotSet("misses", 0),
            SlotSet("invited", False),
            *(SlotSet(slot, value) for slot, value in found.items()),
        ]

    def _store(self, tracker: Tracker, slot: str, value: Any) -> None:
        record_answer(
            self._sessions(),
            conversation_id=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "unknown",
            slot=slot,
            value=value,
            raw=text_of(tracker)[:LONGEST_NEED],
            message_id=str(tracker.latest_message.get("message_id")),
        )

    def _reject(self, dispatcher: CollectingDispatcher, tracker: Tracker, wanted: str | None) -> Events:
        """Nothing was taken: the form's start, a bad e-mail and a wish repeated ask (again); anything else is for the rules."""
        asks_again = intent_of(tracker) in OPENING_MOVES
        if wanted == "email" and (looks_like_email(text_of(tracker)) or intent_of(tracker) == "give_details"):
            dispatcher.utter_message(response="utter_invalid_email")
            asks_again = True
        if wanted is None or asks_again:
            again = [SlotSet(wanted, None)] if wanted else []
            return [*introduce(dispatcher, tracker), did("ask"), SlotSet("invited", False), *again]
        return []


def take(tracker: Tracker, wanted: str | None) -> dict[str, Any]:
    """What the message answers, by slot: the slot asked for, and an e-mail address, a name or a need at any time."""
    text, intent = text_of(tracker), intent_of(tracker)
    found: dict[str, Any] = {}
    email = parse_email(text)
    if email and email != tracker.get_slot("email"):
        found["email"] = email
    name = take_name(text, tracker, wanted) if not tracker.get_slot("name") else None
    if name:
        found["name"] = name
    need = take_need(text, intent, is_question(tracker), wanted) if not found and not tracker.get_slot("need") else None
    if need:
        found["need"] = need
    if wanted == "consent" and intent in ("affirm", "deny"):
        found["consent"] = intent == "affirm"
    return found


def take_name(text: str, tracker: Tracker, wanted: str | None) -> str | None:
    """The name: said as such at any time, bare only when it was asked for and the message is no clear move."""
    if intent_of(tracker) == "give_details" and (introduced := parse_person(text, introduced_only=True)):
        return introduced
    sure = confidence_of(tracker) >= SURE_MOVE
    if wanted == "need":  # "John Smith" is no need, whatever was asked for
        return parse_person(text) if intent_of(tracker) == "give_details" and sure and written_as_name(text) else None
    moved = intent_of(tracker) in MOVES and sure
    return parse_person(text) if wanted == "name" and not moved else None


def written_as_name(text: str) -> bool:
    """Whether it is a first and last name with capitals; "web app" is not, and "SAP Hana" neither."""
    words = text.split()
    return len(words) in WORDS_OF_A_NAME and all(word[0].isupper() and not word.isupper() for word in words)


def take_need(text: str, intent: str, question: bool, wanted: str | None) -> str | None:
    """The need in the visitor's words: stated of its own accord, or in answer to the question."""
    if intent == "state_need":
        return text[:LONGEST_NEED]
    short = len(text.split()) < WORDS_OF_A_SENTENCE
    if (
        wanted != "need"
        or question
        or "@" in text
        or len(text) < SHORTEST_NEED
        or intent in NEVER_NEEDS
        or (short and intent in MOVES)
    ):
        return None
    return text[:LONGEST_NEED]


def is_question(tracker: Tracker) -> bool:
    """Whether the message asks something."""
    return any(item.get("is_question") for item in questions(tracker))


def text_of(tracker: Tracker) -> str:
    """The visitor's words."""
    return " ".join((tracker.latest_message.get("text") or "").split())

"""What a turn did, noted for the envelope, and the introduction that goes before a conversation's first reply."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

logger = logging.getLogger(__name__)
Events = list[dict[str, Any]]
ActionT = TypeVar("ActionT", bound=Action)
Run = Callable[[ActionT, CollectingDispatcher, Tracker, DomainDict], Coroutine[Any, Any, Events]]


def did(kind: str, topics: Sequence[str] = (), declined: Sequence[str] = (), sources: Sequence[str] = ()) -> dict[str, Any]:
    """The event that notes what this turn did; `kind` is a `type` of the envelope, `sources` are section headings."""
    noted = {"type": kind, "topics": list(topics), "declined": list(declined), "sources": list(sources)}
    event: dict[str, Any] = SlotSet("turn", noted)
    return event


def introduce(dispatcher: CollectingDispatcher, tracker: Tracker, *, silently: bool = False) -> Events:
    """Says once per conversation that this is a bot; `silently` when the reply says so itself."""
    if tracker.get_slot("introduced"):
        return []
    if not silently:
        dispatcher.utter_message(response="utter_introduction")
    return [SlotSet("introduced", True)]


def buttons(titles: Sequence[str]) -> list[dict[str, str]]:
    """Buttons which say their own title, so that a click and a typed message are one and the same."""
    return [{"title": title, "payload": title} for title in titles]


def questions(tracker: Tracker) -> list[dict[str, Any]]:
    """What the visitor's message holds, as bot.nlu.answer_selection found it."""
    found: list[dict[str, Any]] = tracker.latest_message.get("questions") or []
    return found


def intent_of(tracker: Tracker) -> str:
    """The message's intent. The SDK's own getter wants a ranking, which our pipeline has no use for."""
    return str((tracker.latest_message.get("intent") or {}).get("name"))


def confidence_of(tracker: Tracker) -> float:
    """How sure the intent is, 0 to 1."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def reopened(slot: str) -> Events:
    """Opens the lead form again at one slot, after what followed its end could not be stored."""
    return [ActiveLoop("lead_form"), SlotSet(slot, None), SlotSet("requested_slot", slot)]


def failed_this_turn(tracker: Tracker) -> bool:
    """Whether something already failed since the visitor's message, so that the form only asks again."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "slot" and event.get("name") == "turn":
            return bool(event["value"]["type"] == "error")
    return False


def guarded(run: Run[ActionT]) -> Run[ActionT]:
    """An action that apologises instead of failing: Rasa would drop its events and fall silent (docs/rules.md)."""

    @functools.wraps(run)
    async def safely(self: ActionT, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        try:
            return await run(self, dispatcher, tracker, domain)
        except Exception as error:
            # The edge of the action server: whatever it is, the visitor gets a sentence. Only the kind of error is
            # logged at this level, its text may quote the visitor.
            logger.error(
                "action %s failed: %s (message %s)", self.name(), type(error).__name__, tracker.latest_message.get("message_id")
            )
            logger.debug("details", exc_info=True)
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_error")
            return [did("error")]

    return safely

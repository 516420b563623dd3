"""What a turn did, noted for the envelope, and the introduction that goes before a conversation's first reply."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
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


def text_of(tracker: Tracker) -> str:
    """The visitor's words on one line each; runs of blanks are one."""
    lines = (tracker.latest_message.get("text") or "").splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def asks_something(tracker: Tracker) -> bool:
    """Whether the message has the form of a question."""
    return any(item.get("is_question") for item in questions(tracker))


def noted_this_turn(tracker: Tracker) -> dict[str, Any] | None:
    """What an action noted since the visitor's message, None when none did."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return None
        if event.get("event") == "slot" and event.get("name") == "turn":
            noted: dict[str, Any] = event["value"]
            return noted
    return None


def responding(run: Run[ActionT]) -> Run[ActionT]:
    """An action that replies to messages which are more than the answer to the open question, and is silent to the rest."""

    @functools.wraps(run)
    async def unless_answered(self: ActionT, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        if (tracker.get_slot("intake") or {}).get("answered"):
            return []
        return await run(self, dispatcher, tracker, domain)

    return guarded(unless_answered)


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

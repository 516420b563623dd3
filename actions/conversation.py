"""What a conversation holds about its lead, read from the slots and written back to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.turn import Events, confidence_of, intent_of, questions, text_of
from bot.intake.agenda import CONSENT, next_slot, reachable, slots
from bot.intake.listening import Heard
from bot.intake.message import Message
from bot.intake.state import State
from bot.leads import Given

LISTS = ("skipped", "insisted", "order", "unsaved", "leaning")
PLAIN = ("collecting", "asks", "reopened", "said", "tries", "noticed", "summarised", "answered", "heard")


@dataclass(frozen=True)
class Conversation:
    """The lead's state. `known` holds values by slot; everything else is kept in the slot `intake`."""

    known: Mapping[str, Any] = field(default_factory=dict)
    collecting: bool = False
    """Whether the questions are being asked."""
    asks: str | None = None
    """The slot whose question is open."""
    reopened: str | None = None
    """A known slot that the visitor wants to change, and that is asked again."""
    skipped: tuple[str, ...] = ()
    insisted: tuple[str, ...] = ()
    """Slots of which it was said why they are needed."""
    order: tuple[str, ...] = ()
    """Known slots in the order in which they were answered."""
    said: Mapping[str, Any] = field(default_factory=dict)
    """By slot, the visitor's words and the message they were in."""
    unsaved: tuple[str, ...] = ()
    """Slots whose values the database doesn't hold yet."""
    tries: int = 0
    """Answers in a row that fitted nothing."""
    noticed: bool = False
    """Whether the visitor was told what the answers are for."""
    summarised: bool = False
    """Whether the summary was shown since the last change."""
    leaning: tuple[str, ...] = ()
    """Before the questions: statements that may turn out to be about a need."""
    answered: bool = False
    """Whether this turn's message was an answer and nothing more."""
    heard: bool = False
    """Whether this turn's message told something."""
    lead: Mapping[str, Any] | None = None
    """Reference and status of the lead handed over."""
    slots_before: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What the slots held when this was read, so that only changes are written."""

    @classmethod
    def of(cls, tracker: Tracker) -> Conversation:
        """As the slots hold it."""
        kept = tracker.get_slot("intake") or {}
        known = {slot: tracker.get_slot(slot) for slot in slots() if tracker.get_slot(slot) is not None}
        lists: dict[str, Any] = {key: tuple(kept.get(key) or ()) for key in LISTS}
        plain = {key: kept[key] for key in PLAIN if key in kept}
        before = {"intake": kept, **{slot: tracker.get_slot(slot) for slot in slots()}}
        return cls(known=known, lead=tracker.get_slot("lead"), slots_before=before, **lists, **plain)

    def events(self) -> Events:
        """The slots that are to be other than they were."""
        kept: dict[str, Any] = {key: list(getattr(self, key)) for key in LISTS}
        kept |= {key: getattr(self, key) for key in PLAIN}
        wanted = {"intake": kept, **{slot: self.known.get(slot) for slot in slots()}}
        return [SlotSet(slot, value) for slot, value in wanted.items() if value != self.slots_before.get(slot, ...)]

    @property
    def state(self) -> State:
        """What listening needs to know."""
        return State(self.known, self.asks if self.collecting else None, self.order, self.tries, self.lead is not None)

    @property
    def active(self) -> bool:
        """Whether what the visitor says about the deal is taken at its word and stored."""
        return self.collecting or self.lead is not None

    def hearing(self, heard: Heard, tracker: Tracker) -> Conversation:
        """With what a message told."""
        source = {"raw": text_of(tracker), "message_id": str(tracker.latest_message.get("message_id"))}
        fresh = tuple(heard.facts)
        return replace(
            self,
            known={**self.known, **heard.facts},
            said={**self.said, **dict.fromkeys(fresh, source)},
            order=(*(slot for slot in self.order if slot not in fresh), *fresh),
            unsaved=tuple(dict.fromkeys((*self.unsaved, *fresh))),
            skipped=tuple(slot for slot in self.skipped if slot not in fresh),
            reopened=heard.reopened or (None if self.reopened in fresh else self.reopened),
            tries=0 if fresh else self.tries,
            summarised=self.summarised and not fresh,
        )

    def without(self, removed: Sequence[str], tracker: Tracker) -> Conversation:
        """Without these answers, which are not asked for again where the visitor can still be reached."""
        source = {"raw": text_of(tracker), "message_id": str(tracker.latest_message.get("message_id"))}
        known = {slot: value for slot, value in self.known.items() if slot not in removed}
        stored = tuple(slot for slot in removed if slot in self.known)
        skipped = tuple(dict.fromkeys((*self.skipped, *removed)))
        return replace(
            self,
            known=known,
            said={**self.said, **dict.fromkeys(stored, source)},
            order=tuple(slot for slot in self.order if slot not in removed),
            unsaved=tuple(dict.fromkeys((*self.unsaved, *stored))),
            skipped=skipped if reachable(known, skipped) else self.skipped,
            reopened=None if self.reopened in removed else self.reopened,
            asks=None if self.asks in removed else self.asks,
            tries=0,
            summarised=False,
        )

    def pending(self) -> tuple[Given, ...]:
        """The answers still to be stored."""
        return tuple(
            Given(slot, self.known.get(slot), self.said[slot]["raw"], self.said[slot]["message_id"]) for slot in self.unsaved
        )

    def next_question(self) -> str | None:
        """The slot to ask next, `consent` at the end; None when a hand-over has become impossible."""
        if not reachable(self.known, self.skipped):
            return None
        return self.reopened or next_slot(self.known, self.skipped)

    def closed(self) -> Conversation:
        """No longer asking. What was said stays in the conversation and would be stored again if it goes on."""
        return replace(self, collecting=False, asks=None, reopened=None, tries=0, summarised=False, unsaved=tuple(self.known))

    def forgotten(self) -> Conversation:
        """Nothing of what was said, only that the visitor knows what answers are for."""
        return Conversation(noticed=self.noticed, slots_before=self.slots_before)

    @property
    def questions_left(self) -> int:
        """How many questions are still to come, the one for consent among them."""
        return 1 + sum(slot not in self.known and slot not in self.skipped for slot in slots())

    @property
    def awaits_consent(self) -> bool:
        """Whether the open question is the one for consent."""
        return self.collecting and self.asks == CONSENT


def message_of(tracker: Tracker) -> Message:
    """The visitor's message with what understanding made of it."""
    spelt = " ".join(item["text"] for item in questions(tracker))
    return Message(text_of(tracker), intent_of(tracker), confidence_of(tracker), spelt)


def channel_of(tracker: Tracker) -> str:
    """The channel's name."""
    return tracker.get_latest_input_channel() or "unknown"


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(timezone.utc)

"""First in every turn: takes from the message what it tells about the deal, and stores it at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.consent import answer_to_consent
from actions.conversation import Conversation, channel_of, message_of, now
from actions.not_a_lead import turn_away
from actions.opening import QUESTIONS, SURE_QUESTION, weigh
from actions.services import lead_sessions
from actions.skip import skipped
from actions.turn import Events, did, guarded, introduce, text_of
from bot.intake.agenda import reachable, slots
from bot.intake.buying import buying
from bot.intake.clauses import spoken
from bot.intake.listening import Heard, listen
from bot.intake.message import Message
from bot.intake.need import need_in
from bot.intake.patterns import pattern
from bot.intake.shown import changed, label_of, labelled
from bot.leads import InvalidAnswer, LeadStoreError, discard_partial, read_attribution, reason_in, record_answers
from bot.leads.store import Sessions

TAKES_UP = frozenset({"affirm", "chat", "correct", "out_of_scope", "nlu_fallback"})
"""What may take up again what was refused: "actually yes, pass it on"."""


class ActionTakeFacts(Action):
    """Opens the questions at buying intent, fills slots, commits them, and says back what was changed."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Stores with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_take_facts"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The slots the message fills. Before the questions are open they are only remembered, then stored together."""
        before = Conversation.of(tracker)
        message = message_of(tracker)
        if reason := reason_against(message, before):
            introduced = introduce(dispatcher, tracker)
            return [*introduced, *turn_away(dispatcher, tracker, before, reason, self._sessions)]
        heard = listen(message, before.state, now().date())
        if heard.removed:
            return self._take_back(dispatcher, tracker, before, heard.removed)
        if message.intent == "erase_data":
            return []
        if before.lead and not before.collecting:
            heard = later_wish(message, heard, before)
        if before.awaits_consent and not (heard.facts or heard.reopened):
            stored, events = self._store(dispatcher, tracker, before, fresh_start=False)
            answered = None if events else answer_to_consent(dispatcher, tracker, stored, self._sessions())
            if answered is not None:
                return answered
        if (at_once := replied_at_once(dispatcher, tracker, before, heard)) is not None:
            return at_once
        talk = before.hearing(heard, tracker)
        goes_on = takes_up(message, before)
        if talk.active:
            talk = replace(talk, answered=bool(heard.facts) and not heard.asks_too)
        elif goes_on or takes_up_refused(message, before):
            talk = replace(talk, collecting=True)
        else:
            talk = weigh(message, heard, talk, tracker)
        goes_on = goes_on and message.intent != "resume"
        talk = replace(talk, answered=talk.answered or goes_on, heard=bool(heard.facts))
        introduced = introduce(dispatcher, tracker) if talk.collecting else []
        if goes_on:
            dispatcher.utter_message(response="utter_resumed")
        stored, events = self._store(dispatcher, tracker, talk, fresh_start=talk.collecting and not before.active)
        if before.active or talk.collecting:
            say_back(dispatcher, heard, before, stored)
        return [*introduced, *events, *stored.events()]

    def _take_back(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, before: Conversation, removed: Sequence[str]
    ) -> Events:
        """Answers left out at the visitor's word; after the hand-over what the team needs to reply stays."""
        talk = replace(before.without(removed, tracker), answered=True)
        introduced = introduce(dispatcher, tracker)
        if before.lead and not reachable(talk.known, removed):
            dispatcher.utter_message(response="utter_lead_stays", reference=before.lead["reference"])
            return [*introduced, did("chat"), *replace(before, answered=True).events()]
        stored, events = self._store(dispatcher, tracker, talk, fresh_start=False)
        if not events:
            dispatcher.utter_message(response="utter_removed", facts=", ".join(label_of(slot) for slot in removed))
        return [*introduced, *(events or [did("chat")]), *stored.events()]

    def _store(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation, *, fresh_start: bool
    ) -> tuple[Conversation, Events]:
        """Everything not yet stored, in one step; what can't be stored now is kept and tried again next turn."""
        if not (talk.active and (talk.unsaved or fresh_start)):
            return talk, []
        try:
            if fresh_start:  # what an earlier start left behind was not consented to, and a reason against it is taken back
                discard_partial(self._sessions(), tracker.sender_id)
            if not talk.unsaved:
                return talk, []
            record_answers(
                self._sessions(),
                conversation_id=tracker.sender_id,
                channel=channel_of(tracker),
                given=talk.pending(),
                attribution=read_attribution(tracker.latest_message.get("metadata") or {}),
            )
        except (LeadStoreError, InvalidAnswer):
            dispatcher.utter_message(response="utter_lead_not_saved")
            return talk, [did("error")]
        return replace(talk, unsaved=()), []


def reason_against(message: Message, talk: Conversation) -> str | None:
    """Why the writer is no customer, by the words of the qualification rules; None for an answer to another question."""
    if talk.lead or (talk.collecting and talk.asks != "need"):
        return None
    if message.intent in QUESTIONS and message.confidence >= SURE_QUESTION:
        return None  # what a student asks is answered all the same
    said = spoken(message.text)
    reason = reason_in(" ".join(said.statements))
    if reason != "job_seeker" and buying(said).needs:
        return None  # who sells something may need developers, too
    return None if reason == "test" and not talk.collecting else reason


def replied_at_once(dispatcher: CollectingDispatcher, tracker: Tracker, before: Conversation, heard: Heard) -> Events | None:
    """The whole reply where the words decide it, whatever understanding takes them for; else None."""
    if heard.declined and before.collecting:
        return [*introduce(dispatcher, tracker), *skipped(dispatcher, tracker, replace(before, answered=True))]
    if heard.facts:
        return None
    if before.lead and not before.collecting and pattern("what_next").search(text_of(tracker)):
        dispatcher.utter_message(response="utter_already_handed_over", reference=before.lead["reference"])
        return [did("chat"), *replace(before, answered=True).events()]
    if before.collecting and heard.reopened:
        dispatcher.utter_message(response="utter_reopened")
        return [did("chat"), *replace(before.hearing(heard, tracker), answered=True, heard=False).events()]
    return None


def takes_up(message: Message, talk: Conversation) -> bool:
    """Whether the word is said that a visitor who stopped is offered: "continue"."""
    if talk.lead:
        return False
    resumes = message.intent == "resume" and bool(talk.known) and not talk.collecting
    return resumes or (talk.noticed and bool(pattern("continues").search(message.text)))


def takes_up_refused(message: Message, talk: Conversation) -> bool:
    """Whether the visitor who refused comes back to it: "actually yes, pass it on"."""
    return not talk.lead and bool(talk.known) and message.intent in TAKES_UP and bool(pattern("after_all").search(message.text))


def later_wish(message: Message, heard: Heard, talk: Conversation) -> Heard:
    """After the hand-over a new need is added to the one on record."""
    wish = need_in(spoken(message.text), whole=message.intent == "state_need") if not heard.changed else None
    old = talk.known.get("need")
    if wish is None or old is None or wish in old:
        return heard
    facts = {**heard.facts, "need": f"{old} / {wish}"[:1000]}
    return replace(heard, facts=facts, changed=(*heard.changed, "need"))


def say_back(dispatcher: CollectingDispatcher, heard: Heard, before: Conversation, talk: Conversation) -> None:
    """What was changed, with the value before; what was understood, where it was more than the answer asked for."""
    if talk.unsaved:
        return
    if heard.changed:
        changes = "; ".join(changed(slot, talk.known[slot], before.known[slot]) for slot in heard.changed)
        if before.lead:
            dispatcher.utter_message(response="utter_lead_changed", changes=changes, reference=before.lead["reference"])
        else:
            dispatcher.utter_message(response="utter_changed", changes=changes)
    new = [slot for slot in slots() if slot in heard.facts and slot not in heard.changed]
    if any(slot not in (before.asks, "need") for slot in new):
        facts = "; ".join(labelled(slot, talk.known[slot]) for slot in new if slot != "need")
        dispatcher.utter_message(response="utter_noted", facts=facts)

"""First in every turn: takes from the message what it tells about the deal, and stores it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.consent import answer_to_consent
from actions.conversation import Conversation, channel_of, message_of, now
from actions.not_a_lead import borne_out, turn_away
from actions.services import lead_sessions
from actions.turn import Events, did, guarded, introduce
from bot.intake.agenda import slots
from bot.intake.buying import ENOUGH_HINTS, Buying, buying, speaks_of_work
from bot.intake.clauses import spoken
from bot.intake.listening import Heard, listen
from bot.intake.message import Message
from bot.intake.need import LONGEST, need_in
from bot.intake.patterns import pattern
from bot.intake.shown import changed, labelled
from bot.leads import InvalidAnswer, LeadStoreError, discard_partial, read_attribution, reason_in, record_answers
from bot.leads.store import Sessions

OPENING_MOVES = frozenset({"talk_to_team", "state_need"})
QUESTIONS = frozenset({"ask", "decline", "follow_up"})
CONTACT = frozenset({"email", "phone"})
DEAL = frozenset({"team_size", "budget", "timeline"})
TERMS = DEAL - {"team_size"}
"""Of the deal; a number of people may be that of a company."""
SURE_QUESTION = 0.5
UNHEARD = frozenset({"not_a_lead", "nlu_fallback", "out_of_scope", "chat", "give_context", "give_details", "correct", "deny", "skip"})
"""What a message is taken for that nothing is said to once the questions start."""
MOST_REMEMBERED = 4
"""Statements that are remembered as what a visitor may need."""


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
        if before.lead and not before.collecting:
            heard = later_wish(message, heard, before)
        if before.awaits_consent and not (heard.facts or heard.reopened):
            stored, events = self._store(dispatcher, tracker, before, fresh_start=False)
            answered = None if events else answer_to_consent(dispatcher, tracker, stored, self._sessions())
            if answered is not None:
                return answered
        talk = before.hearing(heard, tracker)
        answered = talk.active and bool(heard.facts) and not heard.asks_too
        if not talk.active:
            talk, answered = weigh(message, heard, talk, tracker)
        talk = replace(talk, answered=answered)
        introduced = introduce(dispatcher, tracker) if talk.collecting else []
        stored, events = self._store(dispatcher, tracker, talk, fresh_start=talk.collecting and not before.active)
        if before.active or talk.collecting:
            say_back(dispatcher, heard, before, stored)
        return [*introduced, *events, *stored.events()]

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


def weigh(message: Message, heard: Heard, talk: Conversation, tracker: Tracker) -> tuple[Conversation, bool]:
    """The conversation with the questions open where the visitor is a customer, and whether there is nothing else to say."""
    signs = buying(spoken(message.text))
    material = tuple(dict.fromkeys((*talk.leaning, *signs.material)))[-MOST_REMEMBERED:]
    invited = bool(tracker.get_slot("invited"))
    if not opens(message, heard, signs, talk, invited=invited, no_customer=borne_out(tracker) is not None):
        # What is told around a question says little about the visitor.
        return (talk if signs.asks_else else replace(talk, leaning=material)), False
    talk = replace(talk, collecting=True, leaning=())
    need = " ".join(material)
    if "need" not in talk.known and speaks_of_work(need):
        talk = talk.hearing(Heard({"need": need[:LONGEST]}), tracker)
    only_whom = message.intent == "ask" and not signs.asks_else
    return talk, not signs.asks_else and (bool(heard.facts) or only_whom or message.intent in UNHEARD)


def opens(message: Message, heard: Heard, signs: Buying, talk: Conversation, *, invited: bool, no_customer: bool) -> bool:
    """Whether the questions start: at a wish to talk, a need, an address, or hints and facts of a deal that add up."""
    if no_customer and not signs.needs:
        return False
    if message.is_aside:
        return False
    if message.intent in OPENING_MOVES or CONTACT & set(heard.facts) or signs.talks:
        return True
    if message.intent == "affirm" and invited:
        return True
    if message.intent in ("affirm", "chat") and pattern("wish_to_talk").search(message.text):
        return True
    if signs.asks_else:  # what a question is about is no need of ours yet
        return "need" in heard.facts and (signs.firmly or bool(TERMS & set(heard.facts)))
    if signs.needs:
        return True
    if "need" in heard.facts:
        return not (message.intent in QUESTIONS and message.confidence >= SURE_QUESTION) or bool(DEAL & set(heard.facts))
    hints = signs.hints + bool(talk.leaning) + len(DEAL & set(talk.known)) + (invited and signs.asks_whom)
    return ENOUGH_HINTS <= hints and bool(signs.hints or DEAL & set(heard.facts))


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

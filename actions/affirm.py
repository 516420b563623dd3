"""A yes: consent where that was asked, else no more than a yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, channel_of
from actions.services import lead_sessions
from actions.turn import Events, did, introduce, responding, text_of
from bot.leads import ConsentGiven, HandedOver, LeadIncomplete, LeadStoreError, hand_over
from bot.leads.store import Sessions

CONSENT_VERSION = "2"


class ActionAffirm(Action):
    """Hands the lead over after a yes to the summary; speaks of "saved" only after the database has committed."""

    def __init__(self, sessions: Callable[[], Sessions] = lead_sessions) -> None:
        """Stores with sessions made by this."""
        self._sessions = sessions

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_affirm"

    @responding
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """The reference of the saved lead, or an honest word about why there is none."""
        talk = Conversation.of(tracker)
        # A typed Rasa command such as affirm{"consent": true} is nobody's consent.
        if not talk.awaits_consent or "{" in text_of(tracker):
            return plain_yes(dispatcher, tracker, talk)
        consent = ConsentGiven(asked_consent(tracker), CONSENT_VERSION, channel_of(tracker))
        try:
            done = hand_over(self._sessions(), tracker.sender_id, consent, talk.pending())
        except LeadStoreError:
            dispatcher.utter_message(response="utter_lead_not_saved")
            return [did("error")]
        except LeadIncomplete as incomplete:
            # The conversation knows more than the database, or less: what is missing is stored or asked again.
            again = replace(talk, unsaved=tuple(talk.known), skipped=tuple(set(talk.skipped) - set(incomplete.missing)))
            dispatcher.utter_message(response="utter_lead_not_saved")
            return [did("error"), *again.events()]
        return handed(dispatcher, talk, done)


def handed(dispatcher: CollectingDispatcher, talk: Conversation, done: HandedOver) -> Events:
    """What the visitor is told after the commit, by the lead's status."""
    lead = done.lead
    told = {"name": lead.name, "contact": lead.email or lead.phone, "reference": lead.reference}
    closed = replace(talk.closed(), unsaved=())
    if lead.status == "unqualified":
        dispatcher.utter_message(response="utter_no_fit")
        return [did("chat"), *closed.events()]
    dispatcher.utter_message(response="utter_joined" if done.joined else "utter_handed_over", **told)
    saved = {"reference": lead.reference, "status": str(lead.status)}
    return [did("handoff"), *closed.events(), SlotSet("lead", saved), SlotSet("consent", True)]


def plain_yes(dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation) -> Events:
    """A yes to nothing that could be done; while collecting the open question just comes again."""
    if talk.collecting:
        return [did("ask"), SlotSet("invited", False)]
    introduced = introduce(dispatcher, tracker)
    dispatcher.utter_message(response="utter_note_affirm")
    return [*introduced, did("chat"), SlotSet("misses", 0), SlotSet("invited", False)]


def asked_consent(tracker: Tracker) -> str:
    """The summary and the consent question as the visitor read them, which go on record with the answer."""
    asked: dict[str, str] = {}
    for event in tracker.events:
        response = (event.get("metadata") or {}).get("utter_action")
        if event.get("event") == "bot" and response in ("utter_summary", "utter_ask_consent"):
            asked[response] = str(event["text"])
    return asked.get("utter_ask_consent", "utter_ask_consent")

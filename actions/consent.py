"""The answer to the question for consent: the hand-over, or nothing kept."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, channel_of
from actions.turn import Events, did, intent_of, text_of
from bot.intake.consent import consents, wish_beside_yes
from bot.intake.listening import Heard
from bot.leads import ConsentGiven, HandedOver, LeadIncomplete, LeadStoreError, discard_partial, hand_over
from bot.leads.store import Sessions

CONSENT_VERSION = "2"


def answer_to_consent(
    dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation, sessions: Sessions
) -> Events | None:
    """The hand-over or the refusal where the message is a plain yes or no, whatever understanding makes of it; else None."""
    said = consents(text_of(tracker), taken_for_yes=intent_of(tracker) == "affirm")
    if said is None:
        return None
    answered = replace(talk, answered=True)
    wish, need = wish_beside_yes(text_of(tracker)), talk.known.get("need")
    if said and wish:
        answered = answered.hearing(Heard({"need": f"{need} / {wish}" if need else wish}), tracker)
    return (consented if said else refused)(dispatcher, tracker, answered, sessions)


def consented(dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation, sessions: Sessions) -> Events:
    """The reference of the saved lead, or an honest word about why there is none; speaks of "saved" after the commit."""
    consent = ConsentGiven(asked_consent(tracker), CONSENT_VERSION, channel_of(tracker))
    try:
        done = hand_over(sessions, tracker.sender_id, consent, talk.pending())
    except LeadStoreError:
        dispatcher.utter_message(response="utter_lead_not_saved")
        return [did("error"), *talk.events()]
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


def refused(dispatcher: CollectingDispatcher, tracker: Tracker, talk: Conversation, sessions: Sessions) -> Events:
    """Nothing is passed on, and the lead is deleted before that is said."""
    try:
        discard_partial(sessions, tracker.sender_id)
    except LeadStoreError:
        dispatcher.utter_message(response="utter_error")
        return [did("error"), *talk.events()]
    dispatcher.utter_message(response="utter_consent_refused")
    return [did("chat"), *talk.closed().events()]


def asked_consent(tracker: Tracker) -> str:
    """The summary and the consent question as the visitor read them, which go on record with the answer."""
    asked: dict[str, str] = {}
    for event in tracker.events:
        response = (event.get("metadata") or {}).get("utter_action")
        if event.get("event") == "bot" and response in ("utter_summary", "utter_ask_consent"):
            asked[response] = str(event["text"])
    return asked.get("utter_ask_consent", "utter_ask_consent")

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.hand_over import PERSONAL, ActionHandOver, asked_consent
from actions.stop_lead import ActionStopLead
from bot import leads
from bot.leads import LeadStoreError, Sessions, record_answer
from bot.settings import ROOT

Make = Callable[..., Tracker]
Act = Callable[..., Any]
ASKED = {"event": "bot", "text": "May I pass it on?", "metadata": {"utter_action": "utter_ask_consent"}}


@pytest.fixture
def answered(sessions: Sessions) -> Sessions:
    """A database with a lead that lacks only consent."""
    for slot, value in {"need": "five developers", "name": "Jane Doe", "email": "jane@acme.com"}.items():
        record_answer(sessions, conversation_id="visitor", channel="rest", slot=slot, value=value, raw=value, message_id=slot)
    return sessions


class Listening(CollectingDispatcher):
    """Looks into the database, through a connection of its own, whenever something is said."""

    def __init__(self, database: str) -> None:
        super().__init__()
        self._database = database
        self.seen: list[tuple[str | None, list[str]]] = []

    def utter_message(self, *args: Any, response: str | None = None, **values: Any) -> None:
        found = [str(lead.status) for lead in leads.list_leads(leads.session_factory(self._database))]
        self.seen.append((response, found))
        super().utter_message(*args, response=response, **values)


def test_with_consent_the_lead_is_handed_over(answered: Sessions, tracker: Make, act: Act) -> None:
    turn = act(ActionHandOver(lambda: answered), tracker(slots={"consent": True}, events=[ASKED]))
    (lead,) = leads.list_leads(answered)
    assert (str(lead.status), lead.consent) == ("handed_off", True)
    assert turn.slots["lead"] == {"reference": lead.reference, "status": "handed_off"}
    assert turn.type == "handoff"
    (message,) = turn.messages
    assert (message["response"], message["reference"], message["name"], message["email"]) == (
        "utter_handed_over",
        lead.reference,
        "Jane Doe",
        "jane@acme.com",
    )


def test_it_speaks_after_the_commit(answered: Sessions, database: str, tracker: Make, act: Act) -> None:
    dispatcher = Listening(database)
    act(ActionHandOver(lambda: answered), tracker(slots={"consent": True}), dispatcher)
    assert dispatcher.seen == [("utter_handed_over", ["handed_off"])]


def test_the_question_asked_goes_on_record(answered: Sessions, tracker: Make, act: Act) -> None:
    act(ActionHandOver(lambda: answered), tracker(slots={"consent": True}, events=[ASKED]))
    (lead,) = leads.list_leads(answered)
    (consent,) = leads.get_history(answered, lead.reference).consents
    assert (consent.text, consent.given) == ("May I pass it on?", True)


def test_the_last_question_asked_counts(tracker: Make) -> None:
    other = {"event": "bot", "text": "And your name?", "metadata": {"utter_action": "utter_ask_name"}}
    again = {**ASKED, "text": "May I, please?"}
    assert asked_consent(tracker(events=[ASKED, again, other])) == "May I, please?"
    assert asked_consent(tracker(events=[{"event": "bot", "text": "x", "metadata": None}])) == "utter_ask_consent"


def test_without_consent_nothing_stays(answered: Sessions, database: str, tracker: Make, act: Act) -> None:
    dispatcher = Listening(database)
    turn = act(ActionHandOver(lambda: answered), tracker(slots={"consent": False}), dispatcher)
    assert dispatcher.seen == [("utter_consent_refused", [])]
    assert [turn.slots[slot] for slot in PERSONAL] == [None] * len(PERSONAL)
    assert turn.type == "chat"
    assert "lead" not in turn.slots


def test_with_no_decision_nothing_happens(answered: Sessions, tracker: Make, act: Act) -> None:
    turn = act(ActionHandOver(lambda: answered), tracker(slots={"consent": None}))
    assert (turn.messages, turn.slots) == ([], {})
    assert [str(lead.status) for lead in leads.list_leads(answered)] == ["partial"]


@pytest.mark.parametrize("consent", [True, False])
def test_a_store_that_fails_is_never_called_saved(consent: bool, broken: Callable[[], Sessions], tracker: Make, act: Act) -> None:
    turn = act(ActionHandOver(broken), tracker(slots={"consent": consent}))
    assert turn.said == ["utter_lead_not_saved"]
    assert turn.type == "error"
    assert "lead" not in turn.slots
    assert turn.slots["consent"] is None


def test_a_store_that_fails_at_the_last_step_is_never_called_saved(
    answered: Sessions, tracker: Make, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise LeadStoreError("the leads database failed")

    monkeypatch.setattr("actions.hand_over.hand_over", fail)
    turn = act(ActionHandOver(lambda: answered), tracker(slots={"consent": True}))
    assert (turn.said, turn.type) == (["utter_lead_not_saved"], "error")


def test_an_unfinished_lead_is_never_called_saved(sessions: Sessions, tracker: Make, act: Act) -> None:
    turn = act(ActionHandOver(lambda: sessions), tracker(slots={"consent": True}))
    assert (turn.said, turn.type) == (["utter_lead_not_saved"], "error")


def test_an_unfinished_lead_leaves_no_empty_one(sessions: Sessions, tracker: Make, act: Act) -> None:
    act(ActionHandOver(lambda: sessions), tracker(slots={"consent": True}))
    assert list(leads.list_leads(sessions)) == []


def test_handing_over_twice_is_one_lead(answered: Sessions, tracker: Make, act: Act) -> None:
    first, second = (act(ActionHandOver(lambda: answered), tracker(slots={"consent": True})) for _ in range(2))
    assert first.slots["lead"] == second.slots["lead"]
    assert len(list(leads.list_leads(answered))) == 1


def test_a_stop_drops_what_was_collected(answered: Sessions, database: str, tracker: Make, act: Act) -> None:
    dispatcher = Listening(database)
    turn = act(ActionStopLead(lambda: answered), tracker(intent="stop"), dispatcher)
    assert dispatcher.seen == [("utter_stopped", [])]
    assert {slot: turn.slots[slot] for slot in (*PERSONAL, "requested_slot")} == dict.fromkeys((*PERSONAL, "requested_slot"))


def test_a_stop_that_cannot_delete_does_not_say_so(broken: Callable[[], Sessions], tracker: Make, act: Act) -> None:
    turn = act(ActionStopLead(broken), tracker(intent="stop", slots={"need": "devs", "name": "Jane"}))
    assert (turn.said, turn.type) == (["utter_error"], "error")
    assert turn.slots["requested_slot"] == "email"
    assert not {"need", "name"} & set(turn.slots)


def test_what_is_deleted_is_what_is_asked_for() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert list(PERSONAL) == domain["forms"]["lead_form"]["required_slots"]

"""Visitors who come back, messages that come twice, and where visitors came from."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from contextlib import closing

from tests.conftest import Puente
from tests.visitor import Visitor, parse

OPENING = "We need 4 Vue developers, 20k a month, ASAP, in GDL. I'm Al Tarn, CEO of Tarn Boats, {}"
TWO_DAYS = 2 * 86400


def opening(visitor: Visitor) -> str:
    """An opening that leaves only the phone number to be asked."""
    return OPENING.format(f"al.{visitor.sender[-8:]}@tarn.com")


def two_days_pass(puente: Puente, visitor: Visitor) -> None:
    """Moves the conversation into the past."""
    with closing(sqlite3.connect(puente.config.tracker_database)) as database, database:
        database.execute(
            "UPDATE events SET timestamp = timestamp - ?, "
            "data = json_set(data, '$.timestamp', json_extract(data, '$.timestamp') - ?) WHERE sender_id = ?",
            (TWO_DAYS, TWO_DAYS, visitor.conversation_id),
        )


def test_the_next_day_nothing_is_asked_again(puente: Puente, visitor: Visitor) -> None:
    assert visitor.say(opening(visitor)).envelope["asks"] == "phone"
    two_days_pass(puente, visitor)
    assert visitor.say("hi, I'm back, can we continue?").envelope["asks"] == "phone"
    two_days_pass(puente, visitor)
    assert visitor.say("skip").envelope["asks"] == "consent"
    assert visitor.say("yes").type == "handoff"
    (lead,) = puente.leads_of(visitor)
    assert (lead.name, lead.company, lead.team_size_max) == ("Al Tarn", "Tarn Boats", 4)


def test_a_correction_the_next_day_reaches_the_same_lead(puente: Puente, visitor: Visitor) -> None:
    visitor.tell(opening(visitor), "skip", "yes")
    two_days_pass(puente, visitor)
    visitor.say("actually make that 9 people")
    (lead,) = puente.leads_of(visitor)
    assert (lead.team_size_max, lead.status) == (9, "handed_off")
    sizes = [answer for answer in puente.history_of(lead).answers if answer.slot == "team_size"]
    assert sizes[-1].old_value == {"team_size_min": 4, "team_size_max": 4}


def test_every_message_sent_twice_is_one_lead(puente: Puente, visitor: Visitor) -> None:
    for text in (opening(visitor), "+1 415 555 0132", "yes"):
        visitor.tell(text, text)
    (lead,) = puente.leads_of(visitor)
    assert (lead.status, lead.phone) == ("handed_off", "+14155550132")
    assert [consent.given for consent in puente.history_of(lead).consents] == [True]


def test_where_the_visitor_came_from_is_kept(puente: Puente, visitor: Visitor) -> None:
    for text, source in ((opening(visitor), "ads"), ("+1 415 555 0132", "newsletter"), ("yes", None)):
        metadata = {"utm": {"source": source}, "page": {"url": "https://puente.example/"}, "card": "4111"} if source else {}
        body = json.dumps({"sender": visitor.sender, "message": text, "metadata": metadata}).encode()
        request = urllib.request.Request(f"{puente.url}/webhooks/rest/webhook", body)
        with urllib.request.urlopen(request, timeout=40) as answer:
            parse(json.load(answer))
    (lead,) = puente.leads_of(visitor)
    assert lead.first_touch == {"utm_source": "ads", "page": "https://puente.example/"}
    assert lead.last_touch == {"utm_source": "newsletter", "page": "https://puente.example/"}

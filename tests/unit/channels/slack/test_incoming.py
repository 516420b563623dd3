from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from bot.channels.slack.incoming import Click, Malformed, Message, Opened, read, read_body
from bot.channels.slack.offer import Offer
from tests.slack.shapes import BOT, TEAM, event, shape


def message(name: str, **fields: object) -> Message:
    found = read(event(name, **fields))
    assert isinstance(found, Message)
    return found


def click(**fields: object) -> Click:
    payload = shape("block_actions")
    payload["actions"][0] |= {"value": "Monterrey", **fields}
    found = read(payload)
    assert isinstance(found, Click)
    return found


def test_a_direct_message() -> None:
    found = message("message_im")
    assert found.place.conversation == f"slack:{TEAM}:D0ANA0001:U0ANA0001"
    assert (found.text, found.called, found.place.thread) == ("hello", True, None)


def test_a_mention_and_its_message_are_the_same() -> None:
    one, two = message("app_mention"), message("message_channel")
    assert one.id == two.id and set(one.keys) & set(two.keys)
    assert one.place == two.place and one.text == two.text == "why Mexico?"
    assert one.called and two.called
    assert one.place.conversation == f"slack:{TEAM}:C0GENERAL:1790000000.000200"


def test_a_mention_without_a_client_message_id_is_the_same_by_its_ts() -> None:
    one, two = message("app_mention", client_msg_id=None), message("message_channel")
    assert one.id == two.id


def test_a_threads_message_belongs_to_it_and_calls_nobody() -> None:
    found = message("message_thread")
    assert found.place.conversation == message("app_mention").place.conversation
    assert (found.called, found.aside) == (False, False)
    assert message("message_thread", text="<@U0BOB0001> look").aside
    assert message("message_channel", text="why Mexico?").aside


def test_who_is_called_is_told_without_authorizations_too() -> None:
    payload = shape("app_mention")
    del payload["authorizations"]
    found = read(payload)
    assert isinstance(found, Message) and found.text == "why Mexico?"
    payload["authed_users"] = [BOT]
    found = read(payload)
    assert isinstance(found, Message) and found.text == "why Mexico?"


NEITHER = [
    *("message_changed", "message_deleted", "channel_join", "own_message", "other_bot", "reaction_added", "app_rate_limited"),
    *("view_submission", "select_action", "shortcut", "url_verification"),
]


@pytest.mark.parametrize("name", NEITHER)
def test_everything_else_is_nothing(name: str) -> None:
    assert read(shape(name)) is None


def test_a_message_that_does_not_look_like_a_mention_keeps_its_mention_not_out() -> None:
    payload = shape("message_channel")
    del payload["authorizations"]
    plain, mention = read(payload), message("app_mention")
    assert isinstance(plain, Message) and not plain.called
    assert plain.id == mention.id and not set(plain.keys) & set(mention.keys)


def test_an_opened_app_home() -> None:
    found = read(shape("app_home_opened"))
    assert isinstance(found, Opened)
    assert found.place.conversation == message("message_im").place.conversation


def test_a_click_tells_its_place_and_its_turn() -> None:
    found = click(block_id=Offer("T9", "17.1", "slack:C1:17.2").block_id(3))
    assert (found.value, found.offer, found.place.team, found.place.thread) == ("Monterrey", "slack:C1:17.2", "T9", "17.1")


def test_a_click_on_a_block_that_says_nothing() -> None:
    found = click(block_id="aBc")
    assert found.offer is None
    assert found.place.conversation == f"slack:{TEAM}:D0ANA0001:U0ANA0001"


def test_a_click_on_what_only_its_visitor_saw() -> None:
    payload = shape("block_actions_ephemeral")
    payload["actions"][0] |= {"value": "ana@acme.com", "block_id": Offer(TEAM, "17.1", "m").block_id(0)}
    found = read(payload)
    assert isinstance(found, Click)
    assert found.place.conversation == f"slack:{TEAM}:C0GENERAL:17.1"
    assert not found.message["blocks"] and found.response_url


@pytest.mark.parametrize("block_id", ["", "choice", "choice0|T1", "other|T1|1|m"])
def test_no_offer(block_id: str) -> None:
    assert Offer.read(block_id) is None


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        (b'{"type": "x"}', {"type": "x"}),
        (b' \n{"type": "x"}', {"type": "x"}),
        (urlencode({"payload": json.dumps({"type": "x", "text": "a&b=é"})}).encode(), {"type": "x", "text": "a&b=é"}),
        (b"command=%2Fpuente&text=hi", {}),
    ],
)
def test_bodies(body: bytes, payload: object) -> None:
    assert read_body(body) == payload


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"{", b"payload=x", b"payload=%5B%5D", b"\xff{}", b'{"a":' * 5000])
def test_bodies_that_slack_never_sends(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_body(body)

"""Call-backs of the REST channel through the real server, to a receiver on this machine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.integration.conftest import Keyed
from tests.receiver import Receiver, receiver
from tests.rest_client import Client, refused
from tests.visitor import parse


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def test_the_reply_is_posted_too_signed_with_the_keys_secret(keyed: Keyed, there: Receiver) -> None:
    client = keyed.client()
    answer = client.post("why Mexico?", callback_url=f"{there.url}/hook?x=1")
    (posted,) = there.wait()
    event = posted.verified(client.signing_secret)
    assert event["type"] == "message.answered"
    assert event["data"]["messages"] == answer.json
    assert event["data"]["sender"] == client.sender
    assert event["data"]["request_id"] == answer.headers["x-request-id"]
    assert event["data"]["message_id"] == posted.headers["webhook-id"]
    assert client.token.encode() not in posted.body


def test_without_an_address_nothing_is_posted(keyed: Keyed, there: Receiver) -> None:
    client = keyed.client()
    client.say("hi")
    client.say("hi", callback_url=f"{there.url}/second")
    assert len(there.wait()) == 1


def test_a_keys_own_address_gets_every_reply(keyed: Keyed, there: Receiver) -> None:
    client = keyed.client("chat", callback=f"{there.url}/own")
    client.say("hello")
    client.say("why Mexico?")
    events = [posted.verified(client.signing_secret) for posted in there.wait(2)]
    assert "answer" in {parse(event["data"]["messages"]).type for event in events}


def test_only_the_call_back_gets_the_reply_where_that_is_asked_for(keyed: Keyed, there: Receiver) -> None:
    client = keyed.client()
    answer = client.post("why Mexico?", query="callback=only", callback_url=there.url)
    assert answer.status == 202
    (posted,) = there.wait()
    event = posted.verified(client.signing_secret)
    assert event["data"]["message_id"] == posted.headers["webhook-id"] == answer.json["message_id"]
    assert event["data"]["request_id"] == answer.json["request_id"]
    assert parse(event["data"]["messages"]).type == "answer"


def test_only_a_call_back_without_an_address_is_refused(keyed: Keyed) -> None:
    refused(keyed.client().post("hi", query="callback=only"), 409, "callback_url", "callback_missing")


def test_a_receiver_that_fails_once_is_tried_again(keyed: Keyed, there: Receiver) -> None:
    there.statuses = [500]
    client = keyed.client()
    client.say("hello", callback_url=there.url)
    first, second = there.wait(2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    second.verified(client.signing_secret)


def test_a_slow_receiver_keeps_no_visitor_waiting(keyed: Keyed, there: Receiver) -> None:
    there.seconds = 3
    client = keyed.client()
    client.say("hello", callback_url=there.url)
    assert client.say("why Mexico?").type == "answer"
    assert len(there.posted) == 1


def test_the_same_request_again_is_posted_under_the_same_id(keyed: Keyed, there: Receiver) -> None:
    client, key = keyed.client(), {"Idempotency-Key": uuid.uuid4().hex}
    client.post("hello", headers=key, callback_url=there.url)
    there.wait()
    client.post("hello", headers=key, callback_url=there.url)
    first, second = there.wait(2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.verified(client.signing_secret)["data"]["messages"] == second.verified(client.signing_secret)["data"]["messages"]


@pytest.mark.parametrize("host", ["example.com", "127.0.0.2", "localhost", "10.0.0.1", "169.254.169.254"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_nobody_allowed_is_refused_before_the_turn(keyed: Keyed, scheme: str, host: str) -> None:
    client = keyed.client()
    refused(client.post("hello", callback_url=f"{scheme}://{host}/hook"), 403, "call", "callback_not_allowed")
    assert "I'm Puente, a bot" in client.say("why Mexico?").text, "the refused message was no turn"


def test_an_address_that_is_none_is_refused(keyed: Keyed) -> None:
    refused(keyed.client().post("hi", callback_url="nonsense"), 400, "URL", "callback_invalid")


def test_without_a_key_there_are_no_call_backs(puente: Keyed) -> None:
    refused(Client(puente.url).post("hi", callback_url="http://127.0.0.1:9/"), 401, "scope 'callback'", "key_required")

"""Requests that come again, and clients that hang up: each message is one turn."""

from __future__ import annotations

import json
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot import settings
from bot.servers import free_ports, serving
from bot.settings import Settings
from tests.integration.conftest import Keyed
from tests.rest_client import WEBHOOK, Answer, Client, refused


@pytest.fixture
def client(keyed: Keyed) -> Iterator[Client]:
    yield keyed.client()


def again(client: Client, text: str, key: str, **more: object) -> Answer:
    return client.post(text, headers={"Idempotency-Key": key}, **more)


def test_the_same_request_again_gets_the_same_reply_and_is_one_turn(client: Client) -> None:
    client.say("I want to talk to someone")
    client.say("help with our ERP")
    key = uuid.uuid4().hex
    first, second = again(client, "8", key), again(client, "8", key)
    assert first.json == second.json
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    # A second turn would have been the answer to the next question.
    assert first.reply.envelope["asks"] == "timeline"
    assert client.say("in March").envelope["asks"] == "budget"


def test_without_the_header_the_same_words_are_two_messages(client: Client) -> None:
    one, two = client.say("why Mexico?"), client.say("why Mexico?")
    assert "I'm Puente, a bot" in one.text and "I'm Puente, a bot" not in two.text


def test_the_same_key_with_another_body_is_refused(client: Client) -> None:
    key = uuid.uuid4().hex
    again(client, "hello", key)
    changes: list[dict[str, object]] = [{"message": "why Mexico?"}, {"sender": "other"}, {"metadata": {"page": "/"}}]
    for change in changes:
        refused(again(client, "hello", key, **change), 422, "another body", "idempotency_key_reused")
    assert again(client, "hello", key).status == 200


def test_two_keys_do_not_share_idempotency_keys(keyed: Keyed) -> None:
    key = uuid.uuid4().hex
    one, two = keyed.client(), keyed.client()
    assert again(one, "hello", key).status == 200
    assert again(two, "why Mexico?", key).reply.type == "answer"


def test_the_same_request_many_times_at_once_is_one_turn(client: Client) -> None:
    client.say("I want to talk to someone")
    client.say("help with our ERP")
    key = uuid.uuid4().hex
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: again(client, "8", key), range(6)))
    assert {answer.reply.envelope["asks"] for answer in answers} == {"timeline"}
    assert len({answer.body for answer in answers}) == 1
    assert client.say("in March").envelope["asks"] == "budget"


def test_an_unfit_idempotency_key_is_refused(client: Client) -> None:
    refused(client.post("hi", headers={"Idempotency-Key": "a b"}), 400, "Idempotency-Key", "idempotency_key_invalid")


def hang_up(client: Client, text: str, key: str, seconds: float = 0.02) -> None:
    """Sends a message and is gone before the reply."""
    body = json.dumps({"sender": client.sender, "message": text}).encode()
    lines = [f"POST {WEBHOOK} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {client.token}", f"Idempotency-Key: {key}"]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    port = int(client.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as gone:
        gone.sendall(head.encode() + body)
        time.sleep(seconds)


@pytest.mark.parametrize("seconds", [0, 0.005, 0.02, 0.05])
def test_who_hangs_up_gets_the_reply_by_asking_again(client: Client, seconds: float) -> None:
    client.say("I want to talk to someone")
    client.say("help with our ERP")
    key = uuid.uuid4().hex
    hang_up(client, "8", key, seconds)
    assert again(client, "8", key).reply.envelope["asks"] == "timeline"
    assert client.say("in March").envelope["asks"] == "budget"


def own(folder: Path) -> Settings:
    return free_ports(
        settings.load({}), {"tracker_database": str(folder / "conversations.db"), "database_url": f"sqlite:///{folder}/leads.db"}
    )


def test_after_a_restart_the_same_request_is_still_one_turn(tmp_path: Path) -> None:
    config = own(tmp_path)
    key = uuid.uuid4().hex
    with serving(config, tmp_path / "servers.log"):
        client = Client(config.url)
        client.say("I want to talk to someone")
        client.say("help with our ERP")
        first = again(client, "8", key)
    with serving(config, tmp_path / "servers.log"):
        assert again(client, "8", key).json == first.json
        refused(again(client, "9", key), 422, "another body", "idempotency_key_reused")
        assert replace(client).say("in March").envelope["asks"] == "budget"

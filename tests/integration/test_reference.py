"""What the server says of itself is true: each refusal and each reply is as /openapi.json describes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.channels.rest.problems import catalogue
from bot.channels.rest.reference import document
from tests.conftest import Puente
from tests.integration.conftest import PER_MINUTE, Keyed
from tests.rest_client import WEBHOOK, Answer, Client, call

OPERATION = document()["paths"]["/webhooks/rest/webhook"]["post"]
Case = Callable[[Client, Keyed], Answer]


def raw(client: Client, body: bytes) -> Answer:
    return call(client.url, body, headers={"Authorization": f"Bearer {client.token}"})


def reused(client: Client, keyed: Keyed) -> Answer:
    client.post("one", headers={"Idempotency-Key": "k"})
    return client.post("two", headers={"Idempotency-Key": "k"})


def too_many(client: Client, keyed: Keyed) -> Answer:
    answers = (client.post("", query="stream=true") for _ in range(5 * PER_MINUTE))
    return next(answer for answer in answers if answer.status == 429)


REFUSED: dict[str, Case] = {
    "body_invalid": lambda client, _: raw(client, b"x"),
    "body_too_deep": lambda client, _: client.post("hi", metadata=json.loads("[" * 40 + "]" * 40)),
    "sender_invalid": lambda client, _: client.post("hi", sender=""),
    "message_invalid": lambda client, _: client.post(None),  # type: ignore[arg-type]
    "metadata_invalid": lambda client, _: client.post("hi", metadata="x"),
    "callback_invalid": lambda client, _: client.post("hi", callback_url="x"),
    "option_invalid": lambda client, _: client.post("hi", query="choices=audio"),
    "stream_unsupported": lambda client, _: client.post("hi", query="stream=true"),
    "idempotency_key_invalid": lambda client, _: client.post("hi", headers={"Idempotency-Key": "a b"}),
    "key_required": lambda client, _: Client(client.url).post("hi"),
    "key_invalid": lambda client, _: Client(client.url, "pk_x").post("hi"),
    "scope_missing": lambda _, keyed: keyed.client("callback").post("hi"),
    "callback_not_allowed": lambda client, _: client.post("hi", callback_url="https://example.com/"),
    "callback_missing": lambda client, _: client.post("hi", query="callback=only"),
    "body_too_large": lambda client, _: raw(client, b"x" * 70_000),
    "message_too_long": lambda client, _: client.post("x" * 5000),
    "idempotency_key_reused": reused,
    "too_many_requests": too_many,
}
# Shown elsewhere: other paths and methods (test_rest.py); what needs a slow turn or no database (tests/unit/channels).
ELSEWHERE = {"request_invalid", "not_found", "method_not_allowed", "internal_error", "busy", "store_unavailable"}


def test_every_problem_is_shown() -> None:
    assert set(REFUSED) | ELSEWHERE == set(catalogue())


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_as_described(keyed: Keyed, code: str) -> None:
    answer = REFUSED[code](keyed.client(), keyed)
    assert answer.json["code"] == code
    as_described(answer)


def as_described(answer: Answer) -> None:
    """Checks status, content type, headers and body against the document."""
    told = resolved(OPERATION["responses"][str(answer.status)])
    (content_type,) = told["content"]
    assert answer.content_type == content_type
    for name, header in told.get("headers", {}).items():
        header = resolved(header)
        if header.get("required"):
            assert name.lower() in answer.headers, name
    schema = {**told["content"][content_type]["schema"], "components": document()["components"]}
    Draft7Validator(schema).validate(answer.json)


def resolved(told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    found: Any = document()
    for name in told["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found  # type: ignore[no-any-return]


SAID = ["hello", "why Mexico?", "what are your rates?", "write me a poem", "I want to talk to someone", "help with our ERP", "5"]


def test_replies_are_as_described(puente: Puente) -> None:
    client = Client(puente.url)
    for text in SAID:
        as_described(client.post(text))
    rest = ["in March", "20k a month", "GDL", "Kite & Keel", "CTO", "Jane Doe", f"jane.{client.sender[-8:]}@acme.com", "skip"]
    for text in [*rest, "Yes, pass it on"]:
        answer = client.post(text)
        as_described(answer)
    assert answer.reply.type == "handoff"
    as_described(client.post("what do you have on me?", query="choices=text"))


def test_the_description_is_served_as_json(puente: Puente) -> None:
    answer = call(puente.url, method="GET", path="/openapi.json")
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert answer.json == document()


def test_the_page_is_served_under_a_strict_policy(puente: Puente) -> None:
    answer = call(puente.url, method="GET", path="/docs")
    assert (answer.status, answer.content_type) == (200, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert WEBHOOK.encode() in answer.body


@pytest.mark.parametrize("path", ["/openapi.json", "/docs"])
def test_they_can_only_be_read(puente: Puente, path: str) -> None:
    answer = call(puente.url, b"{}", path=path)
    assert (answer.status, answer.json["code"], answer.headers["allow"]) == (405, "method_not_allowed", "GET")

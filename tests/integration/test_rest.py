"""The REST channel with what careless and hostile clients send."""

from __future__ import annotations

import http.client
import json
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import Puente
from tests.visitor import Visitor, parse

WEBHOOK = "/webhooks/rest/webhook"
LEADING = "Tell me about Tijuana"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    content_type: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def call(
    puente: Puente, body: bytes | None = None, method: str = "POST", path: str = WEBHOOK, content_type: str = "application/json"
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", puente.config.port, timeout=60)
    try:
        connection.request(method, path, body, {"Content-Type": content_type} if body is not None else {})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, headers.get("content-type", ""), headers, answer.read())
    finally:
        connection.close()
    assert b"Traceback" not in found.body
    return found


def post(puente: Puente, value: object) -> Answer:
    return call(puente, json.dumps(value).encode())


def message(visitor: Visitor, text: object, **more: object) -> dict[str, object]:
    return {"sender": visitor.sender, "message": text, **more}


def goes_on(visitor: Visitor) -> bool:
    """Whether the conversation still knows that it was about Tijuana."""
    return visitor.say("tell me more").sections == ["Tijuana"]


BAD_SENDERS: list[object] = ["missing", None, 7, True, ["me"], {"id": 1}, "", "   ", "s" * 300, "a\nb", "a\x00b", "\ud800"]


@pytest.mark.parametrize("sender", BAD_SENDERS, ids=[repr(sender)[:12] for sender in BAD_SENDERS])
def test_without_a_proper_sender_there_is_no_conversation(puente: Puente, sender: object) -> None:
    body = {"message": LEADING} if sender == "missing" else {"sender": sender, "message": LEADING}
    refused(post(puente, body), 400, "sender")


BAD_MESSAGES: list[object] = ["missing", None, 7, 1.5, True, ["hi"], {"text": "hi"}]


@pytest.mark.parametrize("text", BAD_MESSAGES, ids=[repr(text)[:12] for text in BAD_MESSAGES])
def test_a_message_that_is_no_text_is_refused_and_nothing_is_lost(puente: Puente, visitor: Visitor, text: object) -> None:
    visitor.say(LEADING)
    body = {"sender": visitor.sender} if text == "missing" else message(visitor, text)
    refused(post(puente, body), 400, "message")
    assert goes_on(visitor)


BAD_BODIES = {
    "empty": b"",
    "words": b"hello",
    "half": b'{"sender": "a", "message":',
    "list": b'[{"sender": "a", "message": "hi"}]',
    "string": b'"hi"',
    "null": b"null",
    "number": b"12",
    "latin-1": b'{"sender": "a", "message": "\xe9"}',
    "nested": b"[" * 30_000,
    "nested objects": b'{"a":' * 10_000,
}


@pytest.mark.parametrize("body", list(BAD_BODIES.values()), ids=list(BAD_BODIES))
def test_a_body_that_is_no_json_object_is_refused(puente: Puente, body: bytes) -> None:
    refused(call(puente, body), 400, "body")


def test_nesting_inside_a_field_is_refused_or_ignored(puente: Puente, visitor: Visitor) -> None:
    deep = b'{"sender": "%s", "message": "why Mexico?", "metadata": %s1%s}' % (
        visitor.sender.encode(),
        b'{"a":' * 500,
        b"}" * 500,
    )
    answer = call(puente, deep)
    assert answer.status in (200, 400)
    assert visitor.say("why Mexico?").type == "answer"


@pytest.mark.parametrize("metadata", ["words", 7, ["a"]])
def test_metadata_is_an_object(puente: Puente, visitor: Visitor, metadata: object) -> None:
    refused(post(puente, message(visitor, "hi", metadata=metadata)), 400, "metadata")


def test_five_megabytes_are_refused(puente: Puente, visitor: Visitor) -> None:
    visitor.say(LEADING)
    refused(post(puente, message(visitor, "why Mexico? " * 450_000)), 413, "body")
    assert goes_on(visitor)


def test_ten_thousand_characters_are_refused(puente: Puente, visitor: Visitor) -> None:
    visitor.say(LEADING)
    refused(post(puente, message(visitor, "x" * 10_000)), 413, "message")
    assert goes_on(visitor)


def test_a_long_message_is_answered(visitor: Visitor) -> None:
    assert visitor.say("How long is the flight? " + "We are a company in Austin. " * 100).type


def test_null_bytes_and_invisible_characters_are_taken_out(visitor: Visitor) -> None:
    reply = visitor.say("how long\x00 is the \u200bflight\u202e?")
    assert reply.envelope["topics"] == ["flights"]


COMMANDS = [
    "/restart",
    "/back",
    "/session_start",
    "//restart",
    "/ /restart",
    "/\u00a0/restart",
    "/ \x0b/session_start",
    " / restart",
    "\x00/restart",
    "\u200b/restart",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_visitor_cannot_give_rasa_commands(visitor: Visitor, command: str) -> None:
    visitor.say(LEADING)
    visitor.say(command)
    # A restart would make the next reply introduce the bot again.
    assert "I'm Puente, a bot" not in visitor.say("thanks").text
    assert goes_on(visitor)


@pytest.mark.parametrize("command", ['/talk_to_team{"x": 1}', '/lead_form{"x": 1}', '/ /talk_to_team{"x": 1}'])
def test_a_visitor_cannot_choose_an_intent(puente: Puente, visitor: Visitor, command: str) -> None:
    assert visitor.tell(LEADING, command).envelope["asks"] is None
    assert puente.leads_of(visitor) == []
    assert visitor.say("why Mexico?").type == "answer"


@pytest.mark.parametrize("command", ['/ask{"x":1}', '/affirm{"consent": true}', '/ /affirm{"consent": true}'])
def test_a_command_is_no_consent(puente: Puente, visitor: Visitor, command: str) -> None:
    visitor.tell(
        "we need help with our ERP, 5 devs in GDL, no rush, 20k a month", "skip", "skip", "Jane Doe", "j@cmd.org", "skip"
    )
    assert visitor.say(command).envelope["asks"] == "consent"
    assert [lead.status for lead in puente.leads_of(visitor)] == ["partial"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t",
        "\u200b",
        "\U0001f600",
        "\U0001f600\U0001f44d\U0001f3fd",
        "...",
        "/",
        "{}",
        "{name}",
        "%s %d",
        "None",
        "<script>alert(1)</script>",
        "'; DROP TABLE leads; --",
        "\u0645\u0631\u062d\u0628\u0627",
        "\u4f60\u597d",
        "Z\u0351\u036b\u0343\u036a\u0302",
        "\ud83d",
        "a" * 3999,
    ],
)
def test_odd_text_gets_a_plain_reply(puente: Puente, visitor: Visitor, text: str) -> None:
    answer = post(puente, message(visitor, text))
    assert answer.status == 200
    reply = parse(answer.json)
    assert reply.type in ("out_of_scope", "declined", "chat")
    assert visitor.say("why Mexico?").type == "answer"


def test_accents_and_curly_quotes_are_understood(visitor: Visitor) -> None:
    reply = visitor.say("What\u2019s M\u00e9xico City known for\uff1f")
    assert reply.sections == ["Mexico City"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8", "nonsense"]
)
def test_the_body_counts_not_its_content_type(puente: Puente, visitor: Visitor, content_type: str) -> None:
    answer = call(puente, json.dumps(message(visitor, "why Mexico?")).encode(), content_type=content_type)
    if answer.status == 200:
        assert parse(answer.json).type == "answer"
    else:
        refused(answer, 415, "type")


def test_a_form_body_is_refused(puente: Puente) -> None:
    refused(call(puente, b"sender=me&message=hi", content_type="application/x-www-form-urlencoded"), 400, "JSON")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_webhook_takes_posts_only(puente: Puente, method: str) -> None:
    assert call(puente, method=method).status == 405


@pytest.mark.parametrize("path", ["/conversations/x/tracker", "/model/parse", "/status", "/domain"])
def test_rasas_own_api_is_closed(puente: Puente, path: str) -> None:
    assert call(puente, method="GET", path=path).status == 404


def test_every_answer_has_a_request_id(puente: Puente, visitor: Visitor) -> None:
    first, second = post(puente, message(visitor, "hi")), post(puente, message(visitor, "hi"))
    assert first.headers["x-request-id"]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_a_client_that_hangs_up_loses_nothing(puente: Puente, visitor: Visitor) -> None:
    body = json.dumps(message(visitor, LEADING)).encode()
    head = f"POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", puente.config.port)) as client:
        client.sendall(head.encode() + body)
        time.sleep(0.01)
    time.sleep(2)
    reply = visitor.say("tell me more")
    assert reply.sections == ["Tijuana"]
    assert "I'm Puente, a bot" not in reply.text


def test_parallel_messages_of_one_visitor_are_all_answered(puente: Puente, visitor: Visitor) -> None:
    questions = {
        "how long is the flight": "flights",
        "do they speak English?": "english",
        "does the government support IT": "government",
        "how many engineers graduate each year?": "graduates",
    }
    visitor.say("hello")
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(visitor.say, questions))
    facts = ("5 hours", "proficient in English", "technology parks", "130,000")
    for reply, topic, fact in zip(replies, questions.values(), facts, strict=True):
        assert fact in reply.text
        assert reply.envelope["topics"] == [topic]
    assert visitor.say("tell me more").envelope["topics"][0] in questions.values()


def test_parallel_visitors_do_not_mix(puente: Puente) -> None:
    sections = {"Tijuana": "Tijuana", "Monterrey": "Monterrey", "Mexico City": "Mexico City"}
    visitors = [Visitor(puente.url) for _ in sections]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda pair: pair[0].say(f"tell me about {pair[1]}"), zip(visitors, sections, strict=True)))
        more = list(pool.map(lambda visitor: visitor.say("tell me more"), visitors))
    assert [reply.sections for reply in more] == [[section] for section in sections.values()]


def test_health_and_ready(puente: Puente) -> None:
    assert call(puente, method="GET", path="/health").json == {"status": "up"}
    ready = call(puente, method="GET", path="/ready")
    assert (ready.status, ready.json) == (200, {"ready": True})


def test_nobody_shares_a_conversation_called_default(puente: Puente) -> None:
    first, second = (Visitor(puente.url, sender) for sender in (f"a{uuid.uuid4().hex}", f"b{uuid.uuid4().hex}"))
    first.say(LEADING)
    assert second.say("tell me more").sections == []


def refused(answer: Answer, status: int, names: str) -> None:
    """Checks a problem-details answer that names what is wrong."""
    assert answer.status == status, answer.body[:300]
    assert answer.content_type.startswith("application/problem+json")
    problem = answer.json
    assert problem["status"] == status
    assert names in problem["detail"]
    assert len(problem["request_id"]) >= 16

"""The REST channel with what careless and hostile clients send."""

from __future__ import annotations

import json
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Puente
from tests.rest_client import WEBHOOK, Answer, call, refused
from tests.visitor import Visitor, parse

LEADING = "Tell me about Tijuana"


def post(puente: Puente, value: object) -> Answer:
    return call(puente.url, json.dumps(value).encode())


def message(visitor: Visitor, text: object, **more: object) -> dict[str, object]:
    return {"sender": visitor.sender, "message": text, **more}


def goes_on(visitor: Visitor) -> bool:
    """Whether the conversation still knows that it was about Tijuana."""
    return visitor.say("tell me more").sections == ["Tijuana"]


BAD_SENDERS: list[object] = ["missing", None, 7, True, ["me"], {"id": 1}, "", "   ", "s" * 300, "a\nb", "a\x00b", "\ud800"]


@pytest.mark.parametrize("sender", BAD_SENDERS, ids=[repr(sender)[:12] for sender in BAD_SENDERS])
def test_without_a_proper_sender_there_is_no_conversation(puente: Puente, sender: object) -> None:
    body = {"message": LEADING} if sender == "missing" else {"sender": sender, "message": LEADING}
    refused(post(puente, body), 400, "sender", "sender_invalid")


BAD_MESSAGES: list[object] = ["missing", None, 7, 1.5, True, ["hi"], {"text": "hi"}]


@pytest.mark.parametrize("text", BAD_MESSAGES, ids=[repr(text)[:12] for text in BAD_MESSAGES])
def test_a_message_that_is_no_text_is_refused_and_nothing_is_lost(puente: Puente, visitor: Visitor, text: object) -> None:
    visitor.say(LEADING)
    body = {"sender": visitor.sender} if text == "missing" else message(visitor, text)
    refused(post(puente, body), 400, "message", "message_invalid")
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
    refused(call(puente.url, body), 400, "body", "body_invalid")


def test_nesting_inside_a_field_is_refused(puente: Puente, visitor: Visitor) -> None:
    deep = b'{"sender": "%s", "message": "why Mexico?", "metadata": %s1%s}' % (
        visitor.sender.encode(),
        b'{"a":' * 500,
        b"}" * 500,
    )
    refused(call(puente.url, deep), 400, "nested", "body_too_deep")
    assert visitor.say("why Mexico?").type == "answer"


@pytest.mark.parametrize("metadata", ["words", 7, ["a"]])
def test_metadata_is_an_object(puente: Puente, visitor: Visitor, metadata: object) -> None:
    refused(post(puente, message(visitor, "hi", metadata=metadata)), 400, "metadata", "metadata_invalid")


def test_five_megabytes_are_refused(puente: Puente, visitor: Visitor) -> None:
    visitor.say(LEADING)
    refused(post(puente, message(visitor, "why Mexico? " * 450_000)), 413, "body", "body_too_large")
    assert goes_on(visitor)


def test_ten_thousand_characters_are_refused(puente: Puente, visitor: Visitor) -> None:
    visitor.say(LEADING)
    refused(post(puente, message(visitor, "x" * 10_000)), 413, "message", "message_too_long")
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
    answer = call(puente.url, json.dumps(message(visitor, "why Mexico?")).encode(), content_type=content_type)
    assert parse(answer.json).type == "answer"


def test_a_form_body_is_refused(puente: Puente) -> None:
    refused(
        call(puente.url, b"sender=me&message=hi", content_type="application/x-www-form-urlencoded"), 400, "JSON", "body_invalid"
    )


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [WEBHOOK, f"{WEBHOOK}/"])
def test_the_webhook_takes_posts_only(puente: Puente, method: str, path: str) -> None:
    answer = call(puente.url, method=method, path=path)
    refused(answer, 405, "POST", "method_not_allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/conversations/x/tracker", "/model/parse", "/status", "/domain"])
def test_rasas_own_api_is_closed(puente: Puente, path: str) -> None:
    assert call(puente.url, method="GET", path=path).status == 404


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
    assert call(puente.url, method="GET", path="/health").json == {"status": "up"}
    ready = call(puente.url, method="GET", path="/ready")
    assert (ready.status, ready.json) == (200, {"ready": True})


def test_nobody_shares_a_conversation_called_default(puente: Puente) -> None:
    first, second = (Visitor(puente.url, sender) for sender in (f"a{uuid.uuid4().hex}", f"b{uuid.uuid4().hex}"))
    first.say(LEADING)
    assert second.say("tell me more").sections == []


@pytest.mark.parametrize(
    "path", ["/webhooks/rest/x", "/webhooks/rest/webhook/x", "/webhooks/rest/a/b/c", "/webhooks/rest/%2e%2e/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_paths_of_the_channel_are_problems_too(puente: Puente, method: str, path: str) -> None:
    refused(call(puente.url, method=method, path=path), 404, "no such path", "not_found")


@pytest.mark.parametrize("path", ["/webhooks/rest", "/webhooks/rest/"])
def test_the_channel_says_that_it_is_there_as_rasas_own_does(puente: Puente, path: str) -> None:
    assert call(puente.url, method="GET", path=path).json == {"status": "ok"}
    refused(call(puente.url, b"{}", path=path), 405, "GET", "method_not_allowed")


@pytest.mark.parametrize("query", ["stream=true", "stream=1"])
def test_streaming_is_refused_in_plain_words(puente: Puente, visitor: Visitor, query: str) -> None:
    answer = call(puente.url, json.dumps(message(visitor, "hi")).encode(), path=f"{WEBHOOK}?{query}")
    refused(answer, 400, "stream", "stream_unsupported")


def test_a_body_in_pieces_without_a_length_is_limited_too(puente: Puente) -> None:
    pieces = (b"x" * 1000 for _ in range(100))
    refused(call(puente.url, pieces), 413, "65536", "body_too_large")


def test_bad_chunks_are_a_problem(puente: Puente) -> None:
    head = f"POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
    with socket.create_connection(("127.0.0.1", puente.config.port), timeout=10) as client:
        client.sendall(head.encode())
        # Until the server hangs up: it reads on after its answer, and a client that is gone by then hides what happens.
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert b" 400 " in answer.splitlines()[0]
    assert b"request_invalid" in answer and b"Traceback" not in answer
    assert "Traceback" not in puente.log()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Origin"])
def test_without_keys_only_this_machine_itself_may_speak(puente: Puente, visitor: Visitor, header: str) -> None:
    answer = call(puente.url, json.dumps(message(visitor, "hi")).encode(), headers={header: "203.0.113.7"})
    refused(answer, 401, "keys create", "key_required")


def test_a_conversation_of_rest_is_none_of_another_channel(puente: Puente, visitor: Visitor) -> None:
    visitor.tell("I want to talk to someone", "help with our ERP")
    (lead,) = puente.leads_of(visitor)
    assert lead.conversation_id == f"rest:open:{visitor.sender}"
    other = Visitor(puente.url, f"rest:open:{visitor.sender}")
    assert other.say("tell me more").envelope["asks"] is None

"""Keys of the REST channel, through the real server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import keys, leads
from tests.integration.conftest import PER_MINUTE, SENDER_PER_MINUTE, Keyed
from tests.rest_client import WEBHOOK, Answer, Client, call, refused
from tests.visitor import Visitor


def test_a_key_opens(keyed: Keyed) -> None:
    assert keyed.client("chat").say("why Mexico?").type == "answer"


def test_once_there_is_a_key_this_machine_needs_one_too(keyed: Keyed) -> None:
    answer = Client(keyed.url).post("why Mexico?")
    refused(answer, 401, "Authorization: Bearer", "key_required")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["pk_nobody", "x" * 5000, "pk_\xff"])
def test_an_unknown_key_is_refused(keyed: Keyed, token: str) -> None:
    refused(Client(keyed.url, token).post("why Mexico?"), 401, "not known", "key_invalid")


def test_who_may_not_speak_learns_nothing_of_the_body(keyed: Keyed) -> None:
    refused(call(keyed.url, b"nonsense"), 401, "Bearer", "key_required")
    refused(call(keyed.url, b"x" * 60_000), 401, "Bearer", "key_required")


def test_a_revoked_key_is_refused_with_the_next_request(keyed: Keyed) -> None:
    client = keyed.client()
    client.say("tell me about Tijuana")
    keys.revoke_key(keyed.sessions, keys.load_keyring(keyed.sessions).find(client.token).id)  # type: ignore[union-attr]
    refused(client.post("tell me more"), 401, "revoked", "key_invalid")


def test_a_key_without_the_scope_may_not_chat(keyed: Keyed) -> None:
    refused(keyed.client("callback").post("hi"), 403, "'chat'", "scope_missing")


def test_a_key_without_the_scope_may_not_name_a_call_back(keyed: Keyed) -> None:
    answer = keyed.client("chat").post("hi", callback_url="http://127.0.0.1:9/hook")
    refused(answer, 403, "'callback'", "scope_missing")


def test_the_same_sender_of_two_keys_is_two_conversations(keyed: Keyed) -> None:
    one, two = (replace(keyed.client(), sender="me") for _ in range(2))
    one.say("I want to talk to someone")
    assert one.say("help with our ERP").envelope["asks"] == "team_size"
    assert two.say("hello").envelope["asks"] is None
    assert two.say("what do you have on me?").envelope["asks"] is None
    assert one.say("12").envelope["asks"] == "timeline"
    found = [lead for lead in leads.list_leads(keyed.sessions) if (lead.conversation_id or "").endswith(":me")]
    assert len(found) == 1


def test_no_sender_gets_into_another_keys_conversation(keyed: Keyed) -> None:
    one, two = keyed.client(), keyed.client()
    one.say("tell me about Tijuana")
    key = keys.load_keyring(keyed.sessions).find(one.token)
    assert key is not None
    for sender in (one.sender, f"rest:{key.id}:{one.sender}", f"{key.id}:{one.sender}"):
        reply = replace(two, sender=sender).say("tell me more")
        assert reply.sections == []
    assert one.say("tell me more").sections == ["Tijuana"]


def test_one_may_not_delete_anothers_data(keyed: Keyed) -> None:
    one, two = (replace(keyed.client(), sender="victim") for _ in range(2))
    one.say("tell me about Tijuana")
    two.say("delete my data")
    assert one.say("tell me more").sections == ["Tijuana"]


def test_the_reply_names_the_clients_own_sender(keyed: Keyed) -> None:
    client = keyed.client()
    assert {message["recipient_id"] for message in client.post("hi").json} == {client.sender}


def until_refused(client: Client, **more: str) -> list[Answer]:
    """All answers up to the first 429; the limits fill up again while the server works, so their number isn't sure."""
    answers: list[Answer] = []
    while not answers or answers[-1].status != 429:
        assert len(answers) < 5 * PER_MINUTE
        answers.append(client.post("", **more))
    return answers


def test_a_sender_has_a_limit_and_is_told_how_long_to_wait(keyed: Keyed) -> None:
    client = keyed.client()
    *answers, late = until_refused(client)
    assert len(answers) >= SENDER_PER_MINUTE
    assert {answer.status for answer in answers} == {200}
    assert answers[0].headers["ratelimit-policy"] == f'"sender";q={SENDER_PER_MINUTE};w=60'
    refused(late, 429, "sender", "too_many_requests")
    assert 1 <= int(late.headers["retry-after"]) <= 60
    assert replace(client, sender="somebody else").post("hi").status == 200
    assert keyed.client().post("hi", sender=client.sender).status == 200


def test_a_key_has_a_limit_whoever_it_speaks_for(keyed: Keyed) -> None:
    client = keyed.client()
    *answers, late = until_refused(client, query="stream=true")
    assert len(answers) >= PER_MINUTE
    refused(late, 429, "key", "too_many_requests")
    assert int(late.headers["retry-after"]) >= 1
    assert keyed.client().post("hi").status == 200


def test_no_key_and_no_word_of_a_visitor_is_in_the_log(keyed: Keyed) -> None:
    client = keyed.client()
    client.say("my name is Zebulon Quux")
    client.post("hi", query="stream=true")
    Client(keyed.url, "pk_unknownunknown").post("Zebulon")
    written = keyed.log.read_text(errors="replace")
    for secret in (client.token, "pk_unknownunknown", "Zebulon", client.signing_secret):
        assert secret not in written


def test_the_probes_need_no_key(keyed: Keyed) -> None:
    for path in ("/health", "/ready", "/webhooks/rest/", "/openapi.json", "/docs"):
        assert call(keyed.url, method="GET", path=path).status == 200


def test_another_scheme_of_the_path_is_no_way_around(keyed: Keyed) -> None:
    for path in (f"{WEBHOOK}/", f"{WEBHOOK}?token=x", "/webhooks//rest/webhook"):
        assert call(keyed.url, b'{"sender": "me", "message": "hi"}', path=path).status in (401, 404)


def test_an_old_client_is_told_in_its_own_library(keyed: Keyed) -> None:
    with pytest.raises(OSError, match="401"):
        Visitor(keyed.url).say("hi")

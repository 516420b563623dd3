from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot import keys, leads
from bot.channels.rest import callers
from bot.channels.rest.callers import Caller, Callers, bearer, conversation_of, is_local
from bot.channels.rest.problems import Problem
from bot.leads import schema


@pytest.fixture
def sessions(tmp_path: object) -> leads.Sessions:
    url = f"sqlite:///{tmp_path}/leads.db"
    schema.upgrade(url)
    return leads.session_factory(url)


def caller(found: Callers, peer: str = "127.0.0.1", headers: Mapping[str, str] | None = None) -> Caller:
    return asyncio.run(found.caller(peer, headers or {}))


def refused(found: Callers, peer: str = "127.0.0.1", headers: Mapping[str, str] | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        caller(found, peer, headers)
    return caught.value


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_without_keys_this_machine_may_speak(sessions: leads.Sessions, peer: str) -> None:
    assert caller(Callers(sessions), peer).name == "open"


@pytest.mark.parametrize("peer", ["192.168.1.5", "8.8.8.8", "::ffff:8.8.8.8", "fe80::1%eth0", "2001:db8::1", "", "unix"])
def test_without_keys_nobody_else_may(sessions: leads.Sessions, peer: str) -> None:
    problem = refused(Callers(sessions), peer)
    assert problem.code == "key_required"
    assert "keys create" in problem.detail
    assert problem.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via", "origin"])
def test_what_comes_through_a_proxy_or_from_a_web_page_is_not_from_this_machine(header: str) -> None:
    assert not is_local("127.0.0.1", {header: "127.0.0.1"})
    assert is_local("127.0.0.1", {"user-agent": "curl"})


def test_from_the_first_key_on_this_machine_needs_one_too(sessions: leads.Sessions) -> None:
    found = Callers(sessions)
    made = keys.create_key(sessions, "shop", ["chat"])
    assert refused(found).code == "key_required"
    known = caller(found, "8.8.8.8", {"authorization": f"Bearer {made.token}", "x-forwarded-for": "9.9.9.9"})
    assert (known.name, known.token) == (made.key.id, made.token)


def test_a_revoked_key_is_refused_at_once_and_its_machine_is_not_open_again(sessions: leads.Sessions) -> None:
    found = Callers(sessions)
    made = keys.create_key(sessions, "shop", ["chat"])
    headers = {"authorization": f"bearer  {made.token}"}
    assert caller(found, headers=headers).key == made.key
    keys.revoke_key(sessions, "shop")
    assert refused(found, headers=headers).code == "key_invalid"
    assert refused(found).code == "key_required"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic cGs6", "pk_abc", "Token pk_abc"])
def test_a_header_without_a_token_says_what_to_send(header: str) -> None:
    with pytest.raises(Problem) as caught:
        bearer(header)
    assert caught.value.code == "key_required"
    assert "Authorization: Bearer" in caught.value.detail


def test_while_the_database_is_down_the_keys_last_seen_count_for_minutes(
    sessions: leads.Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    found = Callers(sessions, lambda: now[0])
    made = keys.create_key(sessions, "shop", ["chat"])
    headers = {"authorization": f"Bearer {made.token}"}
    caller(found, headers=headers)

    def down(_: object) -> keys.Keyring:
        raise leads.LeadStoreError("down")

    monkeypatch.setattr(callers, "load_keyring", down)
    now[0] += callers.GRACE_SECONDS - 1
    assert caller(found, headers=headers).key == made.key
    assert refused(found, headers={"authorization": "Bearer pk_other"}).code == "key_invalid"
    now[0] += 2
    problem = refused(found, headers=headers)
    assert (problem.code, problem.headers["Retry-After"]) == ("store_unavailable", "5")


def test_a_database_that_was_never_read_opens_nothing(sessions: leads.Sessions) -> None:
    down = leads.session_factory("sqlite:////nowhere/at/all/leads.db")
    assert refused(Callers(down)).code == "store_unavailable"


def test_scopes_say_what_a_key_may(sessions: leads.Sessions) -> None:
    key = keys.create_key(sessions, "shop", ["chat"]).key
    Caller(key).need("chat")
    with pytest.raises(Problem, match="scope 'callback'") as caught:
        Caller(key).need("callback")
    assert caught.value.code == "scope_missing"
    with pytest.raises(Problem) as caught:
        Caller(replace(key, scopes=("callback",))).need("chat")
    assert caught.value.code == "scope_missing"
    Caller().need("chat")
    with pytest.raises(Problem) as caught:
        Caller().need("callback")
    assert caught.value.code == "key_required"


def test_no_sender_reaches_another_keys_conversation_nor_another_channels() -> None:
    senders = ["me", "open:me", "K-1:me", "web:1", "rest:open:me", ""]
    ids = [conversation_of(caller, sender) for caller in ("open", "K-1", "K-2") for sender in senders]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("rest:") for each in ids)

from __future__ import annotations

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import keys, leads
from bot.keys import repeats
from bot.keys.tables import rest_requests
from bot.leads.store import unit_of_work


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """The database as a file whose bytes can be looked at."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


def kept_in(file: Path) -> bytes:
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_a_token_is_long_random_and_kept_nowhere(file: Path) -> None:
    empty = leads.session_factory(f"sqlite:///{file}")
    made = keys.create_key(empty, "shop", ["chat"])
    assert re.fullmatch(r"pk_[\w-]{43}", made.token)
    assert made.token != keys.create_key(empty, "other", ["chat"]).token
    kept = kept_in(file)
    assert keys.digest(made.token).encode() in kept
    for secret in (made.token, made.signing_secret):
        assert secret.encode() not in kept


def test_the_signing_secret_is_the_tokens_own_and_of_the_size_that_the_standard_wants() -> None:
    secret = keys.signing_secret("pk_a")
    assert secret == keys.signing_secret("pk_a") != keys.signing_secret("pk_b")
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64


def test_a_token_finds_its_key_until_it_is_revoked(sessions: leads.Sessions) -> None:
    made = keys.create_key(sessions, "found", ["chat", "callback"], "https://example.com/hook")
    found = keys.load_keyring(sessions).find(made.token)
    assert found == made.key
    assert found and (found.scopes, found.callback_url) == (("chat", "callback"), "https://example.com/hook")
    keys.revoke_key(sessions, "found")
    assert keys.load_keyring(sessions).find(made.token) is None


@pytest.mark.parametrize("token", ["", "pk_", "pk_nobody", "\ud800", "x" * 10_000])
def test_what_is_no_token_finds_nothing(sessions: leads.Sessions, token: str) -> None:
    assert keys.load_keyring(sessions).find(token) is None


def test_there_are_keys_also_when_all_are_revoked(sessions: leads.Sessions) -> None:
    assert not keys.load_keyring(sessions).any
    made = keys.create_key(sessions, "shop", ["chat"])
    keys.revoke_key(sessions, made.key.id)
    assert keys.load_keyring(sessions).any


def test_a_key_is_revoked_by_its_id_in_any_case(sessions: leads.Sessions) -> None:
    made = keys.create_key(sessions, "by id", ["chat"])
    assert keys.revoke_key(sessions, f" {made.key.id.lower()} ").name == "by id"


def test_a_key_named_like_anothers_id_does_not_go_in_its_place(sessions: leads.Sessions) -> None:
    made = keys.create_key(sessions, "original", ["chat"])
    copy = keys.create_key(sessions, made.key.id, ["chat"])
    assert keys.revoke_key(sessions, made.key.id).name == "original"
    assert keys.load_keyring(sessions).find(copy.token)


@pytest.mark.parametrize("twice", [True, False])
def test_what_can_not_be_revoked_is_said(sessions: leads.Sessions, twice: bool) -> None:
    if twice:
        keys.create_key(sessions, "revoked twice", ["chat"])
        keys.revoke_key(sessions, "revoked twice")
    with pytest.raises(keys.KeyNotFound, match="keys list"):
        keys.revoke_key(sessions, "revoked twice" if twice else "nobody")


def test_a_name_is_taken_until_its_key_is_revoked(sessions: leads.Sessions) -> None:
    first = keys.create_key(sessions, "taken", ["chat"])
    with pytest.raises(keys.InvalidKey, match="taken"):
        keys.create_key(sessions, "taken", ["chat"])
    keys.revoke_key(sessions, first.key.id)
    assert keys.create_key(sessions, "taken", ["chat"]).key.id != first.key.id


@pytest.mark.parametrize("name", ["", "  ", "-x", "a" * 65, "a\nb", "a\x1b[2J", "tab\there"])
def test_a_name_that_is_none_is_refused(sessions: leads.Sessions, name: str) -> None:
    with pytest.raises(keys.InvalidKey, match="name"):
        keys.create_key(sessions, name, ["chat"])


@pytest.mark.parametrize("scopes", [[], ["admin"], ["chat", "admin"]])
def test_a_scope_that_is_none_is_refused(sessions: leads.Sessions, scopes: list[str]) -> None:
    with pytest.raises(keys.InvalidKey, match="chat, callback"):
        keys.create_key(sessions, "scopes", scopes)


def test_every_key_is_listed_oldest_first(sessions: leads.Sessions) -> None:
    one, two = (keys.create_key(sessions, name, ["chat"]).key for name in ("one", "two"))
    revoked = keys.revoke_key(sessions, "one")
    assert revoked.revoked_at is not None
    assert keys.list_keys(sessions) == (revoked, two)
    assert revoked.id == one.id


def test_the_same_request_is_the_same_message(sessions: leads.Sessions) -> None:
    first = keys.message_id_of(sessions, "K-1", "same", b"body")
    assert first == keys.message_id_of(sessions, "K-1", "same", b"body")
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != keys.message_id_of(sessions, "K-2", "same", b"body")
    assert first != keys.message_id_of(sessions, "K-1", "other", b"body")


def test_another_body_under_the_same_idempotency_key_is_refused(sessions: leads.Sessions) -> None:
    keys.message_id_of(sessions, "K-1", "differs", b"body")
    with pytest.raises(keys.RequestDiffers):
        keys.message_id_of(sessions, "K-1", "differs", b"another")
    keys.message_id_of(sessions, "K-2", "differs", b"another")


def test_after_a_day_an_idempotency_key_may_mean_another_message(sessions: leads.Sessions) -> None:
    first = keys.message_id_of(sessions, "K-1", "old", b"body")
    with unit_of_work(sessions) as session:
        rows = session.execute(rest_requests.select()).all()
        for row in rows:
            earlier = row.at - repeats.REMEMBERED - timedelta(minutes=1)
            session.execute(update(rest_requests).where(rest_requests.c.id == row.id).values(at=earlier))
        session.commit()
    second = keys.message_id_of(sessions, "K-1", "old", b"another")
    assert first != second
    with unit_of_work(sessions) as session:
        assert len(session.execute(rest_requests.select()).all()) == 1


def test_nothing_of_a_message_is_kept_with_its_idempotency_key(file: Path) -> None:
    keys.message_id_of(leads.session_factory(f"sqlite:///{file}"), "K-1", "private-key", b"call Jane")
    kept = kept_in(file)
    assert b"private-key" not in kept and b"Jane" not in kept


def test_two_bodies_at_the_same_moment_under_one_key_are_one_message(sessions: leads.Sessions) -> None:
    def ask(number: int) -> str:
        try:
            return keys.message_id_of(sessions, "K-1", "at once", b"body %d" % (number % 2))
        except keys.RequestDiffers:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(8)))
    assert found.count("refused") == 4
    assert len(set(found)) == 2

"""Session tokens and the key that signs them."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from bot import settings
from bot.channels.secret_key import secret_key
from bot.channels.session_tokens import VALID_SECONDS, SessionTokens, new_conversation

NOW = 1_800_000_000.0


def test_a_token_opens_its_conversation_until_it_expires() -> None:
    tokens, conversation = SessionTokens(b"key"), new_conversation()
    token = tokens.issue(conversation, NOW)
    assert tokens.conversation_of(token, NOW + VALID_SECONDS - 1) == conversation
    assert tokens.conversation_of(token, NOW + VALID_SECONDS) is None
    assert tokens.conversation_of(token, NOW - 3600) is None


def test_a_change_anywhere_makes_it_worthless() -> None:
    tokens = SessionTokens(b"key")
    token = tokens.issue(new_conversation(), NOW)
    for at, letter in enumerate(token):
        changed = f"{token[:at]}{'A' if letter != 'A' else 'B'}{token[at + 1 :]}"
        assert tokens.conversation_of(changed, NOW) is None, at
    assert SessionTokens(b"other").conversation_of(token, NOW) is None


@pytest.mark.parametrize("token", [None, 7, [], {}, "", "a.b.c", "web-\u0661.1.x", "x" * 100_000, b"web-"])
def test_what_is_no_token_opens_nothing(token: object) -> None:
    assert SessionTokens(b"key").conversation_of(token) is None


def test_conversations_differ_and_are_long() -> None:
    found = {new_conversation() for _ in range(1000)}
    assert len(found) == 1000 and {len(each) for each in found} == {36}


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    config = replace(settings.load({}), tracker_database=str(tmp_path / "new" / "conversations.db"))
    key = secret_key(config)
    assert secret_key(config) == key == config.secret_file.read_bytes()
    assert stat.S_IMODE(config.secret_file.stat().st_mode) == 0o600
    assert secret_key(replace(config, tracker_database=str(tmp_path / "other" / "c.db"))) != key


def test_a_key_that_is_set_goes_before_the_file(tmp_path: Path) -> None:
    config = replace(settings.load({}), tracker_database=str(tmp_path / "c.db"), secret="s" * 32)
    assert secret_key(config) == b"s" * 32 and not config.secret_file.exists()


def test_an_empty_key_file_is_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.secret_key.WAIT_SECONDS", 0.02)
    config = replace(settings.load({}), tracker_database=str(tmp_path / "c.db"))
    config.secret_file.touch()
    with pytest.raises(OSError, match="holds no key"):
        secret_key(config)


def test_the_secret_is_not_shown_with_the_settings() -> None:
    assert "s" * 32 not in repr(settings.load({"PUENTE_SECRET": "s" * 32}))

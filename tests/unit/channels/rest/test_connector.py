"""What only happens when a turn takes too long or the database is gone; the rest goes through the real server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot import settings
from bot.channels.rest import connector
from bot.channels.rest.connector import RestInput
from bot.knowledge import Knowledge
from bot.leads import schema
from tests.unit.channels.asgi import ask
from tests.unit.channels.test_turns import Echo

HELLO = json.dumps({"sender": "me", "message": "hello"}).encode()


def channel(knowledge: Knowledge, folder: Path, *, migrated: bool = True) -> RestInput:
    url = f"sqlite:///{folder}/leads.db"
    if migrated:
        schema.upgrade(url)
    return RestInput(knowledge, settings.load({"DATABASE_URL": url}))


def test_a_turn_is_answered(knowledge: Knowledge, tmp_path: Path) -> None:
    echo = Echo()
    answer = ask(channel(knowledge, tmp_path).blueprint(echo), "POST", "/webhook", HELLO, echo.agent)
    said, end = answer.json
    assert said == {"recipient_id": "me", "text": "you said hello"}
    assert end["custom"]["type"] == "chat"


def test_a_turn_that_takes_too_long_is_busy_and_goes_on(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connector, "WAIT_SECONDS", 0.05)
    echo = Echo()

    async def slow(message: UserMessage) -> Any:
        await asyncio.sleep(0.3)
        return await echo(message)

    answer = ask(channel(knowledge, tmp_path).blueprint(slow), "POST", "/webhook", HELLO, echo.agent)
    assert (answer.status, answer.json["code"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0


def test_a_database_without_keys_to_read_opens_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    echo = Echo()
    answer = ask(channel(knowledge, tmp_path, migrated=False).blueprint(echo), "POST", "/webhook", HELLO, echo.agent)
    assert (answer.status, answer.json["code"]) == (503, "store_unavailable")
    assert echo.began == []

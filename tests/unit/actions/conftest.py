from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot import leads
from bot.leads import LeadStoreError, schema


@dataclass(frozen=True)
class Turn:
    """What an action said, and what it set."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    """In the order in which they were set; the last value of each."""

    @property
    def said(self) -> list[str]:
        """The responses and texts, without what introduces."""
        return [str(message.get("response") or message.get("text")) for message in self.messages]

    @property
    def type(self) -> str | None:
        return (self.slots.get("turn") or {}).get("type")


@pytest.fixture
def tracker() -> Callable[..., Tracker]:
    """Makes a tracker as Rasa sends it."""

    def make(
        text: str = "hi",
        intent: str = "chat",
        *,
        slots: dict[str, Any] | None = None,
        labels: Sequence[str] = (),
        names: dict[str, Any] | None = None,
        is_question: bool = False,
        confidence: float = 0.9,
        events: Sequence[dict[str, Any]] = (),
        message_id: str = "m1",
    ) -> Tracker:
        questions = [
            {"label": label, "text": text, "is_question": is_question, "confidence": confidence, **(names or {})}
            for label in labels or [intent]
        ]
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [],
            "message_id": message_id,
            "questions": questions,
        }
        user = {"event": "user", "text": text, "input_channel": "rest", "parse_data": message}
        return Tracker.from_dict(
            {
                "sender_id": "visitor",
                "slots": {"introduced": True, **(slots or {})},
                "latest_message": message,
                "events": [*events, user],
                "paused": False,
                "active_loop": {},
            }
        )

    return make


@pytest.fixture
def act() -> Callable[..., Turn]:
    """Runs an action on a tracker."""

    def run(action: Action, on: Tracker, dispatcher: CollectingDispatcher | None = None) -> Turn:
        dispatcher = dispatcher or CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, on, {})) or []  # type: ignore[arg-type]
        slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        assert {event["event"] for event in events} <= {"slot"}
        return Turn(dispatcher.messages, slots)

    return run


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "leads.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> str:
    """An empty lead database."""
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'leads.db')}"


@pytest.fixture
def sessions(database: str) -> leads.Sessions:
    return leads.session_factory(database)


@pytest.fixture
def broken() -> Callable[[], leads.Sessions]:
    """Sessions on a database that does nothing that is asked."""

    def fail() -> Any:
        raise LeadStoreError("the leads database failed")

    return lambda: fail

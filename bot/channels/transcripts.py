"""Where conversations are kept: Rasa's SQL store, with erasure, and with a word on what it holds."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

ERASED = "erased"
REMEMBERED = 10_000


class TranscriptStore(SQLTrackerStore):
    """Keeps no event of a conversation whose visitor asked for erasure; their next message begins a new one.

    Rasa has no way to delete a conversation. An action can't do it either: at the end of the turn Rasa would
    write all events again (rasa/core/tracker_store.py, `_additional_events` counts the rows that are there).
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        """With what endpoints.yml says."""
        super().__init__(*args, **settings)
        self._erased: dict[str, None] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores the turn, or deletes the conversation when this turn erased it."""
        if tracker.get_slot(ERASED):
            await self.delete(tracker.sender_id)
        else:
            self._erased.pop(tracker.sender_id, None)
            await super().save(tracker)

    async def delete(self, conversation_id: str) -> None:
        """Every event of the conversation is gone, overwritten in the file."""
        with self.session_scope() as session:
            if self.engine.dialect.name == "sqlite":
                session.execute(text("PRAGMA secure_delete = ON"))
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == conversation_id).delete()
            session.commit()
        self._erased[conversation_id] = None
        while len(self._erased) > REMEMBERED:
            self._erased.pop(next(iter(self._erased)))

    async def holds(self, conversation_id: str, message_id: str) -> bool:
        """Whether the conversation holds this message of its visitor. Raises SQLAlchemy's errors."""
        with self.session_scope() as session:
            # Rasa keeps each event as JSON text, written by json.dumps. LIKE may ignore case, so the few found are compared.
            needle = json.dumps(message_id)
            found = session.query(self.SQLEvent.data).filter(
                self.SQLEvent.sender_id == conversation_id,
                self.SQLEvent.type_name == "user",
                self.SQLEvent.data.contains(needle, autoescape=True),
            )
            return any(json.loads(data)["message_id"] == message_id for (data,) in found)

    def was_erased(self, conversation_id: str) -> bool:
        """Whether its last turn in this process erased the conversation."""
        return conversation_id in self._erased

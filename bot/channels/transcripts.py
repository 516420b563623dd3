"""Where conversations are kept: Rasa's SQL store, with erasure, and with a word on what it holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.channels.event_types import remember_event_types

ERASED = "erased"
REMEMBERED = 10_000


class TranscriptStore(SQLTrackerStore):
    """Keeps no event of a conversation whose visitor asked for erasure; their next message begins a new one.

    Rasa has no way to delete a conversation. An action can't do it either: at the end of the turn Rasa would
    write all events again (rasa/core/tracker_store.py, `_additional_events` counts the rows that are there).
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        """With what endpoints.yml says."""
        remember_event_types()
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
            return self._row(session, conversation_id, message_id) is not None

    async def turn(self, conversation_id: str, message_id: str, slots: Sequence[str]) -> list[Event]:
        """The events of the turn that this message began, after the last value that each of the slots got by its end.

        Empty where the conversation holds no such message. Raises SQLAlchemy's errors.
        """
        row = self.SQLEvent
        with self.session_scope() as session:
            first = self._row(session, conversation_id, message_id)
            if first is None:
                return []
            own = session.query(row).filter(row.sender_id == conversation_id)
            after = own.filter(row.type_name == UserUttered.type_name, row.id > first).order_by(row.id).first()
            until = own.filter(row.id < after.id) if after else own
            set_to = (
                until.filter(row.type_name == SlotSet.type_name, row.action_name == name).order_by(row.id.desc()).first()
                for name in slots
            )
            found = [*(each for each in set_to if each), *until.filter(row.id >= first).order_by(row.id)]
            return [Event.from_parameters(json.loads(each.data)) for each in found]

    def _row(self, session: Session, conversation_id: str, message_id: str) -> int | None:
        """The id of the message's row."""
        # Rasa keeps each event as JSON text, written by json.dumps. LIKE may ignore case, so the few found are compared.
        found = session.query(self.SQLEvent.id, self.SQLEvent.data).filter(
            self.SQLEvent.sender_id == conversation_id,
            self.SQLEvent.type_name == UserUttered.type_name,
            self.SQLEvent.data.contains(json.dumps(message_id), autoescape=True),
        )
        return next((number for number, data in found if json.loads(data)["message_id"] == message_id), None)

    def was_erased(self, conversation_id: str) -> bool:
        """Whether its last turn in this process erased the conversation."""
        return conversation_id in self._erased

"""Where conversations are kept: Rasa's SQL store, with erasure."""

from __future__ import annotations

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

ERASED = "erased"


class TranscriptStore(SQLTrackerStore):
    """Keeps no event of a conversation whose visitor asked for erasure; their next message begins a new one.

    Rasa has no way to delete a conversation. An action can't do it either: at the end of the turn Rasa would
    write all events again (rasa/core/tracker_store.py, `_additional_events` counts the rows that are there).
    """

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores the turn, or deletes the conversation when this turn erased it."""
        if not tracker.get_slot(ERASED):
            await super().save(tracker)
            return
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == tracker.sender_id).delete()
            session.commit()

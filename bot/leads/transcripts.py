"""Erases conversations where Rasa keeps them, which has no way to do so itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from bot.leads.errors import LeadStoreError

WAIT_SECONDS = 10


def erase_transcripts(tracker_database: str, conversation_ids: Iterable[str]) -> int:
    """Deletes these conversations' events from Rasa's SQLite file; gives how many events there were.

    A file or table that isn't there holds none. The words are overwritten in the file, not only unlinked.
    Raises LeadStoreError when the file can't be written.
    """
    if not Path(tracker_database).exists():
        return 0
    try:
        with closing(sqlite3.connect(tracker_database, timeout=WAIT_SECONDS)) as database, database:
            database.execute("PRAGMA secure_delete = ON")
            tables = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'").fetchone()
            if not tables:
                return 0
            deletions = (database.execute("DELETE FROM events WHERE sender_id = ?", (name,)) for name in conversation_ids)
            return sum(done.rowcount for done in deletions)
    except sqlite3.Error as error:
        raise LeadStoreError(f"the conversations could not be erased: {type(error).__name__}") from None

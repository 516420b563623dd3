"""The same databases as the leads': SQLite, and PostgreSQL where there is a server."""

from __future__ import annotations

from tests.unit.leads.conftest import database_url, migrated_file, sessions, sqlite_url

__all__ = ["database_url", "migrated_file", "sessions", "sqlite_url"]

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot import leads
from bot.leads import schema

POSTGRES = os.environ.get("PUENTE_TEST_POSTGRES_URL")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test gets a copy."""
    file = tmp_path_factory.mktemp("migrated") / "leads.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'leads.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with tables and no leads; PostgreSQL in a schema of its own, if there is a server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    if POSTGRES is None:
        pytest.skip("PUENTE_TEST_POSTGRES_URL is not set")
    name = f"test_{uuid.uuid4().hex}"
    server = create_engine(POSTGRES, future=True)
    with server.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    url = f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{name}"
    schema.upgrade(url)
    yield url
    with server.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    server.dispose()


@pytest.fixture
def sessions(database_url: str) -> leads.Sessions:
    return leads.session_factory(database_url)


Answer = Callable[..., leads.Lead]


@pytest.fixture
def answer(sessions: leads.Sessions) -> Answer:
    """Records an answer in conversation "c1"; slot and value are given, the rest may be."""

    def record(slot: str, value: object, **given: str) -> leads.Lead:
        details = {
            "conversation_id": "c1",
            "channel": "website",
            "raw": str(value),
            "message_id": uuid.uuid4().hex,
        }
        return leads.record_answer(sessions, slot=slot, value=value, **(details | given))

    return record


@pytest.fixture
def consent(sessions: leads.Sessions) -> Callable[..., leads.Lead]:
    return partial(
        leads.record_consent,
        sessions,
        conversation_id="c1",
        channel="website",
        text="May our sales team contact you?",
        version="2026-11",
        given=True,
    )


@pytest.fixture
def complete(answer: Answer, consent: Callable[..., leads.Lead]) -> leads.Lead:
    """A lead of conversation "c1" that can be handed over."""
    answer("need", "five Java developers", raw="we need five java devs")
    answer("team_size", {"team_size_min": 5, "team_size_max": 5}, raw="we need five java devs")
    answer("name", "Ana Ruiz", raw="I'm Ana Ruiz")
    answer("email", "ana@example.com", raw="Ana@example.com")
    return consent()

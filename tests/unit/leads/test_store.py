from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot import leads
from bot.leads.store import reading, unit_of_work
from bot.leads.tables import answers
from bot.leads.tables import leads as lead_table


def test_a_unit_of_work_without_commit_leaves_nothing(sessions: leads.Sessions, complete: leads.Lead) -> None:
    with unit_of_work(sessions) as session:
        session.execute(lead_table.update().values(name="Eve"))
    assert leads.get_lead(sessions, complete.reference).name == "Ana Ruiz"


def test_an_error_rolls_back_what_was_done_before_it(sessions: leads.Sessions, complete: leads.Lead) -> None:
    with pytest.raises(KeyError), unit_of_work(sessions) as session:
        session.execute(lead_table.update().values(name="Eve"))
        raise KeyError("bug")
    assert leads.get_lead(sessions, complete.reference).name == "Ana Ruiz"


def test_a_database_error_neither_shows_nor_carries_the_values(sessions: leads.Sessions) -> None:
    orphan = {"lead_id": 99, "slot": "name", "raw": "Ana Ruiz", "message_id": "m1", "at": None}
    with pytest.raises(leads.LeadStoreError) as failed, unit_of_work(sessions) as session:
        session.execute(insert(answers).values(**orphan))
    assert failed.value.__cause__ is None
    assert "Ana" not in "".join(traceback.format_exception(failed.value))


def test_sqlite_runs_with_wal_foreign_keys_and_patience(sqlite_url: str) -> None:
    with leads.engine(sqlite_url).connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}


def test_readers_and_a_writer_do_not_wait_for_each_other(sqlite_url: str) -> None:
    sessions = leads.session_factory(sqlite_url)
    count = text("SELECT count(*) FROM leads")
    with unit_of_work(sessions) as writing, reading(sessions) as session:
        writing.execute(lead_table.update().values(name="Eve"))
        assert session.execute(count).scalar() == 0
        writing.commit()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all/leads.db",
        "postgresql://nobody:secret@127.0.0.1:1/none",
    ],
)
def test_a_database_that_is_down_is_a_lead_store_error(url: str) -> None:
    sessions = leads.session_factory(url)
    with pytest.raises(leads.LeadStoreError) as failed:
        leads.record_answer(
            sessions,
            conversation_id="c1",
            channel="rest",
            slot="name",
            value="Ana",
            raw="Ana",
            message_id="m1",
        )
    assert "Ana" not in str(failed.value)
    assert "secret" not in str(failed.value)
    with pytest.raises(leads.LeadStoreError):
        leads.list_leads(sessions)


def test_a_file_that_is_no_database_is_a_lead_store_error(tmp_path: Path) -> None:
    (tmp_path / "leads.db").write_text("not a database, but long enough to be looked at " * 100)
    with pytest.raises(leads.LeadStoreError):
        leads.list_leads(leads.session_factory(f"sqlite:///{tmp_path}/leads.db"))


@pytest.mark.parametrize("url", ["", "leads.db", "nosuch://host/db", "postgresql://host:port/db"])
def test_a_url_that_is_none_is_a_lead_store_error(url: str) -> None:
    with pytest.raises(leads.LeadStoreError, match="database URL"):
        leads.engine(url)


FORGET: dict[str, Callable[[leads.Sessions], object]] = {
    "discard": lambda sessions: leads.discard_partial(sessions, "c1"),
    "erase": lambda sessions: leads.erase(sessions, conversation_id="c1"),
    "purge": lambda sessions: leads.purge(sessions, datetime.now(timezone.utc)),
}


@pytest.mark.parametrize("how", FORGET)
def test_what_is_deleted_is_in_none_of_the_files(sqlite_url: str, how: str) -> None:
    sessions = leads.session_factory(sqlite_url)
    given = [leads.Given("name", "Zebedee", "I am Zebedee", "m1"), leads.Given("email", "zeb@acme.com", "zeb@acme.com", "m2")]
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    leads.record_answers(sessions, conversation_id="c1", channel="website", given=given)
    with closing(sqlite3.connect(file)) as server:  # the last connection to close would tidy up by itself
        server.execute("SELECT count(*) FROM leads").fetchall()
        FORGET[how](sessions)
        kept = b"".join(each.read_bytes() for each in file.parent.glob("leads.db*"))
    assert b"Zebedee" not in kept and b"zeb@acme.com" not in kept

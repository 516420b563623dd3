from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import Engine

import bot.keys.tables  # noqa: F401  its tables stand beside those of the leads
from bot import leads
from bot.leads import schema
from bot.leads.tables import mapper

POSTGRES = os.environ.get("PUENTE_TEST_POSTGRES_URL")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables; PostgreSQL in a schema of its own, if there is a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/data/leads.db"
        return
    if POSTGRES is None:
        pytest.skip("PUENTE_TEST_POSTGRES_URL is not set")
    name = f"test_{uuid.uuid4().hex}"
    server = create_engine(POSTGRES, future=True)
    with server.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{name}"
    with server.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    server.dispose()


def differences(engine: Engine) -> object:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, mapper.metadata)


def described_index(index: dict[str, Any]) -> tuple[str, ...]:
    where = [f"{option} {condition}" for option, condition in index.get("dialect_options", {}).items()]
    return (index["name"], str(index["column_names"]), str(bool(index["unique"])), *where)


def described(url: str) -> dict[str, object]:
    """What compare_metadata does not look at: CHECKs, foreign keys' actions, partial indexes."""
    looker = inspect(leads.engine(url))
    by_name = {
        table: (
            sorted((check["name"], check["sqltext"]) for check in looker.get_check_constraints(table)),
            sorted((key["name"], str(key["options"])) for key in looker.get_foreign_keys(table)),
            sorted(map(described_index, looker.get_indexes(table))),
        )
        for table in ("leads", "answers", "consents", "api_keys", "rest_requests")
    }
    return dict(by_name)


def test_migrations_lead_to_the_models(url: str) -> None:
    schema.upgrade(url)
    assert differences(leads.engine(url)) == []


def test_migrations_make_the_same_constraints_as_the_models(url: str) -> None:
    schema.upgrade(url)
    migrated = described(url)
    engine = leads.engine(url)
    mapper.metadata.drop_all(engine)
    mapper.metadata.create_all(engine)
    assert migrated == described(url)


def test_migrations_can_be_undone(url: str) -> None:
    schema.upgrade(url)
    with schema.migrating(url) as connection:
        command.downgrade(schema.config(connection), "base")
    assert inspect(leads.engine(url)).get_table_names() == ["alembic_version"]
    schema.upgrade(url)
    assert differences(leads.engine(url)) == []


def test_upgrading_again_keeps_the_leads(url: str) -> None:
    schema.upgrade(url)
    sessions = leads.session_factory(url)
    details = {"channel": "rest", "slot": "name", "value": "Ana", "raw": "Ana", "message_id": "m1"}
    lead = leads.record_answer(sessions, conversation_id="c1", **details)
    schema.upgrade(url)
    assert leads.list_leads(sessions) == (lead,)


def test_three_processes_starting_at_once_upgrade_once_from_anywhere_and_quietly(url: str, tmp_path: Path) -> None:
    program = (
        "import logging, sys; logging.basicConfig(level=logging.INFO); from bot.leads.schema import upgrade; upgrade(sys.argv[1])"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, url],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    said = sorted(process.communicate()[0] for process in processes)
    upgraded = f"INFO:bot.leads.schema:leads database upgraded from nothing to {schema.head()}\n"
    assert said == ["", "", upgraded]
    assert [process.returncode for process in processes] == [0, 0, 0]
    schema.check(url)


def test_a_failing_migration_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run_all = command.upgrade

    def fail_at_the_end(config: Config, revision: str) -> None:
        run_all(config, revision)
        raise CommandError("half-way")

    monkeypatch.setattr(command, "upgrade", fail_at_the_end)
    with pytest.raises(leads.LeadStoreError, match="half-way"):
        schema.upgrade(url)
    assert inspect(leads.engine(url)).get_table_names() == []


def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    schema.upgrade(url)
    with leads.engine(url).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from_the_future'")
    for attempt in (schema.upgrade, schema.check):
        with pytest.raises(leads.SchemaOutdated, match="from_the_future"):
            attempt(url)


def test_rebuilding_the_leads_table_keeps_the_answers(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/leads.db"
    schema.upgrade(url)
    details = {"channel": "rest", "slot": "name", "value": "Ana", "raw": "Ana", "message_id": "m1"}
    lead = leads.record_answer(leads.session_factory(url), conversation_id="c1", **details)
    with schema.migrating(url) as connection:
        # what a batch migration does: a new table, the rows, drop the old, rename
        connection.exec_driver_sql("CREATE TABLE rebuilt AS SELECT * FROM leads")
        connection.exec_driver_sql("DROP TABLE leads")
        connection.exec_driver_sql("CREATE TABLE leads (id INTEGER PRIMARY KEY, reference TEXT)")
        connection.exec_driver_sql("INSERT INTO leads SELECT id, reference FROM rebuilt")
        assert connection.exec_driver_sql("SELECT count(*) FROM answers").scalar() == 1
        assert connection.exec_driver_sql("SELECT reference FROM leads").scalar() == lead.reference


def test_the_alembic_command_works_with_a_url(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/leads.db"
    for arguments in (("upgrade", "head"), ("check",)):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "alembic",
                "-c",
                str(ROOT / "alembic.ini"),
                "-x",
                f"url={url}",
                *arguments,
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    schema.check(url)

"""Brings the leads database to this version's tables, and says when it is not there yet."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, make_url

from bot.leads import store
from bot.leads.errors import LeadStoreError, SchemaOutdated

logger = logging.getLogger(__name__)

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_UPGRADE_LOCK = 7_834_210  # any number, the same in every process
_PROBE_WAIT_MS = 200
_REMEDY = "start Puente once, or run `alembic -x url=URL upgrade head`"


def upgrade(database_url: str) -> None:
    """A database with this version's tables; one that has them is left alone, whoever else is upgrading it.

    A SQLite file is made, with its folder. All steps are one transaction. Raises LeadStoreError, and
    SchemaOutdated for a database that a newer version of Puente has already changed.
    """
    _make_sqlite_folder(database_url)
    with migrating(database_url) as connection:
        before = _revision(connection)
        _refuse_unknown(before)
        if before != head():
            _run(connection)
            logger.info("leads database upgraded from %s to %s", before or "nothing", head())


def check(database_url: str) -> None:
    """Raises SchemaOutdated unless the database has this version's tables; makes no file."""
    engine = store.engine(database_url)
    file = _sqlite_file(database_url)
    if file is not None and not file.exists():
        raise SchemaOutdated(f"there is no leads database at {file}; {_REMEDY}")
    with store.store_errors(), engine.connect().execution_options(reads_only=True) as connection:
        found = _revision(connection)
    engine.dispose()
    _refuse_unknown(found)
    if found != head():
        state = f"at revision {found}" if found else "without tables"
        raise SchemaOutdated(f"the leads database is {state}; {_REMEDY}")


def check_writable(database_url: str) -> None:
    """Raises LeadStoreError unless the database takes writes; one that somebody else is writing to does."""
    engine = store.engine(database_url)
    try:
        with store.store_errors(), engine.connect() as connection:
            if engine.dialect.name == "sqlite":  # a probe has no time to wait for another writer
                connection.connection.cursor().execute(f"PRAGMA busy_timeout = {_PROBE_WAIT_MS}")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
            connection.rollback()
    except LeadStoreError as error:
        if "locked" not in str(error):
            raise
    finally:
        engine.dispose()


def head() -> str | None:
    """The revision this version of Puente works with."""
    revision: str | None = ScriptDirectory.from_config(config()).get_current_head()
    return revision


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, from any working directory."""
    made = Config()
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@contextmanager
def migrating(database_url: str) -> Iterator[Connection]:
    """A connection in one transaction, for migrations: committed at the end, nobody else migrating meanwhile.

    On SQLite without foreign keys, which are checked before the commit instead: a batch migration drops and
    rebuilds its table, and dropping `leads` would take every answer with it.
    """
    engine = store.engine(database_url, foreign_keys=False)
    try:
        with store.store_errors(), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
            yield connection
            if engine.dialect.name == "sqlite":
                _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _check_foreign_keys(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise LeadStoreError("a migration left rows without their lead; nothing was changed")


def _run(connection: Connection) -> None:
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise LeadStoreError(f"the leads database cannot be upgraded: {error}") from error


def _revision(connection: Connection) -> str | None:
    found: str | None = MigrationContext.configure(connection).get_current_revision()
    return found


def _refuse_unknown(revision: str | None) -> None:
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaOutdated(
            f"the leads database is at revision {revision}, which this version of Puente does not know; "
            "use the version that upgraded it"
        )


def _sqlite_file(database_url: str) -> Path | None:
    url = make_url(database_url)
    in_file = url.get_backend_name() == "sqlite" and url.database and not url.database.startswith(":")
    return Path(url.database) if in_file else None


def _make_sqlite_folder(database_url: str) -> None:
    store.engine(database_url)  # a URL that is none is refused here, before it is read as a path
    file = _sqlite_file(database_url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LeadStoreError(f"cannot make the folder of the leads database: {error.strerror}") from error

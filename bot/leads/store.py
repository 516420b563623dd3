"""Where leads are kept: the engine, and the unit of work around every step."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DataError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.leads.errors import LeadStoreError

logger = logging.getLogger(__name__)
Sessions = Callable[[], Session]

_SQLITE_WAIT_MS = 5000
_POSTGRES_CONNECT_S = 5


def engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine for a `sqlite:///` or `postgresql://` URL; it connects on first use.

    `foreign_keys=False` is for schema.migrating. Raises LeadStoreError for a URL that is none.
    """
    # hide_parameters: SQLAlchemy's messages would quote names and addresses into the log
    options: dict[str, Any] = {"future": True, "hide_parameters": True}
    try:
        backend = make_url(url).get_backend_name()
        if backend == "postgresql":
            options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": _POSTGRES_CONNECT_S}}
        made = create_engine(url, **options)
    except (ArgumentError, ValueError):
        # the URL stays out of the message: it may hold a password
        raise LeadStoreError("the database URL is not one of sqlite:///FILE or postgresql://...") from None
    if backend == "sqlite":
        _set_up_sqlite(made, foreign_keys)
    return made


def session_factory(url: str) -> Sessions:
    """What the services ask for as `sessions`; make it once per process."""
    made: Sessions = sessionmaker(engine(url), future=True, expire_on_commit=False)
    return made


@contextmanager
def unit_of_work(sessions: Sessions) -> Iterator[Session]:
    """A session, rolled back unless the block commits it; database failures leave as LeadStoreError."""
    with store_errors(), sessions() as session:
        yield session


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """A session for reading only, which on SQLite keeps no writer waiting."""
    with unit_of_work(sessions) as session:
        session.connection(execution_options={"reads_only": True})
        yield session


def overwrite(sessions: Sessions) -> None:
    """What was deleted and committed is in none of SQLite's files any more; elsewhere this does nothing.

    SQLite writes to a log beside the file first (WAL) and copies it over only now and then: until then the file
    itself still holds the deleted words. Whoever reads for longer than the patience of SQLite leaves them to the next call.
    """
    with sessions() as session:
        bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        return
    try:
        connection = bind.raw_connection()  # a checkpoint can't run within a transaction
        with closing(connection):
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (sqlite3.Error, SQLAlchemyError) as error:
        busy = type(error).__name__
    if busy:  # what was deleted stays deleted; nobody is told that it failed
        logger.warning("deleted words stay in the leads database's file for now: %s", busy)


@contextmanager
def store_errors() -> Iterator[None]:
    """Turns SQLAlchemy's errors into LeadStoreError, without the values they quote."""
    try:
        yield
    except SQLAlchemyError as error:
        # from None: the original's text can hold a whole row, and tracebacks are logged
        raise LeadStoreError(_reason(error)) from None


def _reason(error: SQLAlchemyError) -> str:
    driver_error = getattr(error, "orig", None)
    if driver_error is None:
        return f"the leads database failed: {type(error).__name__}"
    kind = type(driver_error).__name__
    first_line = str(driver_error).partition("\n")[0]
    # PostgreSQL quotes the row only from the second line on, but a wrong value already in the first
    if isinstance(error, DataError) or not first_line:
        return f"the leads database failed: {kind}"
    return f"the leads database failed: {kind}: {first_line}"


def _set_up_sqlite(made: Engine, foreign_keys: bool) -> None:
    def connect(dbapi_connection: sqlite3.Connection, _record: object) -> None:
        # Python's sqlite3 begins late, and not at all before a table change; `begin` below does it instead.
        dbapi_connection.isolation_level = None
        dbapi_connection.execute(f"PRAGMA busy_timeout = {_SQLITE_WAIT_MS}")
        _use_wal(dbapi_connection)
        dbapi_connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # erased words are overwritten in the file, not only unlinked
        dbapi_connection.execute("PRAGMA secure_delete = ON")

    def begin(connection: Connection) -> None:
        # A step reads before it writes. Taking the write lock at once makes the second of two steps wait;
        # taking it late makes it fail with "database is locked" whatever the busy timeout.
        reads_only = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    event.listen(made, "connect", connect)
    event.listen(made, "begin", begin)


def _use_wal(connection: sqlite3.Connection) -> None:
    # A new file's first switch to WAL ignores the busy timeout when two processes try it at once.
    last_try = time.monotonic() + _SQLITE_WAIT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last_try:
                raise
            time.sleep(0.01)

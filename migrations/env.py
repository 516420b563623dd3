"""How Alembic reaches the leads database: on a given connection, or by `-x url=...`."""

from __future__ import annotations

from alembic import context
from alembic.util import CommandError
from sqlalchemy.engine import Connection

import bot.keys.tables  # noqa: F401  its tables stand beside those of the leads
from bot.leads import schema
from bot.leads.tables import mapper


def database_url() -> str:
    url: str | None = context.get_x_argument(as_dictionary=True).get("url")
    if not url:
        raise CommandError("which database? give it as: alembic -x url=sqlite:///leads.db ...")
    return url


def ours(name: str | None, kind: str, _parents: object) -> bool:
    # Rasa's tracker store may share the database; its table is not ours to change.
    return not (kind == "table" and name == "events")


def run(connection: Connection | None = None, url: str | None = None) -> None:
    context.configure(
        connection=connection,
        url=url,
        literal_binds=connection is None,
        target_metadata=mapper.metadata,
        render_as_batch=True,  # SQLite cannot alter a column: it is done by rebuilding the table
        include_name=ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(url=database_url())
elif (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with schema.migrating(database_url()) as own:
        run(own)

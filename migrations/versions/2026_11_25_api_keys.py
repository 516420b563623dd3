"""API keys of the REST channel, and the digests of requests that may come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_api_keys"
down_revision = "20261124_histories"
branch_labels = None
depends_on = None

NOT_REVOKED = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("callback_url", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_id", name=op.f("uq_api_keys_key_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_keys_token_sha256")),
    )
    op.create_index(
        "uq_api_keys_name_in_use", "api_keys", ["name"], unique=True, sqlite_where=NOT_REVOKED, postgresql_where=NOT_REVOKED
    )
    op.create_table(
        "rest_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rest_requests")),
        sa.UniqueConstraint("request_sha256", name=op.f("uq_rest_requests_request_sha256")),
    )
    op.create_index(op.f("ix_rest_requests_at"), "rest_requests", ["at"])


def downgrade() -> None:
    op.drop_table("rest_requests")
    op.drop_table("api_keys")

"""Status changes, several conversations to a lead, where visitors came from, and why a lead is none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_histories"
down_revision = "20261122_leads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("reason", sa.Text()),
        sa.Column("first_touch", sa.JSON(none_as_null=True)),
        sa.Column("last_touch", sa.JSON(none_as_null=True)),
    ):
        op.add_column("leads", column)
    op.create_index(op.f("ix_leads_email"), "leads", ["email"])
    create_status_changes()
    create_conversations()
    op.execute(
        "INSERT INTO conversations (lead_id, conversation_id, channel, first_seen) "
        "SELECT id, conversation_id, channel, created_at FROM leads WHERE conversation_id IS NOT NULL"
    )


def create_status_changes() -> None:
    op.create_table(
        "status_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("old_status", sa.String(16)),
        sa.Column("new_status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_status_changes_lead_id_leads"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_status_changes_lead_id"), "status_changes", ["lead_id"])


def create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_conversations_lead_id_leads"), ondelete="CASCADE"),
        sa.UniqueConstraint("conversation_id", "lead_id", name=op.f("uq_conversations_conversation_id_lead_id")),
    )
    op.create_index(op.f("ix_conversations_lead_id"), "conversations", ["lead_id"])


def downgrade() -> None:
    op.drop_table("conversations")
    op.drop_table("status_changes")
    op.drop_index(op.f("ix_leads_email"), "leads")
    with op.batch_alter_table("leads") as leads:
        for column in ("last_touch", "first_touch", "reason"):
            leads.drop_column(column)

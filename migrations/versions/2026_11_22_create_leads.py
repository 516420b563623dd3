"""Leads, the history of their answers, and consents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_leads"
down_revision = None
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('partial', 'qualified', 'nurture', 'unqualified', 'handed_off')")


def upgrade() -> None:
    create_leads()
    create_answers()
    create_consents()


def create_leads() -> None:
    op.create_table(
        "leads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(10), nullable=False),
        sa.Column("conversation_id", sa.Text()),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("qualified", sa.Boolean()),
        sa.Column("score", sa.Integer()),
        sa.Column("rating", sa.String(8)),
        *(sa.Column(name, sa.Text()) for name in ("name", "email", "company", "job_title", "need")),
        sa.Column("team_size_min", sa.BigInteger()),
        sa.Column("team_size_max", sa.BigInteger()),
        sa.Column("budget_min", sa.BigInteger()),
        sa.Column("budget_max", sa.BigInteger()),
        sa.Column("budget_currency", sa.Text()),
        sa.Column("budget_period", sa.String(8)),
        sa.Column("start_after", sa.Date()),
        sa.Column("start_before", sa.Date()),
        sa.Column("hub", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("consent", sa.Boolean()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('partial', 'qualified', 'nurture', 'unqualified', 'handed_off', 'accepted', 'rejected', 'erased')",
            name=op.f("ck_leads_status"),
        ),
        sa.CheckConstraint("rating IN ('Hot', 'Warm', 'Cold')", name=op.f("ck_leads_rating")),
        sa.CheckConstraint("budget_period IN ('month', 'year', 'hour', 'project')", name=op.f("ck_leads_budget_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint("reference", name=op.f("uq_leads_reference")),
    )
    op.create_index(op.f("ix_leads_conversation_id"), "leads", ["conversation_id"])
    op.create_index(
        "uq_leads_open_conversation",
        "leads",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_value", sa.JSON(none_as_null=True)),
        sa.Column("new_value", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_answers_lead_id_leads"), ondelete="CASCADE"),
        sa.UniqueConstraint("lead_id", "message_id", "slot", name=op.f("uq_answers_lead_id_message_id_slot")),
    )


def create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_consents_lead_id_leads"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_consents_lead_id"), "consents", ["lead_id"])


def downgrade() -> None:
    for table in ("consents", "answers", "leads"):
        op.drop_table(table)

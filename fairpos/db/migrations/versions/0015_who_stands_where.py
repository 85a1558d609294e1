"""Allocations: rules, quotas, runs with their results, hand edits, lots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocation_rules",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_allocation_rules_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", name=op.f("pk_allocation_rules")),
    )
    op.create_table(
        "quota",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("least", sa.Integer(), server_default="0", nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("booths", sa.Integer(), nullable=True),
        sa.Column("exact", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("least >= 0", name=op.f("ck_quota_least")),
        sa.CheckConstraint("most IS NULL OR most >= least", name=op.f("ck_quota_most")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_quota_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "unit", name=op.f("pk_quota")),
    )
    op.create_table(
        "group_cap",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("product_group", sa.Text(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("most >= 0", name=op.f("ck_group_cap_most")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_group_cap_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "product_group", name=op.f("pk_group_cap")),
    )
    op.create_table(
        "allocation_run",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_allocation_run_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "number", name=op.f("pk_allocation_run")),
    )
    op.create_table(
        "allocation_result",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("stands", sa.Text(), server_default="", nullable=False),
        sa.Column("with_others", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_allocation_result_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "run"],
            ["allocation_run.fair_id", "allocation_run.number"],
            name=op.f("fk_allocation_result_fair_id_run_allocation_run"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "run", "exhibitor", name=op.f("pk_allocation_result")),
    )
    op.create_table(
        "allocation_override",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("breaks", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_allocation_override_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "run"],
            ["allocation_run.fair_id", "allocation_run.number"],
            name=op.f("fk_allocation_override_fair_id_run_allocation_run"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "run", "number", name=op.f("pk_allocation_override")),
    )
    op.create_table(
        "lot_draw",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.Text(), nullable=False),
        sa.Column("list_hash", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=True),
        sa.Column("public_number", sa.Text(), server_default="", nullable=False),
        sa.Column("committed_at", sa.BigInteger(), nullable=False),
        sa.Column("drawn_at", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_lot_draw_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "number", name=op.f("pk_lot_draw")),
    )

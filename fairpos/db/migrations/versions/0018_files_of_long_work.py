"""Long work tells what came of it, and hands out the files it made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work", sa.Column("turn", sa.Integer(), server_default="1", nullable=False))
    op.add_column("work", sa.Column("told", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "work_file",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("work", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_work_file_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "work"], ["work.fair_id", "work.number"], name=op.f("fk_work_file_fair_id_work_work")
        ),
        sa.PrimaryKeyConstraint("fair_id", "work", name=op.f("pk_work_file")),
    )
    op.create_table(
        "work_part",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("work", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_work_part_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "work"], ["work.fair_id", "work.number"], name=op.f("fk_work_part_fair_id_work_work")
        ),
        sa.PrimaryKeyConstraint("fair_id", "work", "no", name=op.f("pk_work_part")),
    )

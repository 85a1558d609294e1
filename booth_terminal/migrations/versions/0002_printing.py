"""Printers, which till prints where, what waits to be printed, and who may look after it all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
    )
    op.create_table(
        "till_printing",
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("receipts", sa.Text(), nullable=False),
        sa.Column("drawer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["printer"], ["printer.id"], name=op.f("fk_till_printing_printer_printer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("till", name=op.f("pk_till_printing")),
    )
    op.create_table(
        "print_job",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_print_job")),
        sa.UniqueConstraint("ref", name=op.f("uq_print_job_ref")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_print_job_printer_state", "print_job", ["printer", "state"])
    op.create_index("ix_print_job_till", "print_job", ["till"])
    op.create_index("ix_print_job_subject", "print_job", ["subject"])
    op.create_table(
        "operator",
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_operator")),
    )

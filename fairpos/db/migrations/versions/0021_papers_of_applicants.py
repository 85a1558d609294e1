"""The link by which an applicant comes back, and the papers it hands in there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("code_hash", sa.Text(), nullable=True))
    op.create_table(
        "application_paper",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('business','food-safety','star-decision','goods-list','other')",
            name=op.f("ck_application_paper_kind"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_application_paper_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "application"],
            ["application.fair_id", "application.id"],
            name=op.f("fk_application_paper_fair_id_application_application"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_application_paper")),
    )
    op.create_index("ix_application_paper_fair_id", "application_paper", ["fair_id", "application"])

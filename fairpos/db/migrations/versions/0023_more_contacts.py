"""Further people of an exhibitor whom the organisers may call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exhibitor_contact",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("does", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_exhibitor_contact_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_exhibitor_contact_fair_id_exhibitor_exhibitor"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_exhibitor_contact")),
    )

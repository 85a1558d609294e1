"""Stands that were given to a district, a province or a country as a whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pavilion_stand",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("stand", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_pavilion_stand_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "stand"],
            ["booth.fair_id", "booth.id"],
            name=op.f("fk_pavilion_stand_fair_id_stand_booth"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "stand", name=op.f("pk_pavilion_stand")),
    )

"""When strangers may apply to take part in a fair."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_window",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Text(), nullable=False),
        sa.Column("late_until", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "opens_on <= closes_on AND closes_on <= late_until", name=op.f("ck_application_window_order")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_application_window_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", name=op.f("pk_application_window")),
    )

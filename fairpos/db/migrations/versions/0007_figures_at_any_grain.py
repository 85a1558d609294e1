"""Stated figures of any kind and grain, and what became of districts and provinces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_QUALIFIERS = "('exact','over','nearly','estimated','planned')"


def upgrade() -> None:
    op.create_table(
        "stated",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("extent", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("counted_from", sa.Text(), nullable=True),
        sa.Column("counted_to", sa.Text(), nullable=True),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("also", sa.Text(), server_default="exact", nullable=False),
        sa.Column("chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "scope IN ('all','in-province','other-province','foreign')", name=op.f("ck_stated_scope")
        ),
        sa.CheckConstraint(
            "part IN ('','district','province','country','booth','group')", name=op.f("ck_stated_part")
        ),
        sa.CheckConstraint("extent IN ('full','partial')", name=op.f("ck_stated_extent")),
        sa.CheckConstraint("basis IN ('total','per-day')", name=op.f("ck_stated_basis")),
        sa.CheckConstraint(f"qualifier IN {_QUALIFIERS}", name=op.f("ck_stated_qualifier")),
        sa.CheckConstraint(f"also IN {_QUALIFIERS}", name=op.f("ck_stated_also")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_stated_value")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_stated_fair_id_fair")),
        sa.PrimaryKeyConstraint(
            "fair_id", "metric", "scope", "part", "place", "day", "extent", "source", "basis",
            name=op.f("pk_stated"),
        ),
    )  # fmt: skip
    op.create_table(
        "area_successor",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("old_name", sa.Text(), nullable=False),
        sa.Column("new_name", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('district','province')", name=op.f("ck_area_successor_kind")),
        sa.CheckConstraint("old_name <> new_name", name=op.f("ck_area_successor_moves")),
        sa.PrimaryKeyConstraint("kind", "old_name", "from_day", name=op.f("pk_area_successor")),
    )
    op.execute(
        "INSERT INTO stated (fair_id, metric, scope, part, place, day, extent, source, basis, value, days, "
        "qualifier, chosen) SELECT fair_id, metric, scope, '', '', day, 'full', source, basis, value, days, "
        "qualifier, chosen FROM stated_figure"
    )

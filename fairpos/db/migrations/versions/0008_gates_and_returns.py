"""Gates with a hall and a method, who passed them besides visitors, and what paper booths stated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

METHODS = "method IN ('clicker','sensor','manual','estimate')"


def upgrade() -> None:
    for column in (
        sa.Column("hall", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("gate", column)
    _add_method()
    op.create_table(
        "gate_day",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.CheckConstraint(METHODS, name=op.f("ck_gate_day_method")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_gate_day_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "gate"], ["gate.fair_id", "gate.id"], name=op.f("fk_gate_day_fair_id_gate_gate")
        ),
        sa.PrimaryKeyConstraint("fair_id", "gate", "day", name=op.f("pk_gate_day")),
    )
    op.create_table(
        "capacity",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_capacity_people")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_capacity_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "hall", name=op.f("pk_capacity")),
    )
    op.create_table(
        "others_by_hour",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "fair_id",
            "day",
            "hour",
            "gate",
            "direction",
            "method",
            "category",
            name=op.f("pk_others_by_hour"),
        ),
    )
    op.create_table(
        "booth_return",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_booth_return_amount")),
        sa.CheckConstraint(
            "qualifier IN ('exact','over','nearly','estimated')", name=op.f("ck_booth_return_qualifier")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_booth_return_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "booth"],
            ["booth.fair_id", "booth.id"],
            name=op.f("fk_booth_return_fair_id_booth_booth"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "no", name=op.f("pk_booth_return")),
    )
    op.create_index("ix_booth_return_fair_id", "booth_return", ["fair_id", "day", "booth"])
    _keep_returns()


def _add_method() -> None:
    """A named check beside the new column; SQLite can add it only with the column itself."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE gate ADD COLUMN method TEXT DEFAULT 'clicker' NOT NULL "
            f"CONSTRAINT ck_gate_method CHECK ({METHODS})"
        )
        return
    op.add_column("gate", sa.Column("method", sa.Text(), server_default="clicker", nullable=False))
    op.create_check_constraint(op.f("ck_gate_method"), "gate", METHODS)


def _keep_returns() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER booth_return_no_{deed.lower()} BEFORE {deed} ON booth_return "
                f"BEGIN SELECT RAISE(ABORT, 'what was stated is never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION return_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was stated is never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER booth_return_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON booth_return "
        "FOR EACH STATEMENT EXECUTE FUNCTION return_is_never_changed()"
    )

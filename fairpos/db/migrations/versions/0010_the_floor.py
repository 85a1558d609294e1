"""Where a fair takes place, its published plans, and what the law wants to know of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "particulars",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("basis_number", sa.Text(), server_default="", nullable=False),
        sa.Column("basis_day", sa.Text(), nullable=True),
        sa.Column("basis_authority", sa.Text(), server_default="", nullable=False),
        sa.Column("planned_first", sa.Text(), nullable=True),
        sa.Column("planned_last", sa.Text(), nullable=True),
        sa.Column("report_days", sa.Integer(), server_default="30", nullable=False),
        sa.Column("target_takings", sa.BigInteger(), nullable=True),
        sa.Column("target_visits", sa.BigInteger(), nullable=True),
        sa.Column("target_booths", sa.Integer(), nullable=True),
        sa.Column("organiser_name", sa.Text(), server_default="", nullable=False),
        sa.Column("organiser_address", sa.Text(), server_default="", nullable=False),
        sa.Column("organiser_contact", sa.Text(), server_default="", nullable=False),
        sa.Column("organiser_tax_code", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("basis IN ('','registered','by-decision')", name=op.f("ck_particulars_basis")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_particulars_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", name=op.f("pk_particulars")),
    )
    op.create_table(
        "site",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_site_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_site")),
    )
    op.create_table(
        "hall",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_hall_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_hall")),
    )
    op.create_table(
        "stand",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("open_sides", sa.Integer(), nullable=False),
        sa.Column("facilities", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('booth','area')", name=op.f("ck_stand_kind")),
        sa.CheckConstraint("open_sides BETWEEN 0 AND 4", name=op.f("ck_stand_open_sides")),
        sa.CheckConstraint("state IN ('free','fixed','reserve','blocked')", name=op.f("ck_stand_state")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_stand_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "id"], ["booth.fair_id", "booth.id"], name=op.f("fk_stand_fair_id_booth")
        ),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_stand")),
    )
    op.create_table(
        "gap",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('aisle','column','door')", name=op.f("ck_gap_kind")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_gap_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "hall", "row", "after", name=op.f("pk_gap")),
    )
    op.create_table(
        "landmark",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hall", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_landmark_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_landmark")),
    )
    op.create_table(
        "plan_version",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_plan_version_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "number", name=op.f("pk_plan_version")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER plan_version_no_{deed.lower()} BEFORE {deed} ON plan_version "
                f"BEGIN SELECT RAISE(ABORT, 'a published plan is never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION plan_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published plan is never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER plan_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_version "
        "FOR EACH STATEMENT EXECUTE FUNCTION plan_is_never_changed()"
    )

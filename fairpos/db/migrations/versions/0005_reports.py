"""Takings by VAT rate, and reports: drafted, signed, and then never changed.

A database that holds sales already fills `takings_by_vat` with `fairpos recount`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takings_by_vat",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "fair_id", "day", "booth", "exhibitor", "rate", name=op.f("pk_takings_by_vat")
        ),
    )
    op.create_table(
        "report",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.BigInteger(), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_report_revision")),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (code IS NULL) AND (signed_at IS NULL) = (signed_by IS NULL)",
            name=op.f("ck_report_signed"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_report_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "no", name=op.f("pk_report")),
        sa.UniqueConstraint("code", name=op.f("uq_report_code")),
        sa.UniqueConstraint(
            "fair_id", "kind", "subject", "revision", name=op.f("uq_report_fair_id_kind_subject_revision")
        ),
    )
    op.create_table(
        "report_answer",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_report_answer_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "field", name=op.f("pk_report_answer")),
    )
    op.create_table(
        "report_field",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_report_field_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "field", name=op.f("pk_report_field")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER report_no_{deed.lower()} BEFORE {deed} ON report "
                f"WHEN OLD.signed_at IS NOT NULL "
                f"BEGIN SELECT RAISE(ABORT, 'a signed report is never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION report_is_signed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a signed report is never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER report_no_change BEFORE UPDATE OR DELETE ON report "
        "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION report_is_signed()"
    )

"""Inspections, articles off the shelf, notices; who looks into a finding; what tills say of themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("till") as till:
        till.drop_constraint(op.f("ck_till_kind"), type_="check")
        till.create_check_constraint(
            op.f("ck_till_kind"), "kind IN ('till','gate','sensor','feed','inspector')"
        )
    op.add_column("finding", sa.Column("assignee", sa.Text(), nullable=True))
    for column in (
        sa.Column("ahead", sa.BigInteger(), nullable=True),
        sa.Column("persisted", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("printer", sa.Text(), nullable=True),
    ):
        op.add_column("till_state", column)
    op.create_table(
        "inspection",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("id", "day", "till", "booth", "article", "fault", "action")
        ),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "fair_id", "id", "day", "till", "booth", "article", "fault", "action", name=op.f("pk_inspection")
        ),
    )
    op.create_table(
        "shelf_stop",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("inspection", sa.Text(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_shelf_stop_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "booth"], ["booth.fair_id", "booth.id"], name=op.f("fk_shelf_stop_fair_id_booth")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "article"],
            ["article.fair_id", "article.id"],
            name=op.f("fk_shelf_stop_fair_id_article"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "inspection", name=op.f("pk_shelf_stop")),
    )
    op.create_table(
        "notice",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("product_group", sa.Text(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("zone IN ('in-province','other-province','foreign')", name=op.f("ck_notice_zone")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_notice_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_notice")),
    )

"""What a booth of today has: accounts for transfers, barcodes, pictures, favourites, and people with PINs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("account_bin", "account_number", "account_holder"):
        op.add_column("exhibitor", sa.Column(name, sa.Text(), nullable=True))
    for column in (
        sa.Column("barcode", sa.Text(), server_default="", nullable=False),
        sa.Column("photo", sa.Text(), server_default="", nullable=False),
        sa.Column("open_price", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("low_stock", sa.BigInteger(), nullable=True),
    ):
        op.add_column("article", column)
    op.create_table(
        "favourite",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_favourite_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "booth"], ["booth.fair_id", "booth.id"], name=op.f("fk_favourite_fair_id_booth")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "article"],
            ["article.fair_id", "article.id"],
            name=op.f("fk_favourite_fair_id_article"),
        ),
        sa.PrimaryKeyConstraint("fair_id", "booth", "article", name=op.f("pk_favourite")),
    )
    op.create_table(
        "photo",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_photo_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "key", name=op.f("pk_photo")),
    )
    op.create_table(
        "staff",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("pin_salt", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('seller','manager')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_staff_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_staff")),
    )
    op.create_table(
        "staff_booth",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_staff_booth_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "staff"], ["staff.fair_id", "staff.id"], name=op.f("fk_staff_booth_fair_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "booth"], ["booth.fair_id", "booth.id"], name=op.f("fk_staff_booth_fair_id_booth")
        ),
        sa.PrimaryKeyConstraint("fair_id", "staff", "booth", name=op.f("pk_staff_booth")),
    )

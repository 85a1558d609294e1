"""The register: exhibitors on paper, applications, products with their labels and certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_reading",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('exhibitors','products')", name=op.f("ck_list_reading_kind")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_list_reading_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_list_reading")),
    )
    op.create_table(
        "account_proposal",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("account_bin", sa.Text(), nullable=True),
        sa.Column("account_number", sa.Text(), nullable=True),
        sa.Column("account_holder", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "decided_by IS NULL OR NOT approved OR decided_by <> proposed_by",
            name=op.f("ck_account_proposal_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_account_proposal_fair_id_exhibitor_exhibitor"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_account_proposal_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_account_proposal")),
    )
    op.create_index(
        "uq_account_proposal_open",
        "account_proposal",
        ["fair_id", "exhibitor"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "application",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("district", sa.Text(), server_default="", nullable=False),
        sa.Column("province", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_code", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_method", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("story", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("product_group", sa.Text(), server_default="", nullable=False),
        sa.Column("products", sa.Text(), server_default="", nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("facilities", sa.Text(), server_default="", nullable=False),
        sa.Column("traits", sa.Text(), server_default="", nullable=False),
        sa.Column("wishes", sa.Text(), server_default="", nullable=False),
        sa.Column("rivals", sa.Text(), server_default="", nullable=False),
        sa.Column("neighbours", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("wait_order", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("contract", sa.Text(), server_default="none", nullable=False),
        sa.Column("contract_on", sa.Text(), nullable=True),
        sa.Column("fee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fee_state", sa.Text(), server_default="due", nullable=False),
        sa.Column("fee_on", sa.Text(), nullable=True),
        sa.Column("deposit", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("deposit_state", sa.Text(), server_default="due", nullable=False),
        sa.Column("deposit_on", sa.Text(), nullable=True),
        sa.CheckConstraint("contract IN ('none','sent','signed')", name=op.f("ck_application_contract")),
        sa.CheckConstraint(
            "deposit_state IN ('due','paid','waived','returned')", name=op.f("ck_application_deposit_state")
        ),
        sa.CheckConstraint("fee_state IN ('due','paid','waived')", name=op.f("ck_application_fee_state")),
        sa.CheckConstraint("source IN ('public','organiser')", name=op.f("ck_application_source")),
        sa.CheckConstraint(
            "state IN ('received','asked-back','accepted','waiting','refused','withdrawn')",
            name=op.f("ck_application_state"),
        ),
        sa.CheckConstraint("fee >= 0 AND deposit >= 0", name=op.f("ck_application_amounts")),
        sa.CheckConstraint(
            "least BETWEEN 1 AND 4 AND most BETWEEN least AND 4", name=op.f("ck_application_size")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_application_fair_id_exhibitor_exhibitor"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_application_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_application")),
    )
    op.create_index("ix_application_fair_id", "application", ["fair_id", "state"], unique=False)
    op.create_table(
        "exhibitor_details",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_code", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_method", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("story", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('taking-part','withdrawn')", name=op.f("ck_exhibitor_details_standing")
        ),
        sa.CheckConstraint(
            "tax_method IN ('','deduction','direct')", name=op.f("ck_exhibitor_details_tax_method")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_exhibitor_details_fair_id_exhibitor_exhibitor"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_exhibitor_details_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "exhibitor", name=op.f("pk_exhibitor_details")),
    )
    op.create_table(
        "paper",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("issuer", sa.Text(), server_default="", nullable=False),
        sa.Column("issued", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('business','food-safety','star-decision','goods-list','other')",
            name=op.f("ck_paper_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_paper_fair_id_exhibitor_exhibitor"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_paper_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_fair_id", "paper", ["fair_id", "exhibitor"], unique=False)
    op.create_table(
        "product",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("story", sa.Text(), server_default="", nullable=False),
        sa.Column("expires", sa.Text(), server_default="", nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_by", sa.Text(), server_default="", nullable=False),
        sa.Column("label_at", sa.BigInteger(), nullable=True),
        sa.Column("label_note", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.Column("issued", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_to", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("label IN ('unchecked','passed','failed')", name=op.f("ck_product_label")),
        sa.ForeignKeyConstraint(
            ["fair_id", "article"],
            ["article.fair_id", "article.id"],
            name=op.f("fk_product_fair_id_article_article"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_product_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "article", name=op.f("pk_product")),
    )

"""Roles by fair, passkeys, known browsers. The roles of before become grants for all fairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=True),
        sa.Column("exhibitor", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role IN ('administrator','organiser','finance','gate','inspector','exhibitor','viewer')",
            name=op.f("ck_grant_role"),
        ),
        sa.CheckConstraint("role <> 'administrator' OR fair_id IS NULL", name=op.f("ck_grant_everywhere")),
        sa.CheckConstraint("(role = 'exhibitor') = (exhibitor IS NOT NULL)", name=op.f("ck_grant_exhibitor")),
        sa.CheckConstraint("exhibitor IS NULL OR fair_id IS NOT NULL", name=op.f("ck_grant_exhibitor_fair")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_grant_account_account")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_grant_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_grant_fair_id_exhibitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
    )
    op.create_index("ix_grant_account", "grant", ["account"])
    op.execute('INSERT INTO "grant" (account, role) SELECT id, role FROM account')
    op.create_table(
        "passkey",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_passkey_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_table(
        "passkey_challenge",
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_passkey_challenge_account_account")
        ),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_passkey_challenge")),
    )
    op.create_table(
        "known_browser",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_known_browser_account_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_browser")),
    )

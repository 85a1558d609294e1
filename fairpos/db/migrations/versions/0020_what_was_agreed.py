"""Applications: kinds of places wished for, when money is due and who noted it, what speaks for a place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("places", "contract_by", "fee_by", "deposit_by", "takings_source"):
        op.add_column("application", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in ("fee_due", "deposit_due"):
        op.add_column("application", sa.Column(name, sa.Text(), nullable=True))
    op.add_column(
        "application", sa.Column("promised", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("application", sa.Column("takings_before", sa.BigInteger(), nullable=True))

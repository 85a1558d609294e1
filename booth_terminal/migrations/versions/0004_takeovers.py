"""Where the device begins that took a till over from another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("begin_n", "begin_number", "begin_training"):
        op.add_column("credential", sa.Column(name, sa.Integer(), server_default="0", nullable=False))

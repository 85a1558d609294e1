"""How a session began: whoever came by a link may set a password without knowing the one before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("how", sa.Text(), server_default="password", nullable=False))

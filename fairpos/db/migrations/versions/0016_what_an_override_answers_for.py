"""Which broken rules a change by hand answers for, each with whom and which stands it concerns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("allocation_override", sa.Column("faults", sa.Text(), server_default="[]", nullable=False))

"""An exhibitor's role may be limited to some of its booths."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("grant", sa.Column("booths", sa.Text(), server_default="", nullable=False))

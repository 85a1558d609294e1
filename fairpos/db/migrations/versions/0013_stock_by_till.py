"""What was put to stock, found by its till: exhibitors look at their own stock while the fair sells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    only = sa.text("type = 'stock_movement'")
    op.create_index(
        "ix_document_stock", "document", ["fair_id", "till"], sqlite_where=only, postgresql_where=only
    )

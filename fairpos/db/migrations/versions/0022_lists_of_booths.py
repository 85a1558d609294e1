"""A list may also be one of booths."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("list_reading") as lists:
        lists.drop_constraint(op.f("ck_list_reading_kind"), type_="check")
        lists.create_check_constraint(
            op.f("ck_list_reading_kind"), "kind IN ('booths','exhibitors','products')"
        )

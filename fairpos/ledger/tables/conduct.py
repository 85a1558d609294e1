"""How a fair is conducted: inspections, articles taken off a shelf, notices."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Table, Text

from fairpos.ledger.tables.base import cell, fair_key, key, metadata, summed

__all__ = ["inspection", "notice", "shelf_stop"]

# Folded from the ledger, like every rollup: one row an inspection.
inspection = Table(
    "inspection",
    metadata,
    cell(),
    key("id"),
    key("day"),
    key("till"),
    key("booth"),
    key("article"),
    key("fault"),
    key("action"),
    summed("count"),
)

# An article that a booth may not sell, by the inspection that took it off the shelf. Kept when it is lifted.
shelf_stop = Table(
    "shelf_stop",
    metadata,
    fair_key(),
    key("inspection"),
    Column("booth", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("fault", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("lifted_at", BigInteger),
    Column("lifted_by", Text),
    Column("lifted_why", Text),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
    ForeignKeyConstraint(["fair_id", "article"], ["article.fair_id", "article.id"]),
)

notice = Table(
    "notice",
    metadata,
    fair_key(),
    key("id"),
    Column("text", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("from_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    Column("zone", Text),
    Column("district", Text),
    Column("product_group", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("withdrawn_at", BigInteger),
    CheckConstraint("zone IN ('in-province','other-province','foreign')", "zone"),
)

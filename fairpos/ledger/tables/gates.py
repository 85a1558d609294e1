"""What people say of gates and of paper booths: which method counts, what a hall holds, what was taken."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, Table, Text

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["booth_return", "capacity", "gate_day"]

# Which method counts at a gate on a day, where a person decided it.
gate_day = Table(
    "gate_day",
    metadata,
    fair_key(),
    key("gate"),
    key("day"),
    Column("method", Text, nullable=False),
    ForeignKeyConstraint(["fair_id", "gate"], ["gate.fair_id", "gate.id"]),
    CheckConstraint("method IN ('clicker','sensor','manual','estimate')", "method"),
)

# How many people a hall may hold; hall "" is the whole fair.
capacity = Table(
    "capacity",
    metadata,
    fair_key(),
    key("hall"),
    Column("people", Integer, nullable=False),
    CheckConstraint("people > 0", "people"),
)

# Takings that a booth without a till stated on paper. The newest row of a booth and day stands; a row without
# an amount takes back what was stated. Rows are never changed (see the migration).
booth_return = Table(
    "booth_return",
    metadata,
    fair_key(),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("booth", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("amount", BigInteger),
    Column("qualifier", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
    CheckConstraint("amount >= 0", "amount"),
    CheckConstraint("qualifier IN ('exact','over','nearly','estimated')", "qualifier"),
)
Index("ix_booth_return_fair_id", booth_return.c.fair_id, booth_return.c.day, booth_return.c.booth)

"""Allocations: the organiser's rules and quotas, runs with their results, hand edits, lots."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = [
    "allocation_override",
    "allocation_result",
    "allocation_rules",
    "allocation_run",
    "group_cap",
    "lot_draw",
    "pavilion_stand",
    "quota",
]

# JSON: what `ledger.quotas.Settings` holds. A fair that was never asked has no row.
allocation_rules = Table("allocation_rules", metadata, fair_key(), Column("body", Text, nullable=False))

quota = Table(
    "quota",
    metadata,
    fair_key(),
    key("unit"),
    Column("weight", BigInteger, nullable=False, server_default="0"),
    Column("least", Integer, nullable=False, server_default="0"),
    Column("most", Integer),
    # Booths shared out, and the share before rounding in thousandths; None before anything was shared out.
    Column("booths", Integer),
    Column("exact", BigInteger),
    Column("why", Text, nullable=False, server_default=""),
    CheckConstraint("least >= 0", "least"),
    CheckConstraint("most IS NULL OR most >= least", "most"),
)

# A stand that was given to a unit as part of a whole.
pavilion_stand = Table(
    "pavilion_stand",
    metadata,
    fair_key(),
    key("stand"),
    Column("unit", Text, nullable=False),
    ForeignKeyConstraint(["fair_id", "stand"], ["booth.fair_id", "booth.id"]),
)

group_cap = Table(
    "group_cap",
    metadata,
    fair_key(),
    key("product_group"),
    Column("most", Integer, nullable=False),
    CheckConstraint("most >= 0", "most"),
)

allocation_run = Table(
    "allocation_run",
    metadata,
    fair_key(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("seed", Text, nullable=False),
    # SHA-256 of everything the run worked from, and the organiser's rules as they were (JSON).
    Column("input_hash", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("levels", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("accepted_at", BigInteger),
    Column("accepted_by", Text),
)

allocation_result = Table(
    "allocation_result",
    metadata,
    fair_key(),
    Column("run", Integer, primary_key=True, autoincrement=False),
    key("exhibitor"),
    # Stand ids in their order along the row, parted by spaces; empty where there is no place.
    Column("stands", Text, nullable=False, server_default=""),
    Column("with_others", Text, nullable=False, server_default=""),
    # The main exhibitor of a booth it shares as a guest.
    Column("host", Text, nullable=False, server_default=""),
    Column("reasons", Text, nullable=False),
    Column("lot", Integer),
    Column("waiting", Integer),
    ForeignKeyConstraint(["fair_id", "run"], ["allocation_run.fair_id", "allocation_run.number"]),
)

allocation_override = Table(
    "allocation_override",
    metadata,
    fair_key(),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("exhibitor", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    # The hard rules it breaks, parted by spaces.
    Column("breaks", Text, nullable=False, server_default=""),
    # JSON: each broken rule it answers for, with whom and which stands it concerns.
    Column("faults", Text, nullable=False, server_default="[]"),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    ForeignKeyConstraint(["fair_id", "run"], ["allocation_run.fair_id", "allocation_run.number"]),
)

lot_draw = Table(
    "lot_draw",
    metadata,
    fair_key(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Shown to nobody before the draw.
    Column("secret", Text, nullable=False),
    Column("seed_hash", Text, nullable=False),
    Column("list_hash", Text, nullable=False),
    # JSON lists of exhibitors: who is in the draw, and the order that came out.
    Column("names", Text, nullable=False),
    Column("drawn", Text),
    Column("public_number", Text, nullable=False, server_default=""),
    Column("committed_at", BigInteger, nullable=False),
    Column("drawn_at", BigInteger),
    Column("by", Text, nullable=False),
)

"""Who changed what in the set-up: an append-only record."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from fairpos.ledger.tables.base import metadata

__all__ = ["change"]

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    # None for what belongs to no fair: accounts, for example.
    Column("fair_id", Integer, ForeignKey("fair.id")),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    # What kind of thing ("booth", "exhibitor", "account") and which one of them.
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    # What was done, as a noun: "creation", "change", "removal", "publication" ...
    Column("act", Text, nullable=False),
    # JSON objects of the fields that changed; None before a creation and after a removal.
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text, nullable=False, server_default=""),
)
Index("ix_change_fair_id", change.c.fair_id, change.c.kind, change.c.subject)

"""The ledger: kept as it came, never changed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, LargeBinary, Table

from fairpos.ledger.tables.base import cell, fair_key, metadata

__all__ = ["delivery", "entry"]

delivery = Table(
    "delivery",
    metadata,
    fair_key(),
    Column("received_at", BigInteger, primary_key=True),
    Column("stream_no", Integer, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    ForeignKeyConstraint(["fair_id", "stream_no"], ["stream.fair_id", "stream.no"]),
)

entry = Table(
    "entry",
    metadata,
    cell(),
    Column("stream_no", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

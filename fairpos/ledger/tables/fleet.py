"""The fleet: terminals, their streams, and what each till last said of itself."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["stream", "terminal", "till_state"]

terminal = Table(
    "terminal",
    metadata,
    fair_key(),
    key("id"),
    Column("name", Text, nullable=False),
    Column("code_hash", Text),
    Column("public_key", LargeBinary),
    Column("enrolled_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("seen_at", BigInteger),
    # What it last said of itself: entries not yet here, the oldest of them, its clock's offset, its program.
    Column("held", Integer, nullable=False, server_default="0"),
    Column("oldest_at", BigInteger),
    Column("clock_offset", BigInteger),
    Column("version", Text),
    Column("edition", Integer),
)

stream = Table(
    "stream",
    metadata,
    fair_key(),
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("after", Text),
    Column("head_seq", BigInteger, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("genesis", LargeBinary, nullable=False),
    # The highest journal head the terminal ever named: above head_seq, entries are missing here.
    Column("top", BigInteger, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("forked_at", BigInteger),
    UniqueConstraint("fair_id", "id"),
    ForeignKeyConstraint(["fair_id", "terminal"], ["terminal.fair_id", "terminal.id"]),
)

till_state = Table(
    "till_state",
    metadata,
    fair_key(),
    key("till"),
    Column("terminal", Text, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("pending", Integer, nullable=False),
    Column("oldest_at", BigInteger),
    # What it says of itself, as far as its program says it: its clock ahead of the terminal's in ms, its
    # promise to keep the sales, its program, its price book, and how its printer is.
    Column("ahead", BigInteger),
    Column("persisted", Boolean),
    Column("version", Text),
    Column("edition", Integer),
    Column("printer", Text),
)

"""Long work: what runs, how far it is, and what came of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, Table, Text, false

from fairpos.ledger.tables.base import fair_key, metadata

__all__ = ["work"]

work = Table(
    "work",
    metadata,
    fair_key(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", BigInteger, nullable=False, server_default="0"),
    # None while nobody knows how much there is.
    Column("total", BigInteger),
    Column("message", Text, nullable=False, server_default=""),
    # JSON: what it was asked to do, enough to take it up again.
    Column("input", Text, nullable=False),
    # How far its effects are kept: where it goes on when it is taken up again.
    Column("bookmark", Text, nullable=False, server_default=""),
    # Where the outcome is shown, a path of the site.
    Column("result", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    # The program that does it says so every few seconds; when it falls silent, the work was interrupted.
    Column("heard_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("cancel_asked", Boolean, nullable=False, server_default=false()),
    CheckConstraint("state IN ('running','done','failed','cancelled')", "state"),
)

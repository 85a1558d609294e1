"""Long work: what runs, how far it is, what came of it, and the files it was given or made."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
)

from fairpos.ledger.tables.base import fair_key, metadata

__all__ = ["work", "work_file", "work_part"]

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
    # How often it was begun: whoever began it earlier and comes back late finds that it is no longer theirs.
    Column("turn", Integer, nullable=False, server_default="1"),
    # JSON: what came of it, by its kind; empty until it is done.
    Column("told", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('running','done','failed','cancelled')", "state"),
)

# A file that work made; the row is there when the file is whole.
work_file = Table(
    "work_file",
    metadata,
    fair_key(),
    Column("work", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["fair_id", "work"], ["work.fair_id", "work.number"]),
)

# The bytes of what work was given to read, or of what it made, in order.
work_part = Table(
    "work_part",
    metadata,
    fair_key(),
    Column("work", Integer, primary_key=True, autoincrement=False),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    ForeignKeyConstraint(["fair_id", "work"], ["work.fair_id", "work.number"]),
)

"""The terminal's own database: its identity, its journal, the tills it serves, and the newest settings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

identity = Table(
    "identity",
    metadata,
    Column("id", Text, primary_key=True),
    Column("fair", Text, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
)

# One journal, one writer, one incarnation. The last row is the open one.
stream = Table(
    "stream",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("after", Text),
    Column("genesis", LargeBinary, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
)

# Append-only: triggers refuse UPDATE and DELETE.
entry = Table(
    "entry",
    metadata,
    Column("stream_no", Integer, ForeignKey("stream.no"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("document", Text, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_entry_document", entry.c.stream_no, entry.c.document)

# The one device that holds a till's credential. Enrolling again replaces it: the old device is fenced.
credential = Table(
    "credential",
    metadata,
    Column("till", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("code_hash", Text, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
)

edition = Table(
    "edition",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
)

"""Reports: drafted from the rollups, signed by a person, and from then on never changed."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["report", "report_answer", "report_field"]

report = Table(
    "report",
    metadata,
    fair_key(),
    Column("no", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    # An ISO day, a booth or an exhibitor; "" for what is of the fair as a whole.
    Column("subject", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    # The report as canonical JSON, and the SHA-256 (hex) of these bytes: what is signed.
    Column("body", LargeBinary, nullable=False),
    Column("hash", Text, nullable=False),
    Column("drafted_at", BigInteger, nullable=False),
    Column("drafted_by", Text, nullable=False),
    # The fair's version the draft was made from: while it stands still, nothing has to be worked out again.
    Column("version", BigInteger, nullable=False),
    # All four or none. The code is what the QR on the paper leads to.
    Column("signed_at", BigInteger),
    Column("signed_by", Text),
    Column("signer", Text),
    Column("code", Text, unique=True),
    UniqueConstraint("fair_id", "kind", "subject", "revision"),
    CheckConstraint("revision >= 1", "revision"),
    CheckConstraint(
        "(signed_at IS NULL) = (code IS NULL) AND (signed_at IS NULL) = (signed_by IS NULL)", "signed"
    ),
)

# What only a person can say in the result report, by the key of its field.
report_answer = Table(
    "report_answer",
    metadata,
    fair_key(),
    key("field"),
    Column("answer", Text, nullable=False),
    Column("answered_at", BigInteger, nullable=False),
    Column("answered_by", Text, nullable=False),
)

# A fair's own layout of the result report, in place of the one that comes with FairPOS: all fields or none.
report_field = Table(
    "report_field",
    metadata,
    fair_key(),
    key("field"),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("label_en", Text, nullable=False),
    # What fills it by itself ("takings", "visits" ...); "" where a person answers.
    Column("source", Text, nullable=False, server_default=""),
)

"""What strangers hand in with an application, until an organiser takes it into the register."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Table,
    Text,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["application_paper"]

application_paper = Table(
    "application_paper",
    metadata,
    fair_key(),
    key("id"),
    Column("application", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False, server_default=""),
    # Its last day; None where it does not end.
    Column("valid_to", Text),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("file", LargeBinary, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["fair_id", "application"], ["application.fair_id", "application.id"]),
    CheckConstraint("kind IN ('business','food-safety','star-decision','goods-list','other')", "kind"),
)
Index("ix_application_paper_fair_id", application_paper.c.fair_id, application_paper.c.application)

"""Where a fair takes place: sites, halls, stands, gaps, landmarks, published plans; and its particulars."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["gap", "hall", "landmark", "particulars", "plan_version", "site", "stand"]

# What the law and the plan want to know of a fair; a fair that was never asked has no row.
particulars = Table(
    "particulars",
    metadata,
    fair_key(),
    Column("theme", Text, nullable=False, server_default=""),
    # 'registered' with the department, or held 'by-decision' of the province; '' until somebody says.
    Column("basis", Text, nullable=False, server_default=""),
    Column("basis_number", Text, nullable=False, server_default=""),
    Column("basis_day", Text),
    Column("basis_authority", Text, nullable=False, server_default=""),
    # As planned; what came of it is the calendar.
    Column("planned_first", Text),
    Column("planned_last", Text),
    Column("report_days", Integer, nullable=False, server_default="30"),
    Column("target_takings", BigInteger),
    Column("target_visits", BigInteger),
    Column("target_booths", Integer),
    Column("organiser_name", Text, nullable=False, server_default=""),
    Column("organiser_address", Text, nullable=False, server_default=""),
    Column("organiser_contact", Text, nullable=False, server_default=""),
    Column("organiser_tax_code", Text, nullable=False, server_default=""),
    CheckConstraint("basis IN ('','registered','by-decision')", "basis"),
)

site = Table(
    "site",
    metadata,
    fair_key(),
    key("id"),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
)

# Lengths are centimetres, areas square decimetres.
hall = Table(
    "hall",
    metadata,
    fair_key(),
    key("id"),
    Column("name", Text, nullable=False),
    Column("site", Text, nullable=False, server_default=""),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)

# The place of a booth on the plan. A booth's id never changes, the code people are shown may. One that was
# merged or taken off the plan stays, because sales were counted at it.
stand = Table(
    "stand",
    metadata,
    fair_key(),
    key("id"),
    Column("code", Text, nullable=False),
    Column("hall", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("area", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("open_sides", Integer, nullable=False),
    # Words, separated by blanks.
    Column("facilities", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("x", Integer, nullable=False),
    Column("y", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("gone_at", BigInteger),
    Column("merged_into", Text),
    ForeignKeyConstraint(["fair_id", "id"], ["booth.fair_id", "booth.id"]),
    CheckConstraint("kind IN ('booth','area')", "kind"),
    CheckConstraint("state IN ('free','fixed','reserve','blocked')", "state"),
    CheckConstraint("open_sides BETWEEN 0 AND 4", "open_sides"),
)

gap = Table(
    "gap",
    metadata,
    fair_key(),
    key("hall"),
    key("row"),
    Column("after", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    CheckConstraint("kind IN ('aisle','column','door')", "kind"),
)

landmark = Table(
    "landmark",
    metadata,
    fair_key(),
    key("id"),
    Column("hall", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("x", Integer, nullable=False),
    Column("y", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)

# A published plan is never changed: a later one has the next number.
plan_version = Table(
    "plan_version",
    metadata,
    fair_key(),
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

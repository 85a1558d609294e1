"""Figures stated by a person or a source, for editions without a ledger."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, Table, Text

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["stated_figure"]

stated_figure = Table(
    "stated_figure",
    metadata,
    fair_key(),
    # takings (đồng) or visits; all zones or one; the whole fair ("") or one ISO day.
    key("metric"),
    key("scope"),
    key("day"),
    key("source"),
    # The figure itself and what it is of: "total", or "per-day" (a mean per open day), over `days` open days.
    key("basis"),
    Column("value", BigInteger, nullable=False),
    Column("days", Integer),
    Column("qualifier", Text, nullable=False),
    Column("chosen", Boolean, nullable=False),
    CheckConstraint("metric IN ('takings','visits')", "metric"),
    CheckConstraint("scope IN ('all','in-province','other-province','foreign')", "scope"),
    CheckConstraint("basis IN ('total','per-day')", "basis"),
    CheckConstraint("qualifier IN ('exact','over','nearly','estimated','planned')", "qualifier"),
)

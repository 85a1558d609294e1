"""Figures stated by a person or a source, for editions without a ledger, and what became of areas."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, Table, Text, false

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = ["area_successor", "stated", "stated_figure"]

# What the first versions kept. The migration that made `stated` copied every row, and nothing writes here.
stated_figure = Table(
    "stated_figure",
    metadata,
    fair_key(),
    key("metric"),
    key("scope"),
    key("day"),
    key("source"),
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

stated = Table(
    "stated",
    metadata,
    fair_key(),
    # What is counted; all zones or one; a part of them ("district" "Đông Triều") or none (""); the whole fair
    # ("") or one ISO day; "full", or "partial" for first days that a source counted while the fair ran.
    key("metric"),
    key("scope"),
    key("part"),
    key("place"),
    key("day"),
    key("extent"),
    key("source"),
    # The figure itself and what it is of: "total", or "per-day" (a mean per open day), over `days` open days.
    key("basis"),
    Column("value", BigInteger, nullable=False),
    Column("days", Integer),
    Column("counted_from", Text),
    Column("counted_to", Text),
    Column("qualifier", Text, nullable=False),
    Column("also", Text, nullable=False, server_default="exact"),
    Column("chosen", Boolean, nullable=False, server_default=false()),
    # As its source wrote it, and what else must be known of it.
    Column("written", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    CheckConstraint("scope IN ('all','in-province','other-province','foreign')", "scope"),
    CheckConstraint("part IN ('','district','province','country','booth','group')", "part"),
    CheckConstraint("extent IN ('full','partial')", "extent"),
    CheckConstraint("basis IN ('total','per-day')", "basis"),
    CheckConstraint("qualifier IN ('exact','over','nearly','estimated','planned')", "qualifier"),
    CheckConstraint("also IN ('exact','over','nearly','estimated','planned')", "also"),
    CheckConstraint("value >= 0", "value"),
)

area_successor = Table(
    "area_successor",
    metadata,
    # A district, commune or province that merged or was renamed: from this ISO day on it is called otherwise.
    key("kind"),
    key("old_name"),
    Column("new_name", Text, nullable=False),
    key("from_day"),
    CheckConstraint("kind IN ('district','province')", "kind"),
    CheckConstraint("old_name <> new_name", "moves"),
)

"""What is folded from the ledger: may be thrown away and recounted."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from fairpos.ledger.tables.base import cell, fair_key, key, metadata, summed

__all__ = [
    "document",
    "documents_by_till",
    "finding",
    "others_by_hour",
    "takings_by_article",
    "takings_by_hour",
    "takings_by_shift",
    "takings_by_tender",
    "takings_by_vat",
    "visits_by_hour",
]

document = Table(
    "document",
    metadata,
    cell(),
    key("id"),
    Column("stream_no", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("till", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("number", BigInteger),
    Column("total", BigInteger, nullable=False),
    Column("ref", Text),
)
_has_ref = document.c.ref.is_not(None)
Index(
    "ix_document_ref",
    document.c.fair_id,
    document.c.ref,
    sqlite_where=_has_ref,
    postgresql_where=_has_ref,
)

# Few among a million: what was put to a booth's stock is found by its tills without walking the sales.
Index(
    "ix_document_stock",
    document.c.fair_id,
    document.c.till,
    sqlite_where=document.c.type == "stock_movement",
    postgresql_where=document.c.type == "stock_movement",
)

takings_by_hour = Table(
    "takings_by_hour",
    metadata,
    cell(),
    key("day"),
    Column("hour", Integer, primary_key=True),
    key("booth"),
    summed("sales"),
    summed("voids"),
    summed("refunds"),
    summed("takings"),
    summed("given_back"),
)

takings_by_article = Table(
    "takings_by_article",
    metadata,
    cell(),
    key("day"),
    key("booth"),
    key("exhibitor"),
    key("article"),
    summed("quantity"),
    summed("takings"),
)

takings_by_tender = Table(
    "takings_by_tender",
    metadata,
    cell(),
    key("day"),
    key("booth"),
    key("kind"),
    summed("count"),
    summed("amount"),
)

takings_by_vat = Table(
    "takings_by_vat",
    metadata,
    cell(),
    key("day"),
    key("booth"),
    key("exhibitor"),
    # Basis points; -1 where the seller states no VAT.
    Column("rate", Integer, primary_key=True),
    summed("gross"),
    summed("vat"),
)

takings_by_shift = Table(
    "takings_by_shift",
    metadata,
    cell(),
    key("shift"),
    key("till"),
    summed("sales"),
    summed("takings"),
    summed("cash"),
)

visits_by_hour = Table(
    "visits_by_hour",
    metadata,
    cell(),
    key("day"),
    Column("hour", Integer, primary_key=True),
    key("gate"),
    key("direction"),
    key("method"),
    summed("count"),
)

others_by_hour = Table(
    "others_by_hour",
    metadata,
    cell(),
    key("day"),
    Column("hour", Integer, primary_key=True),
    key("gate"),
    key("direction"),
    key("method"),
    key("category"),
    summed("count"),
)

documents_by_till = Table(
    "documents_by_till",
    metadata,
    cell(),
    key("till"),
    summed("documents"),
    summed("sales"),
    summed("takings"),
    Column("n_max", BigInteger, nullable=False),
    Column("number_max", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    fair_key(),
    key("code"),
    # What the finding is about: "<stream no>/<seq>" for a counted entry, a digest of its bytes for one that
    # is not counted, a document, till or terminal id otherwise.
    key("subject"),
    Column("opened_at", BigInteger, nullable=False),
    Column("document", Text),
    Column("till", Text),
    # Money that a document claims but that no total holds, in đồng: shown in suspense until a person decides.
    Column("suspense", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    Column("resolved_at", BigInteger),
    Column("resolved_by", Text),
    Column("note", Text),
    # The login of whoever looks into it.
    Column("assignee", Text),
)

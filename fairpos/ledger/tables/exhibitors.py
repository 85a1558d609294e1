"""The register: exhibitors on paper, their papers and accounts, applications, products, and lists being read.

What tills need of an exhibitor or an article stands in `exhibitor` and `article`, and travels in editions.
What only the organiser needs stands here beside it, under the same key.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = [
    "account_proposal",
    "application",
    "application_window",
    "exhibitor_contact",
    "exhibitor_details",
    "list_reading",
    "paper",
    "product",
]


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _of_exhibitor() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["fair_id", "exhibitor"], ["exhibitor.fair_id", "exhibitor.id"])


exhibitor_details = Table(
    "exhibitor_details",
    metadata,
    fair_key(),
    key("exhibitor"),
    *map(_text, ("address", "tax_code", "tax_method", "contact", "phone", "email", "story", "note")),
    Column("standing", Text, nullable=False),
    _of_exhibitor(),
    CheckConstraint("tax_method IN ('','deduction','direct')", "tax_method"),
    CheckConstraint("standing IN ('taking-part','withdrawn')", "standing"),
)

# Whom else to call: who keeps the booth, who does the books. The first one stands in `exhibitor_details`.
exhibitor_contact = Table(
    "exhibitor_contact",
    metadata,
    fair_key(),
    key("id"),
    Column("exhibitor", Text, nullable=False),
    Column("name", Text, nullable=False),
    *map(_text, ("does", "phone", "email")),
    _of_exhibitor(),
)

paper = Table(
    "paper",
    metadata,
    fair_key(),
    key("id"),
    Column("exhibitor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    *map(_text, ("number", "issuer", "issued")),
    # Its last day; None where it does not end.
    Column("valid_to", Text),
    _text("file_name"),
    _text("media_type"),
    Column("file", LargeBinary),
    Column("added_at", BigInteger, nullable=False),
    Column("added_by", Text, nullable=False),
    _of_exhibitor(),
    CheckConstraint("kind IN ('business','food-safety','star-decision','goods-list','other')", "kind"),
)
Index("ix_paper_fair_id", paper.c.fair_id, paper.c.exhibitor)

# A change of an exhibitor's account: proposed by one login, decided by another. Until then the old one holds.
account_proposal = Table(
    "account_proposal",
    metadata,
    fair_key(),
    key("id"),
    Column("exhibitor", Text, nullable=False),
    # All three, or none: then the account is taken away.
    Column("account_bin", Text),
    Column("account_number", Text),
    Column("account_holder", Text),
    Column("proposed_at", BigInteger, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", Text),
    Column("approved", Boolean),
    _of_exhibitor(),
    # The whole point of the table.
    CheckConstraint("decided_by IS NULL OR NOT approved OR decided_by <> proposed_by", "second_person"),
)
_open = account_proposal.c.decided_at.is_(None)
Index(
    "uq_account_proposal_open",
    account_proposal.c.fair_id,
    account_proposal.c.exhibitor,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)

application = Table(
    "application",
    metadata,
    fair_key(),
    key("id"),
    # Set when it is accepted or put on the wait-list, or by an organiser who writes it for a known one.
    Column("exhibitor", Text),
    Column("state", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("late", Boolean, nullable=False),
    *map(_text, ("name", "kind", "district", "province", "country", "address", "tax_code", "tax_method")),
    *map(_text, ("contact", "phone", "email", "story", "note")),
    _text("product_group"),
    _text("products"),
    Column("least", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    # Keys with commas between them; names of others a line each, as the applicant wrote them.
    *map(_text, ("facilities", "traits", "wishes", "places", "rivals", "neighbours")),
    # SHA-256 of the secret link by which the applicant comes back; None where an organiser wrote it down.
    Column("code_hash", Text),
    # Why it was refused, or what was asked back.
    _text("reason"),
    Column("decided_at", BigInteger),
    Column("decided_by", Text),
    Column("wait_order", Integer),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("contract", Text, nullable=False, server_default="none"),
    Column("contract_on", Text),
    _text("contract_by"),
    Column("fee", BigInteger, nullable=False, server_default="0"),
    Column("fee_state", Text, nullable=False, server_default="due"),
    Column("fee_due", Text),
    Column("fee_on", Text),
    _text("fee_by"),
    Column("deposit", BigInteger, nullable=False, server_default="0"),
    Column("deposit_state", Text, nullable=False, server_default="due"),
    Column("deposit_due", Text),
    Column("deposit_on", Text),
    _text("deposit_by"),
    Column("promised", Boolean, nullable=False, server_default=false()),
    # Of last season as somebody states them; None leaves them to what was counted.
    Column("takings_before", BigInteger),
    _text("takings_source"),
    _of_exhibitor(),
    CheckConstraint("state IN ('received','asked-back','accepted','waiting','refused','withdrawn')", "state"),
    CheckConstraint("source IN ('public','organiser')", "source"),
    CheckConstraint("least BETWEEN 1 AND 4 AND most BETWEEN least AND 4", "size"),
    CheckConstraint("contract IN ('none','sent','signed')", "contract"),
    CheckConstraint("fee_state IN ('due','paid','waived')", "fee_state"),
    CheckConstraint("deposit_state IN ('due','paid','waived','returned')", "deposit_state"),
    CheckConstraint("fee >= 0 AND deposit >= 0", "amounts"),
)
Index("ix_application_fair_id", application.c.fair_id, application.c.state)

# When strangers may apply, by ISO day, both included. What comes after `closes_on` is late.
application_window = Table(
    "application_window",
    metadata,
    fair_key(),
    Column("opens_on", Text, nullable=False),
    Column("closes_on", Text, nullable=False),
    Column("late_until", Text, nullable=False),
    CheckConstraint("opens_on <= closes_on AND closes_on <= late_until", "order"),
)

# What the register knows of an article besides what tills sell. An article without a row here came with the
# fair's set-up and is taken as it stands there.
product = Table(
    "product",
    metadata,
    fair_key(),
    key("article"),
    *map(_text, ("origin", "story", "expires")),
    Column("label", Text, nullable=False),
    _text("label_by"),
    Column("label_at", BigInteger),
    _text("label_note"),
    *map(_text, ("number", "code", "decision", "authority", "issued", "valid_to")),
    ForeignKeyConstraint(["fair_id", "article"], ["article.fair_id", "article.id"]),
    CheckConstraint("label IN ('unchecked','passed','failed')", "label"),
)

# A file that was read and waits for somebody to say yes: nothing of it is in the register yet.
list_reading = Table(
    "list_reading",
    metadata,
    fair_key(),
    key("id"),
    Column("kind", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    # The rows as JSON, with their addresses and what is wrong with each.
    Column("body", LargeBinary, nullable=False),
    Column("used_at", BigInteger),
    CheckConstraint("kind IN ('booths','exhibitors','products')", "kind"),
)

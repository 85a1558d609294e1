"""People: their accounts, roles, sessions, links, passkeys and browsers; and the claimed slots of jobs."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from fairpos.ledger.tables.base import metadata

__all__ = [
    "account",
    "grant",
    "job_run",
    "known_browser",
    "passkey",
    "passkey_challenge",
    "session",
    "sign_in_link",
]

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text),
    # Read by nobody since people hold grants; it stays because schemas are only added to.
    Column("role", Text, nullable=False),
    Column("disabled_at", BigInteger),
    CheckConstraint("role IN ('administrator','organiser','viewer')", "role"),
)

# One role of one person, at one fair or at all of them.
grant = Table(
    "grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("fair_id", Integer, ForeignKey("fair.id")),
    # Whose own pages an exhibitor's role opens. It goes when the exhibitor does: an id may be given again.
    Column("exhibitor", Text),
    # The booths of that exhibitor it is limited to, by id with spaces between; "" is all of them. They point
    # at nothing: a limit that went with a booth would open the others.
    Column("booths", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(["fair_id", "exhibitor"], ["exhibitor.fair_id", "exhibitor.id"], ondelete="CASCADE"),
    CheckConstraint(
        "role IN ('administrator','organiser','finance','gate','inspector','exhibitor','viewer')", "role"
    ),
    CheckConstraint("role <> 'administrator' OR fair_id IS NULL", "everywhere"),
    CheckConstraint("(role = 'exhibitor') = (exhibitor IS NOT NULL)", "exhibitor"),
    CheckConstraint("exhibitor IS NULL OR fair_id IS NOT NULL", "exhibitor_fair"),
)
Index("ix_grant_account", grant.c.account)

session = Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("csrf_token", Text, nullable=False),
    # How it began: "password", "link" or "passkey".
    Column("how", Text, nullable=False, server_default="password"),
    Column("made_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

passkey = Table(
    "passkey",
    metadata,
    # The credential's id, as base64url.
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    # The host it was made for: a passkey works there and nowhere else.
    Column("host", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

# What a passkey is asked to sign, once and soon. Of no account while it is not known who signs in.
passkey_challenge = Table(
    "passkey_challenge",
    metadata,
    Column("challenge", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id")),
    Column("ends_at", BigInteger, nullable=False),
)

# Browsers in which a person has signed in before: strangers' tries are not counted against them.
known_browser = Table(
    "known_browser",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)

job_run = Table(
    "job_run",
    metadata,
    Column("job", Text, primary_key=True),
    Column("slot", BigInteger, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("outcome", Text),
)

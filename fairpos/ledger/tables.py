"""Every table of the centre, for SQLite and PostgreSQL alike.

`fair_id` leads every key: one fair is one cell, and many fairs can be spread over many databases. Money is
BIGINT đồng, a moment is BIGINT Unix milliseconds, a fair day is an ISO date as text. The ledger's two tables,
`delivery` and `entry`, refuse UPDATE and DELETE by trigger (see the first migration).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _fair_key() -> Column[int]:
    return Column("fair_id", Integer, ForeignKey("fair.id"), primary_key=True)


def _cell() -> Column[int]:
    """The fair on a row that intake writes by the thousand. It has no foreign key of its own, because each
    would be a look-up a row; the delivery it came with has one."""
    return Column("fair_id", Integer, primary_key=True, autoincrement=False)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _sum(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


# --- the fair and its set-up -----------------------------------------------------------------------

fair = Table(
    "fair",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("season", Text, nullable=False),
    Column("province", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("prior_slug", Text),
    Column("cut_off_minute", Integer, nullable=False),
    # Goes up by one in every transaction that changes what a page of this fair shows.
    Column("version", BigInteger, nullable=False, server_default="0"),
    # Of the last delivery: received_at never repeats and never falls, whatever the centre's clock does.
    Column("received_at", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("status IN ('draft','published','open','closed','archived')", "status"),
)

fair_day = Table(
    "fair_day",
    metadata,
    _fair_key(),
    _key("day"),
    Column("opens_minute", Integer, nullable=False),
    Column("closes_minute", Integer, nullable=False),
    Column("is_open", Boolean, nullable=False),
)

exhibitor = Table(
    "exhibitor",
    metadata,
    _fair_key(),
    _key("id"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("district", Text),
    Column("province", Text),
    Column("country", Text, nullable=False),
    # Where transfers to it go: all three, or none.
    Column("account_bin", Text),
    Column("account_number", Text),
    Column("account_holder", Text),
)

booth = Table(
    "booth",
    metadata,
    _fair_key(),
    _key("id"),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    CheckConstraint("zone IN ('in-province','other-province','foreign')", "zone"),
)

allocation = Table(
    "allocation",
    metadata,
    _fair_key(),
    _key("booth"),
    _key("exhibitor"),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
    ForeignKeyConstraint(["fair_id", "exhibitor"], ["exhibitor.fair_id", "exhibitor.id"]),
)

article = Table(
    "article",
    metadata,
    _fair_key(),
    _key("id"),
    Column("exhibitor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("product_group", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("weighed", Boolean, nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("stars", Integer),
    Column("barcode", Text, nullable=False, server_default=""),
    Column("photo", Text, nullable=False, server_default=""),
    Column("open_price", Boolean, nullable=False, server_default=false()),
    Column("low_stock", BigInteger),
    ForeignKeyConstraint(["fair_id", "exhibitor"], ["exhibitor.fair_id", "exhibitor.id"]),
    CheckConstraint("price >= 0", "price"),
    CheckConstraint("stars BETWEEN 1 AND 5", "stars"),
)

favourite = Table(
    "favourite",
    metadata,
    _fair_key(),
    _key("booth"),
    _key("article"),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
    ForeignKeyConstraint(["fair_id", "article"], ["article.fair_id", "article.id"]),
)

# The pictures of articles, small, under the hash of their bytes. A fair keeps those it no longer shows: an
# older edition may name them.
photo = Table(
    "photo",
    metadata,
    _fair_key(),
    _key("key"),
    Column("body", LargeBinary, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    _fair_key(),
    _key("id"),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin_salt", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    CheckConstraint("role IN ('seller','manager')", "role"),
)

staff_booth = Table(
    "staff_booth",
    metadata,
    _fair_key(),
    _key("staff"),
    _key("booth"),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["fair_id", "staff"], ["staff.fair_id", "staff.id"]),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
)

gate = Table("gate", metadata, _fair_key(), _key("id"), Column("name", Text, nullable=False))

till = Table(
    "till",
    metadata,
    _fair_key(),
    _key("id"),
    Column("kind", Text, nullable=False),
    # A booth id for a till, a gate id for a counter or a sensor.
    Column("place", Text, nullable=False),
    Column("code_hash", Text),
    Column("revoked_at", BigInteger),
    CheckConstraint("kind IN ('till','gate','sensor','feed')", "kind"),
)

edition = Table(
    "edition",
    metadata,
    _fair_key(),
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
)

# --- the fleet -------------------------------------------------------------------------------------

terminal = Table(
    "terminal",
    metadata,
    _fair_key(),
    _key("id"),
    Column("name", Text, nullable=False),
    Column("code_hash", Text),
    Column("public_key", LargeBinary),
    Column("enrolled_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("seen_at", BigInteger),
    # What it last said of itself: entries not yet here, the oldest of them, its clock's offset, its program.
    Column("held", Integer, nullable=False, server_default="0"),
    Column("oldest_at", BigInteger),
    Column("clock_offset", BigInteger),
    Column("version", Text),
    Column("edition", Integer),
)

stream = Table(
    "stream",
    metadata,
    _fair_key(),
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("after", Text),
    Column("head_seq", BigInteger, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("genesis", LargeBinary, nullable=False),
    # The highest journal head the terminal ever named: above head_seq, entries are missing here.
    Column("top", BigInteger, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("forked_at", BigInteger),
    UniqueConstraint("fair_id", "id"),
    ForeignKeyConstraint(["fair_id", "terminal"], ["terminal.fair_id", "terminal.id"]),
)

till_state = Table(
    "till_state",
    metadata,
    _fair_key(),
    _key("till"),
    Column("terminal", Text, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("pending", Integer, nullable=False),
    Column("oldest_at", BigInteger),
)

# --- the ledger: kept as it came, never changed ----------------------------------------------------

delivery = Table(
    "delivery",
    metadata,
    _fair_key(),
    Column("received_at", BigInteger, primary_key=True),
    Column("stream_no", Integer, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    ForeignKeyConstraint(["fair_id", "stream_no"], ["stream.fair_id", "stream.no"]),
)

entry = Table(
    "entry",
    metadata,
    _cell(),
    Column("stream_no", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# --- what is folded from it: may be thrown away and recounted --------------------------------------

document = Table(
    "document",
    metadata,
    _cell(),
    _key("id"),
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

takings_by_hour = Table(
    "takings_by_hour",
    metadata,
    _cell(),
    _key("day"),
    Column("hour", Integer, primary_key=True),
    _key("booth"),
    _sum("sales"),
    _sum("voids"),
    _sum("refunds"),
    _sum("takings"),
    _sum("given_back"),
)

takings_by_article = Table(
    "takings_by_article",
    metadata,
    _cell(),
    _key("day"),
    _key("booth"),
    _key("exhibitor"),
    _key("article"),
    _sum("quantity"),
    _sum("takings"),
)

takings_by_tender = Table(
    "takings_by_tender",
    metadata,
    _cell(),
    _key("day"),
    _key("booth"),
    _key("kind"),
    _sum("count"),
    _sum("amount"),
)

takings_by_shift = Table(
    "takings_by_shift",
    metadata,
    _cell(),
    _key("shift"),
    _key("till"),
    _sum("sales"),
    _sum("takings"),
    _sum("cash"),
)

visits_by_hour = Table(
    "visits_by_hour",
    metadata,
    _cell(),
    _key("day"),
    Column("hour", Integer, primary_key=True),
    _key("gate"),
    _key("direction"),
    _key("method"),
    _sum("count"),
)

documents_by_till = Table(
    "documents_by_till",
    metadata,
    _cell(),
    _key("till"),
    _sum("documents"),
    _sum("sales"),
    _sum("takings"),
    Column("n_max", BigInteger, nullable=False),
    Column("number_max", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    _fair_key(),
    _key("code"),
    # What the finding is about: "<stream no>/<seq>" for a counted entry, a digest of its bytes for one that
    # is not counted, a document, till or terminal id otherwise.
    _key("subject"),
    Column("opened_at", BigInteger, nullable=False),
    Column("document", Text),
    Column("till", Text),
    # Money that a document claims but that no total holds, in đồng: shown in suspense until a person decides.
    Column("suspense", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    Column("resolved_at", BigInteger),
    Column("resolved_by", Text),
    Column("note", Text),
)

# --- figures stated by a person or a source, for editions without a ledger -------------------------

stated_figure = Table(
    "stated_figure",
    metadata,
    _fair_key(),
    # takings (đồng) or visits; all zones or one; the whole fair ("") or one ISO day.
    _key("metric"),
    _key("scope"),
    _key("day"),
    _key("source"),
    # The figure itself and what it is of: "total", or "per-day" (a mean per open day), over `days` open days.
    _key("basis"),
    Column("value", BigInteger, nullable=False),
    Column("days", Integer),
    Column("qualifier", Text, nullable=False),
    Column("chosen", Boolean, nullable=False),
    CheckConstraint("metric IN ('takings','visits')", "metric"),
    CheckConstraint("scope IN ('all','in-province','other-province','foreign')", "scope"),
    CheckConstraint("basis IN ('total','per-day')", "basis"),
    CheckConstraint("qualifier IN ('exact','over','nearly','estimated','planned')", "qualifier"),
)

# --- people ----------------------------------------------------------------------------------------

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text),
    Column("role", Text, nullable=False),
    Column("disabled_at", BigInteger),
    CheckConstraint("role IN ('administrator','organiser','viewer')", "role"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("csrf_token", Text, nullable=False),
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

job_run = Table(
    "job_run",
    metadata,
    Column("job", Text, primary_key=True),
    Column("slot", BigInteger, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("outcome", Text),
)

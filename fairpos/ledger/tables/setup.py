"""The fair and its set-up: days, exhibitors, booths, articles, staff, gates, tills, editions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
)

from fairpos.ledger.tables.base import fair_key, key, metadata

__all__ = [
    "allocation",
    "article",
    "booth",
    "edition",
    "exhibitor",
    "fair",
    "fair_day",
    "favourite",
    "gate",
    "photo",
    "staff",
    "staff_booth",
    "till",
]

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
    fair_key(),
    key("day"),
    Column("opens_minute", Integer, nullable=False),
    Column("closes_minute", Integer, nullable=False),
    Column("is_open", Boolean, nullable=False),
)

exhibitor = Table(
    "exhibitor",
    metadata,
    fair_key(),
    key("id"),
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
    fair_key(),
    key("id"),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    CheckConstraint("zone IN ('in-province','other-province','foreign')", "zone"),
)

allocation = Table(
    "allocation",
    metadata,
    fair_key(),
    key("booth"),
    key("exhibitor"),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
    ForeignKeyConstraint(["fair_id", "exhibitor"], ["exhibitor.fair_id", "exhibitor.id"]),
)

article = Table(
    "article",
    metadata,
    fair_key(),
    key("id"),
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
    fair_key(),
    key("booth"),
    key("article"),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
    ForeignKeyConstraint(["fair_id", "article"], ["article.fair_id", "article.id"]),
)

# The pictures of articles, small, under the hash of their bytes. A fair keeps those it no longer shows: an
# older edition may name them.
photo = Table(
    "photo",
    metadata,
    fair_key(),
    key("key"),
    Column("body", LargeBinary, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    fair_key(),
    key("id"),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin_salt", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    CheckConstraint("role IN ('seller','manager')", "role"),
)

staff_booth = Table(
    "staff_booth",
    metadata,
    fair_key(),
    key("staff"),
    key("booth"),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["fair_id", "staff"], ["staff.fair_id", "staff.id"]),
    ForeignKeyConstraint(["fair_id", "booth"], ["booth.fair_id", "booth.id"]),
)

gate = Table(
    "gate",
    metadata,
    fair_key(),
    key("id"),
    Column("name", Text, nullable=False),
    # The hall it leads into ("" for the fair as a whole), and the method that usually counts there.
    Column("hall", Text, nullable=False, server_default=""),
    Column("method", Text, nullable=False, server_default="clicker"),
    Column("closed_at", BigInteger),
    CheckConstraint("method IN ('clicker','sensor','manual','estimate')", "method"),
)

till = Table(
    "till",
    metadata,
    fair_key(),
    key("id"),
    Column("kind", Text, nullable=False),
    # A booth id for a till, a gate id for a counter or a sensor, "" for what has no place.
    Column("place", Text, nullable=False),
    Column("code_hash", Text),
    Column("revoked_at", BigInteger),
    CheckConstraint("kind IN ('till','gate','sensor','feed','inspector')", "kind"),
)

edition = Table(
    "edition",
    metadata,
    fair_key(),
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
)

"""The terminal's own database: its identity, its journal, the tills it serves, and the newest settings."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
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

identity = Table(
    "identity",
    metadata,
    Column("id", Text, primary_key=True),
    Column("fair", Text, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
)

# One journal, one writer, one incarnation. The last row is the open one.
stream = Table(
    "stream",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("after", Text),
    Column("genesis", LargeBinary, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
)

# Append-only: triggers refuse UPDATE and DELETE.
entry = Table(
    "entry",
    metadata,
    Column("stream_no", Integer, ForeignKey("stream.no"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("document", Text, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_entry_document", entry.c.stream_no, entry.c.document)

# The one device that holds a till's credential. Enrolling again replaces it: the old device is fenced.
credential = Table(
    "credential",
    metadata,
    Column("till", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("code_hash", Text, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    # The last numbers that devices before this one may have taken: see takeovers.py.
    Column("begin_n", Integer, nullable=False, server_default="0"),
    Column("begin_number", Integer, nullable=False, server_default="0"),
    Column("begin_training", Integer, nullable=False, server_default="0"),
)

edition = Table(
    "edition",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
)

# The pictures that its tills show, each under the hash of its bytes: see photos.py.
photo = Table(
    "photo",
    metadata,
    Column("key", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
)

# A printer that this terminal prints on. What it is set to is one JSON object: see printers.Printer.
printer = Table(
    "printer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("settings", LargeBinary, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_at", BigInteger),
)

# Which till prints where, and when. The row of till "" holds for every till that has none of its own.
till_printing = Table(
    "till_printing",
    metadata,
    Column("till", Text, primary_key=True),
    Column("printer", Text, ForeignKey("printer.id", ondelete="CASCADE"), nullable=False),
    Column("receipts", Text, nullable=False),
    Column("drawer", Boolean, nullable=False),
)

# One thing to come out of one printer. `ref` is what makes asking twice harmless.
print_job = Table(
    "print_job",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("printer", Text, nullable=False),
    Column("till", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("problem", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    sqlite_autoincrement=True,
)
Index("ix_print_job_printer_state", print_job.c.printer, print_job.c.state)
Index("ix_print_job_till", print_job.c.till)
Index("ix_print_job_subject", print_job.c.subject)

# A device other than this machine that may open the terminal's own page.
operator = Table(
    "operator",
    metadata,
    Column("secret_hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)

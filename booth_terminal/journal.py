"""The journal: the terminal's append-only file of sealed, chained entries.

Every function takes a connection inside a transaction of the one writer. Nobody is told "kept" before that
transaction has been flushed to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select

from booth_terminal import tables
from fairpos.core.journal import Head, follow, genesis
from fairpos.db.bulk import insert_rows


@dataclass(frozen=True, slots=True)
class Stream:
    """The open stream of this terminal."""

    no: int
    id: str
    after: str | None
    genesis: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """A document as a till posted it: its id and its bytes.

    Where the bytes are made here and come out differently each time, `repeats` tells whether what is kept
    under the same id says the same. Without it, only equal bytes do.
    """

    id: str
    body: bytes
    repeats: Callable[[bytes], bool] | None = None


# Built once: these run for every post of every till, and building a statement costs more than running it.
_entry = tables.entry.c
_STREAM = select(tables.stream).order_by(tables.stream.c.no.desc()).limit(1)
_HEAD = (
    select(_entry.seq, _entry.hash)
    .where(_entry.stream_no == bindparam("no"))
    .order_by(_entry.seq.desc())
    .limit(1)
)
_HASH = select(_entry.hash).where(_entry.stream_no == bindparam("no"), _entry.seq == bindparam("seq"))
_KEPT_AT = select(_entry.kept_at).where(_entry.stream_no == bindparam("no"), _entry.seq == bindparam("seq"))
_BODIES = select(_entry.document, _entry.body).where(
    _entry.stream_no == bindparam("no"), _entry.document.in_(bindparam("ids", expanding=True))
)
_AFTER = (
    select(_entry.body)
    .where(_entry.stream_no == bindparam("no"), _entry.seq > bindparam("seq"))
    .order_by(_entry.seq)
    .limit(bindparam("most"))
)


def current(connection: Connection) -> Stream | None:
    """The open stream, or None before the first."""
    row = connection.execute(_STREAM).one_or_none()
    return None if row is None else Stream(row.no, row.id, row.after, bytes(row.genesis))


def begin(connection: Connection, *, terminal: str, public_key: bytes, id: str, at: int) -> Stream:
    """Open the first stream, or the next one after a restore or a fork.

    A new stream re-issues every document of the one before it: the centre counts each document id once, so
    whatever either branch of a fork held is counted exactly once.
    """
    old = current(connection)
    first = genesis(id, terminal, public_key)
    stream = Stream(old.no + 1 if old else 1, id, old.id if old else None, first)
    connection.execute(
        insert(tables.stream).values(no=stream.no, id=id, after=stream.after, genesis=first, opened_at=at)
    )
    if old is not None:
        bodies = connection.execute(
            select(tables.entry.c.document, tables.entry.c.body)
            .where(tables.entry.c.stream_no == old.no)
            .order_by(tables.entry.c.seq)
        ).all()
        append(connection, stream, [Posted(row.document, bytes(row.body)) for row in bodies], at=at)
    return stream


def head(connection: Connection, stream: Stream) -> Head:
    row = connection.execute(_HEAD, {"no": stream.no}).one_or_none()
    return Head(0, stream.genesis) if row is None else Head(row.seq, bytes(row.hash))


def append(connection: Connection, stream: Stream, posted: Sequence[Posted], *, at: int) -> int:
    """Append what is not yet in the journal and return how many entries that were.

    The same id with the same bytes is a repeat after a lost answer and changes nothing. The same id with
    other bytes is kept as an entry of its own: the centre counts the first and opens a finding for the other.
    """
    known = _bodies(connection, stream, {document.id for document in posted})
    fresh: list[Posted] = []
    for document in posted:
        bodies = known.setdefault(document.id, set())
        if document.body in bodies or (document.repeats and any(map(document.repeats, bodies))):
            continue
        assert b"\n" not in document.body, "an entry is one line: a push sends entries line by line"
        bodies.add(document.body)
        fresh.append(document)
    heads = follow(head(connection, stream), (document.body for document in fresh))
    insert_rows(
        connection,
        tables.entry,
        ("stream_no", "seq", "hash", "document", "kept_at", "body"),
        [
            (stream.no, place.seq, place.hash, document.id, at, document.body)
            for place, document in zip(heads, fresh, strict=True)
        ],
    )
    return len(fresh)


def known(connection: Connection, stream: Stream, posted: Sequence[Posted]) -> int:
    """How many of these documents are in the journal already, byte for byte."""
    bodies = _bodies(connection, stream, {document.id for document in posted})
    return sum(document.body in bodies.get(document.id, ()) for document in posted)


def _bodies(connection: Connection, stream: Stream, ids: Iterable[str]) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        rows = connection.execute(_BODIES, {"no": stream.no, "ids": wanted[start : start + 500]})
        for row in rows:
            found.setdefault(row.document, set()).add(bytes(row.body))
    return found


def hash_at(connection: Connection, stream: Stream, seq: int) -> bytes | None:
    """The hash of an entry; of 0, the genesis; None beyond the head."""
    if seq == 0:
        return stream.genesis
    found = connection.execute(_HASH, {"no": stream.no, "seq": seq}).scalar()
    return None if found is None else bytes(found)


def after(connection: Connection, stream: Stream, seq: int, limit: int) -> list[bytes]:
    """The bytes of up to `limit` entries behind `seq`."""
    rows = connection.execute(_AFTER, {"no": stream.no, "seq": seq, "most": limit})
    return [bytes(row.body) for row in rows]


def mark(stream: Stream, place: Head) -> str:
    """The end of the journal as a till is told it. A till does not look inside; it shows it again."""
    return f"{stream.id}.{place.seq}.{place.hash.hex()}"


def knows(connection: Connection, stream: Stream, told: str) -> bool:
    """Whether this journal still holds everything it held when it told a till this mark.

    It does not when its disk went back in time, even if it has grown since, nor when it is another stream.
    """
    id_, _, place = told.partition(".")
    seq, _, hash_ = place.partition(".")
    if id_ != stream.id or not (seq.isascii() and seq.isdigit() and len(seq) < 18):
        return False
    found = hash_at(connection, stream, int(seq))
    return found is not None and found.hex() == hash_


def oldest_after(connection: Connection, stream: Stream, seq: int) -> int | None:
    """When the oldest entry behind `seq` was kept: the age of what is not yet at the centre."""
    kept_at: int | None = connection.execute(_KEPT_AT, {"no": stream.no, "seq": seq + 1}).scalar()
    return kept_at


def chain_fault(connection: Connection, stream: Stream) -> int | None:
    """The number of the first entry that does not follow from the one before it; None when all do."""
    place = Head(0, stream.genesis)
    while True:
        rows = connection.execute(
            select(tables.entry.c.seq, tables.entry.c.hash, tables.entry.c.body)
            .where(tables.entry.c.stream_no == stream.no, tables.entry.c.seq > place.seq)
            .order_by(tables.entry.c.seq)
            .limit(1_000)
        ).all()
        if not rows:
            return None
        for row, expected in zip(rows, follow(place, (bytes(row.body) for row in rows)), strict=True):
            if (row.seq, bytes(row.hash)) != (expected.seq, expected.hash):
                return expected.seq
            place = expected

"""Recounting and proving: the rollups are what the ledger says, and every chain is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from fairpos.core.journal import seal
from fairpos.db.bulk import Row
from fairpos.ledger import checks, counting, fairs, rollups, tables
from fairpos.ledger.fold import ROLLUPS, Deltas, Rules, add_fold, fold

CHUNK = 500

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many. What it raises ends the counting, and nothing of it is kept."""


def _silent(_done: int, _of: int) -> None:
    """Nobody asks how far it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A rollup that is not what the ledger says: rows it lacks, and rows it should not have."""

    table: str
    missing: int
    extra: int


@dataclass(frozen=True, slots=True)
class Break:
    """Where a stream's chain is not whole: at this entry, or after it, where its head says `head`."""

    stream: int
    entry: int
    head: int | None = None

    def __str__(self) -> str:
        if self.head is None:
            return f"stream {self.stream}: the chain breaks at entry {self.entry}"
        return f"stream {self.stream}: the head says {self.head}, the entries end at {self.entry}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What `verify` found. `faults` is empty when ledger, fold and rollups agree and every chain is whole.

    `differences` are those of the faults that are about rollups, and `breaks` the others, about chains.
    """

    entries: int
    documents: int
    sales: int
    takings: int
    visits: int
    suspense: int
    faults: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    breaks: tuple[Break, ...] = ()


def recount(connection: Connection, fair_id: int, *, now: int, progress: Progress = _silent) -> int:
    """Throw the rollups away and fold the whole ledger again, in the order it came. Returns entries read.

    It holds the fair until the transaction ends: what arrives meanwhile is counted afterwards, once.
    """
    fairs.bump(connection, fair_id)
    rollups.clear(connection, fair_id)
    finding = tables.finding
    # What the fold found is found again below, or is no longer true. What people wrote on findings is kept.
    connection.execute(
        update(finding)
        .where(finding.c.fair_id == fair_id, finding.c.resolved_at.is_(None), finding.c.code != "fork")
        .values(resolved_at=now, resolved_by="fairpos")
    )
    rules, _ = counting.rules_of(connection, fair_id)
    read, of = 0, kept(connection, fair_id)
    for received_at, stream_no, entries in _deliveries(connection, fair_id):
        counting.count(connection, fair_id, [counting.Arrived(stream_no, received_at, entries)], rules)
        read += len(entries)
        progress(read, of)
    checks.cross_check(connection, fair_id, checks.all_refs(connection, fair_id), now=now)
    progress(read, of)
    return read


def kept(connection: Connection, fair_id: int) -> int:
    """How many entries a fair's streams hold."""
    stream = tables.stream
    held = select(func.coalesce(func.sum(stream.c.head_seq), 0)).where(stream.c.fair_id == fair_id)
    return int(connection.execute(held).scalar_one())


def verify(connection: Connection, fair_id: int, progress: Progress = _silent) -> Proof:
    """Prove ledger = fold = rollups, and every chain whole from its genesis to its head. It only reads."""
    rules, _ = counting.rules_of(connection, fair_id)
    half = kept(connection, fair_id)
    breaks = tuple(_chain_faults(connection, fair_id, lambda done: progress(done, 2 * half)))
    refolded, entries = _refold(connection, fair_id, rules, lambda done: progress(half + done, 2 * half))
    stored = rollups.stored(connection, fair_id)
    differences = tuple(
        Difference(name, len(rows - stored[name]), len(stored[name] - rows))
        for name, rows in refolded.items()
        if rows != stored[name]
    )
    told = [
        f"{one.table}: {one.missing} rows are missing or differ, {one.extra} are not in the ledger"
        for one in differences
    ]
    by_hour = refolded["takings_by_hour"]
    suspense = connection.execute(
        select(tables.finding.c.suspense).where(
            tables.finding.c.fair_id == fair_id, tables.finding.c.resolved_at.is_(None)
        )
    ).scalars()
    return Proof(
        entries=entries,
        documents=len(refolded["document"]),
        sales=sum(row[3] for row in by_hour),
        takings=sum(row[6] for row in by_hour),
        visits=sum(row[5] for row in refolded["visits_by_hour"] if row[3] == "in"),
        suspense=sum(suspense),
        faults=(*map(str, breaks), *told),
        differences=differences,
        breaks=breaks,
    )


def _refold(
    connection: Connection, fair_id: int, rules: Rules, progress: Callable[[int], None]
) -> tuple[dict[str, set[Row]], int]:
    """The rollups as the ledger alone gives them, in memory, counting each document id once."""
    deltas = Deltas()
    counted: dict[str, Row] = {}
    read = 0
    for received_at, stream_no, entries in _deliveries(connection, fair_id):
        for seq, body in entries:
            read += 1
            folded = fold(body, rules, received_at=received_at)
            row = folded.row
            if row is None or row.id in counted:
                continue
            counted[row.id] = (*row, stream_no, seq)
            add_fold(deltas, folded)
        progress(read)
    found: dict[str, set[Row]] = {
        rollup.table: {(*key, *values) for key, values in deltas.by_table[rollup.table].items()}
        for rollup in ROLLUPS
    }
    found["document"] = set(counted.values())
    return found, read


def _deliveries(connection: Connection, fair_id: int) -> Iterator[tuple[int, int, list[tuple[int, bytes]]]]:
    """Every kept entry in the order it was received: when, stream number, then (seq, body) pairs."""
    delivery, entry = tables.delivery, tables.entry
    arrived = connection.execute(
        select(delivery.c.received_at, delivery.c.stream_no, delivery.c.first_seq, delivery.c.last_seq)
        .where(delivery.c.fair_id == fair_id)
        .order_by(delivery.c.received_at)
    ).all()
    for received_at, stream_no, first, last in arrived:
        rows = connection.execute(
            select(entry.c.seq, entry.c.body)
            .where(
                entry.c.fair_id == fair_id,
                entry.c.stream_no == stream_no,
                entry.c.seq.between(first, last),
            )
            .order_by(entry.c.seq)
        )
        yield received_at, stream_no, [(row.seq, bytes(row.body)) for row in rows]


def _chain_faults(connection: Connection, fair_id: int, progress: Callable[[int], None]) -> Iterator[Break]:
    entry, stream = tables.entry, tables.stream
    streams = connection.execute(select(stream).where(stream.c.fair_id == fair_id)).all()
    read = 0
    for row in streams:
        link, seq = bytes(row.genesis), 0
        while True:
            chunk = connection.execute(
                select(entry.c.seq, entry.c.hash, entry.c.body)
                .where(entry.c.fair_id == fair_id, entry.c.stream_no == row.no, entry.c.seq > seq)
                .order_by(entry.c.seq)
                .limit(CHUNK)
            ).all()
            if not chunk:
                break
            for found in chunk:
                link = seal(link, bytes(found.body))
                if found.seq != seq + 1 or link != bytes(found.hash):
                    yield Break(row.no, found.seq)
                    link = bytes(found.hash)
                seq = found.seq
            read += len(chunk)
            progress(read)
        if (seq, link) != (row.head_seq, bytes(row.head_hash)):
            yield Break(row.no, seq, row.head_seq)

"""Recounting and proving: the rollups are what the ledger says, and every chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from fairpos.core.journal import seal
from fairpos.db.bulk import Row
from fairpos.ledger import checks, counting, rollups, tables
from fairpos.ledger.fold import ROLLUPS, Deltas, Rules, add_fold, fold

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What `verify` found. `faults` is empty when ledger, fold and rollups agree and every chain is whole."""

    entries: int
    documents: int
    sales: int
    takings: int
    visits: int
    suspense: int
    faults: tuple[str, ...]


def recount(connection: Connection, fair_id: int, *, now: int) -> int:
    """Throw the rollups away and fold the whole ledger again, in the order it came. Returns entries read."""
    rollups.clear(connection, fair_id)
    finding = tables.finding
    # What the fold found is found again below, or is no longer true. What people wrote on findings is kept.
    connection.execute(
        update(finding)
        .where(finding.c.fair_id == fair_id, finding.c.resolved_at.is_(None), finding.c.code != "fork")
        .values(resolved_at=now, resolved_by="fairpos")
    )
    rules, _ = counting.rules_of(connection, fair_id)
    read = 0
    for received_at, stream_no, entries in _deliveries(connection, fair_id):
        counting.count(connection, fair_id, [counting.Arrived(stream_no, received_at, entries)], rules)
        read += len(entries)
    checks.cross_check(connection, fair_id, checks.all_refs(connection, fair_id), now=now)
    connection.execute(
        update(tables.fair).where(tables.fair.c.id == fair_id).values(version=tables.fair.c.version + 1)
    )
    return read


def verify(connection: Connection, fair_id: int) -> Proof:
    """Prove ledger = fold = rollups, and every chain whole from its genesis to its head."""
    rules, _ = counting.rules_of(connection, fair_id)
    faults = list(_chain_faults(connection, fair_id))
    refolded, entries = _refold(connection, fair_id, rules)
    stored = rollups.stored(connection, fair_id)
    for name, rows in refolded.items():
        if rows != stored[name]:
            missing, extra = len(rows - stored[name]), len(stored[name] - rows)
            faults.append(f"{name}: {missing} rows are missing or differ, {extra} are not in the ledger")
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
        faults=tuple(faults),
    )


def _refold(connection: Connection, fair_id: int, rules: Rules) -> tuple[dict[str, set[Row]], int]:
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


def _chain_faults(connection: Connection, fair_id: int) -> Iterator[str]:
    entry, stream = tables.entry, tables.stream
    streams = connection.execute(select(stream).where(stream.c.fair_id == fair_id)).all()
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
                    yield f"stream {row.no}: the chain breaks at entry {found.seq}"
                    link = bytes(found.hash)
                seq = found.seq
        if (seq, link) != (row.head_seq, bytes(row.head_hash)):
            yield f"stream {row.no}: the head says {row.head_seq}, the entries end at {seq}"

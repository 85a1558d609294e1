"""Recounting and proving: the rollups are what the ledger says, and every chain is whole.

    found = look(connection, fair_id)                   # reads for long and holds nobody up
    put_right(connection, fair_id, found, now=now)      # holds the fair for as long as what differs takes

Whatever arrives between the two is folded behind in the second. `recount` is both in one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, delete, func, select, update

from fairpos.core.journal import seal
from fairpos.db.bulk import insert_rows
from fairpos.ledger import checks, counting, fairs, findings, inspections, rollups, tables
from fairpos.ledger.fold import ROLLUPS
from fairpos.ledger.refold import Refold, deliveries

log = logging.getLogger(__name__)

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


@dataclass(slots=True)
class Look:
    """What a recount stands on: the ledger folded again, and the documents that are counted wrongly by id."""

    proof: Proof
    refold: Refold
    wrong: set[str]


def look(connection: Connection, fair_id: int, progress: Progress = _silent) -> Look:
    """Prove the ledger, and keep what is needed to put right whatever differs. It only reads."""
    rules, _ = counting.rules_of(connection, fair_id)
    half = kept(connection, fair_id)
    breaks = tuple(_chain_faults(connection, fair_id, lambda done: progress(done, 2 * half)))
    refold = Refold(fair_id, rules)
    refold.take(connection, lambda done: progress(half + done, 2 * half))
    refolded, stored = refold.tables(), rollups.stored(connection, fair_id)
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
    proof = Proof(
        entries=refold.read,
        documents=len(refold.documents),
        sales=sum(row[3] for row in by_hour),
        takings=sum(row[6] for row in by_hour),
        visits=sum(row[5] for row in refolded["visits_by_hour"] if row[3] == "in"),
        suspense=sum(suspense),
        faults=(*map(str, breaks), *told),
        differences=differences,
        breaks=breaks,
    )
    wrong = {str(row[0]) for row in refolded["document"] ^ stored["document"]}
    return Look(proof, refold, wrong)


def verify(connection: Connection, fair_id: int, progress: Progress = _silent) -> Proof:
    """Prove ledger = fold = rollups, and every chain whole from its genesis to its head. It only reads."""
    return look(connection, fair_id, progress).proof


def recount(connection: Connection, fair_id: int, *, now: int, progress: Progress = _silent) -> int:
    """Fold the whole ledger again, in the order it came, and put right what differs. Returns entries read.

    It holds the fair until the transaction ends: what arrives meanwhile is counted afterwards, once.
    """
    fairs.bump(connection, fair_id)
    return _put_right(connection, fair_id, look(connection, fair_id, progress), now=now, progress=progress)


def put_right(
    connection: Connection, fair_id: int, found: Look, *, now: int, progress: Progress = _silent
) -> int:
    """Make rollups, counted documents and findings what the ledger says by now. Returns entries read.

    It holds the fair until the transaction ends.
    """
    fairs.bump(connection, fair_id)
    return _put_right(connection, fair_id, found, now=now, progress=progress)


def _put_right(connection: Connection, fair_id: int, found: Look, *, now: int, progress: Progress) -> int:
    rules, _ = counting.rules_of(connection, fair_id)
    if rules != found.refold.rules:
        # The calendar or the state of the fair was changed since: everything may fold otherwise.
        found = look(connection, fair_id, progress)
    late = found.refold.take(connection, lambda _read: None)
    try:
        with connection.begin_nested():
            _write(connection, fair_id, found, late, now=now)
    except checks.UNAVAILABLE:
        raise
    except Exception:
        log.exception("what was folded at once could not be written; each document is counted alone")
        return _one_by_one(connection, fair_id, now=now, progress=progress)
    return found.refold.read


CHECKED_TOGETHER = ("sale-unknown", "given-back-twice", "shift-differs")
"""Findings about how documents fit together. Intake keeps them true while what it adds up from is right."""


def _write(connection: Connection, fair_id: int, found: Look, late: set[str], *, now: int) -> None:
    refold, differing = found.refold, {one.table for one in found.proof.differences}
    if found.wrong & late:
        # Intake asked a wrong list whether it had counted what came: no sum of it can be relied on.
        differing |= {rollup.table for rollup in ROLLUPS}
    rows = refold.tables()
    for rollup in ROLLUPS:
        if rollup.table not in differing:
            continue
        table = tables.metadata.tables[rollup.table]
        connection.execute(delete(table).where(table.c.fair_id == fair_id))
        columns = ("fair_id", *rollup.keys, *rollup.sums, *rollup.highs)
        insert_rows(connection, table, columns, [(fair_id, *row) for row in rows[rollup.table]])
    if found.wrong:
        _replace(connection, fair_id, refold, sorted(found.wrong | late))
    _find_again(
        connection, fair_id, refold, together=bool(found.wrong) or "takings_by_shift" in differing, now=now
    )


def _replace(connection: Connection, fair_id: int, refold: Refold, ids: list[str]) -> None:
    """Count these documents anew, or no longer."""
    document = tables.document
    for at in range(0, len(ids), CHUNK):
        here = ids[at : at + CHUNK]
        connection.execute(delete(document).where(document.c.fair_id == fair_id, document.c.id.in_(here)))
    columns = [name for name in rollups.DOCUMENT_COLUMNS if name != "fair_id"]
    kept_rows = [(*refold.documents[id_], fair_id) for id_ in ids if id_ in refold.documents]
    insert_rows(connection, document, (*columns, "fair_id"), kept_rows)


def _find_again(connection: Connection, fair_id: int, refold: Refold, *, together: bool, now: int) -> None:
    """What the fold found is found again, or is no longer true. What people wrote on findings is kept."""
    finding = tables.finding
    stay = ("fork",) if together else ("fork", *CHECKED_TOGETHER)
    connection.execute(
        update(finding)
        .where(finding.c.fair_id == fair_id, finding.c.resolved_at.is_(None), finding.c.code.not_in(stay))
        .values(resolved_at=now, resolved_by=findings.BY_FAIRPOS)
    )
    for received_at, group in groupby(refold.openings, key=lambda pair: pair[0]):
        findings.open_all(connection, fair_id, [one for _, one in group], now=received_at)
    inspections.act(connection, fair_id, refold.looked, now=now)
    if together:
        checks.cross_check(connection, fair_id, checks.all_refs(connection, fair_id), now=now)
    else:
        checks.sweep(connection, fair_id, now=now)


def _one_by_one(connection: Connection, fair_id: int, *, now: int, progress: Progress) -> int:
    """Throw everything away and count it as intake did, so that a document the database refuses is a finding
    and takes no other with it. It takes as long as the fair is large."""
    rollups.clear(connection, fair_id)
    rules, _ = counting.rules_of(connection, fair_id)
    finding = tables.finding
    connection.execute(
        update(finding)
        .where(finding.c.fair_id == fair_id, finding.c.resolved_at.is_(None), finding.c.code != "fork")
        .values(resolved_at=now, resolved_by=findings.BY_FAIRPOS)
    )
    read, of = 0, kept(connection, fair_id)
    for received_at, stream_no, entries in deliveries(connection, fair_id):
        counting.count(connection, fair_id, [counting.Arrived(stream_no, received_at, entries)], rules)
        read += len(entries)
        progress(read, of)
    checks.cross_check(connection, fair_id, checks.all_refs(connection, fair_id), now=now)
    return read


def kept(connection: Connection, fair_id: int) -> int:
    """How many entries a fair's streams hold."""
    stream = tables.stream
    held = select(func.coalesce(func.sum(stream.c.head_seq), 0)).where(stream.c.fair_id == fair_id)
    return int(connection.execute(held).scalar_one())


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

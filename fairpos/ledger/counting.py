"""Counting what was kept: entries into documents, rollups and findings.

A document id is counted once, because a stream that had to begin again (a restored terminal, a fork) sends
everything it holds a second time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, select

from fairpos.core.fair_state import allows
from fairpos.db.bulk import Row, insert_rows
from fairpos.ledger import checks, findings, inspections, rollups, tables
from fairpos.ledger.fold import Deltas, Fold, Rules, Trouble, add_fold, digest, fold

log = logging.getLogger(__name__)

_RULES = select(tables.fair.c.cut_off_minute, tables.fair.c.received_at, tables.fair.c.status).where(
    tables.fair.c.id == bindparam("fair_id")
)
_OPEN_DAYS = select(tables.fair_day.c.day).where(
    tables.fair_day.c.fair_id == bindparam("fair_id"), tables.fair_day.c.is_open
)

# A draft trades on no day: what is sold then is kept and counted, and somebody looks at it. An empty set
# would say that nobody has named the days yet.
_NO_DAY = frozenset({"none"})


def rules_of(connection: Connection, fair_id: int) -> tuple[Rules, int]:
    """The folding rules of a fair, and when its last delivery was received."""
    cut_off, received, status = connection.execute(_RULES, {"fair_id": fair_id}).one()
    if not allows(status, "sales"):
        return Rules(cut_off, _NO_DAY), received
    days = connection.execute(_OPEN_DAYS, {"fair_id": fair_id}).scalars()
    return Rules(cut_off, frozenset(days)), received


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one delivery brought: seq and bytes of each entry."""

    stream_no: int
    received_at: int
    entries: Sequence[tuple[int, bytes]]


def count(connection: Connection, fair_id: int, arrived: Sequence[Arrived], rules: Rules) -> None:
    """Count entries into documents, rollups and findings.

    All at once, and if that fails for whatever reason (a document id that was counted before), one by one, so
    that the one that cannot be counted takes no neighbour with it.
    """
    received_at = arrived[-1].received_at
    refs: set[str] = set()
    looked: set[str] = set()
    try:
        with connection.begin_nested():
            folds = _folds(arrived, rules, refs, looked)
            _count_together(connection, fair_id, folds, received_at=received_at)
    except checks.UNAVAILABLE:
        raise
    except Exception:
        for no, seq, folded in _folds(arrived, rules, refs, looked):
            _count_alone(connection, fair_id, no, seq, folded, received_at=received_at)
    if refs:
        checks.cross_check(connection, fair_id, refs, now=received_at)
    if looked:
        inspections.act(connection, fair_id, looked, now=received_at)


def _folds(
    arrived: Sequence[Arrived], rules: Rules, refs: set[str], looked: set[str]
) -> Iterator[tuple[int, int, Fold]]:
    """Fold one entry after the other, and note what it points at and which of them are inspections.

    Never a list of them: a thousand folded sales leave the processor's cache before they are added up, and
    folding them again in the rare second pass costs less than keeping them.
    """
    for delivery in arrived:
        no, received_at = delivery.stream_no, delivery.received_at
        for seq, body in delivery.entries:
            folded = fold(body, rules, received_at=received_at)
            row = folded.row
            if row is not None:
                if row.ref is not None:
                    refs.add(row.ref)
                elif row.type == "inspection":
                    looked.add(row.id)
            yield no, seq, folded


def _count_together(
    connection: Connection, fair_id: int, folds: Iterable[tuple[int, int, Fold]], *, received_at: int
) -> None:
    deltas = Deltas()
    rows: list[Row] = []
    placed: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    troubles: list[findings.Opening] = []
    for no, seq, folded in folds:
        row = folded.row
        if row is not None:
            rows.append((*row, fair_id, no, seq))
            add_fold(deltas, folded)
            if folded.place is not None:
                placed.setdefault((row.till, folded.place), []).append((no, seq, row.id))
        if folded.troubles:
            troubles += (opening(no, seq, folded, trouble) for trouble in folded.troubles)
    insert_rows(connection, tables.document, rollups.DOCUMENT_COLUMNS, rows)
    rollups.add(connection, fair_id, deltas)
    troubles += checks.places(connection, fair_id, placed)
    findings.open_all(connection, fair_id, troubles, now=received_at)


def _count_alone(
    connection: Connection, fair_id: int, no: int, seq: int, folded: Fold, *, received_at: int
) -> None:
    try:
        with connection.begin_nested():
            _count_together(connection, fair_id, [(no, seq, folded)], received_at=received_at)
        return
    except checks.UNAVAILABLE:
        raise
    except Exception as error:
        refusal = error
    row = folded.row
    if row is not None and checks.counted_before(connection, fair_id, row.id):
        if checks.same_as_counted(connection, fair_id, no, seq, row.id):
            return
        trouble = Trouble("id-reused", row.id, abs(row.total))
    else:
        log.error("a document could not be counted; it is kept and a finding opened", exc_info=refusal)
        trouble = Trouble("fold-error", type(refusal).__name__, abs(row.total) if row is not None else 0)
    named = replace(folded, digest=digest(checks.body_of(connection, fair_id, no, seq)))
    findings.open_all(connection, fair_id, [opening(no, seq, named, trouble)], now=received_at)


def opening(stream_no: int, seq: int, folded: Fold, trouble: Trouble) -> findings.Opening:
    """About a counted document by its place in the ledger, about any other by its bytes."""
    row, place = folded.row, f"{stream_no}/{seq}"
    return findings.Opening(
        code=trouble.code,
        subject=folded.digest or place,
        document=row.id if row else None,
        till=row.till if row else folded.claimed_till,
        suspense=trouble.suspense,
        detail=f"{trouble.detail} ({place})" if folded.digest else trouble.detail,
    )

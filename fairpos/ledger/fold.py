"""What one ledger entry means: its document row, what it adds to each rollup, and what a person must look at.

Pure: bytes in, a `Fold` out. Intake and recount use the same function, which is why a recount after a fix
gives what intake would have given. Nothing here raises for what a document holds: an entry that cannot be
understood becomes a finding with the money it claims in suspense, and the stream goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from fairpos.core import gate, sale, shift
from fairpos.core.business_day import day_of, hour_of
from fairpos.core.document import Document, head_faults, is_amount
from fairpos.core.gate import GateCount
from fairpos.core.sale import Sale, Totals, Void
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.wire import documents

log = logging.getLogger(__name__)

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """The shape of a rollup table: its keys behind fair_id, what is summed, what keeps its highest."""

    table: str
    keys: tuple[str, ...]
    sums: tuple[str, ...]
    highs: tuple[str, ...] = ()


ROLLUPS = (
    Rollup(
        "takings_by_hour", ("day", "hour", "booth"), ("sales", "voids", "refunds", "takings", "given_back")
    ),
    Rollup("takings_by_article", ("day", "booth", "exhibitor", "article"), ("quantity", "takings")),
    Rollup("takings_by_tender", ("day", "booth", "kind"), ("count", "amount")),
    Rollup("takings_by_shift", ("shift", "till"), ("sales", "takings", "cash")),
    Rollup("visits_by_hour", ("day", "hour", "gate", "direction", "method"), ("count",)),
    Rollup(
        "documents_by_till", ("till",), ("documents", "sales", "takings"), ("n_max", "number_max", "last_at")
    ),
)


class Deltas:
    """What a number of entries add to the rollups, summed in memory, so that each key is written once."""

    __slots__ = ("by_table",)

    def __init__(self) -> None:
        self.by_table: dict[str, dict[Key, list[int]]] = {rollup.table: {} for rollup in ROLLUPS}

    def add(self, table: str, key: Key, sums: tuple[int, ...], highs: tuple[int, ...] = ()) -> None:
        rows = self.by_table[table]
        row = rows.get(key)
        if row is None:
            rows[key] = [*sums, *highs]
            return
        for i, value in enumerate(sums):
            row[i] += value
        for i, value in enumerate(highs, len(sums)):
            row[i] = max(row[i], value)

    def rows(self, rollup: Rollup, fair_id: int) -> Iterator[tuple[str | int, ...]]:
        """Rows for the database: fair_id, keys, sums, highs."""
        for key, values in self.by_table[rollup.table].items():
            yield (fair_id, *key, *values)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What the ledger knows a document by. `total` is signed đồng for money, the count for a gate count."""

    id: str
    type: str
    till: str
    day: str
    at: int
    number: int | None
    total: int
    ref: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding in the making: its code, what is wrong in a few words, the money left in suspense."""

    code: str
    detail: str
    suspense: int = 0


@dataclass(frozen=True, slots=True)
class Fold:
    """One entry understood: `row` and `document` are None when it could not be."""

    row: DocumentRow | None
    document: Document | None
    totals: Totals | None = None
    troubles: tuple[Trouble, ...] = ()
    claimed_till: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What folding needs to know of a fair: the cut-off of its days, and the days it trades."""

    cut_off_minute: int
    open_days: frozenset[str] = field(default_factory=frozenset)


def fold(body: bytes, rules: Rules) -> Fold:
    """Understand one entry. Never raises: whatever goes wrong is a finding and the entry stays kept."""
    try:
        return _fold(body, rules)
    except Exception as error:
        log.exception("a fold failed; the entry is kept and a finding opened")
        return _suspended(body, "fold-error", f"{type(error).__name__}: {error}")


def _fold(body: bytes, rules: Rules) -> Fold:
    try:
        document = documents.read(body)
    except documents.Unreadable as unreadable:
        return _suspended(body, unreadable.code, unreadable.detail)
    fatal = head_faults(document)
    if fatal:
        return _suspended(body, fatal[0], ", ".join(fatal))
    # The centre works the fair day out again. A till that booked another is told of, and the day of the
    # corrected time is what counts: `day` is a till's text, the time carries its measured offset.
    day = day_of(document.corrected_at, rules.cut_off_minute)
    troubles = [] if document.day == day else [Trouble("fair-day", document.day[:32])]
    if rules.open_days and day not in rules.open_days and isinstance(document, Sale | GateCount):
        troubles.append(Trouble("outside-fair", day))
    totals: Totals | None = None
    match document:
        case Sale():
            codes, totals = sale.faults(document)
            fatal += codes
            money = sale.sign(document) * document.total
            row = DocumentRow(
                document.id,
                document.type,
                document.till,
                day,
                document.corrected_at,
                document.number,
                money,
                document.ref if isinstance(document, Void | sale.Refund) else None,
            )
        case ShiftOpening() | ShiftClosing() | CashMovement():
            fatal += shift.faults(document)
            row = _shift_row(document, day)
        case GateCount():
            fatal += gate.faults(document)
            row = DocumentRow(
                document.id,
                document.type,
                document.till,
                day,
                document.corrected_at,
                None,
                document.count,
                document.ref,
            )
        case _:
            raise AssertionError(f"a document type without a fold: {document.type}")
    if fatal:
        return _suspended(body, fatal[0], ", ".join(fatal))
    return Fold(row, document, totals, tuple(troubles))


def _shift_row(document: ShiftOpening | ShiftClosing | CashMovement, day: str) -> DocumentRow:
    number: int | None = None
    ref: str | None = None
    match document:
        case ShiftOpening():
            total = document.float
        case ShiftClosing():
            number, total, ref = document.sales, document.takings, document.shift
        case CashMovement():
            total, ref = document.amount, document.shift
    at = document.corrected_at
    return DocumentRow(document.id, document.type, document.till, day, at, number, total, ref)


def _suspended(body: bytes, code: str, detail: str) -> Fold:
    """The money of an entry nobody understands is shown in suspense, as far as it can be read at all."""
    _, till, total = documents.claim(body)
    amount = total if total is not None and is_amount(total) else 0
    return Fold(None, None, None, (Trouble(code, detail[:300], amount),), till[:64] if till else None)


def add_fold(deltas: Deltas, folded: Fold) -> None:
    """Add what an understood document contributes to every rollup it belongs to."""
    document, row = folded.document, folded.row
    assert document is not None, "only an understood document is counted"
    assert row is not None, "an understood document has its row"
    sales = takings = number = 0
    if isinstance(document, Sale):
        number = document.number
        if not document.training:
            assert folded.totals is not None, "a counted sale has been added up"
            sales, takings = _add_sale(deltas, document, row.day, folded.totals)
    elif isinstance(document, GateCount):
        key: Key = (
            row.day,
            hour_of(document.corrected_at),
            document.gate,
            document.direction,
            document.method,
        )
        deltas.add("visits_by_hour", key, (document.count,))
    highs = (document.n, number, document.corrected_at)
    deltas.add("documents_by_till", (document.till,), (1, sales, takings), highs)


def _add_sale(deltas: Deltas, document: Sale, day: str, totals: Totals) -> tuple[int, int]:
    sign = sale.sign(document)
    kind = document.type
    booth, takings = document.booth, sign * document.total
    sales = 1 if kind == "sale" else 0
    deltas.add(
        "takings_by_hour",
        (day, hour_of(document.corrected_at), booth),
        (sales, int(kind == "void"), int(kind == "refund"), takings, 0 if sales else document.total),
    )
    for line, net in zip(document.lines, totals.nets, strict=True):
        deltas.add(
            "takings_by_article",
            (day, booth, line.exhibitor, line.article),
            (sign * line.quantity, sign * net),
        )
    cash = 0
    for tender in document.tenders:
        deltas.add("takings_by_tender", (day, booth, tender.kind), (1, sign * tender.amount))
        if tender.kind == "cash":
            cash += sign * tender.amount
    deltas.add("takings_by_shift", (document.shift, document.till), (sales, takings, cash))
    return sales, takings

"""What one ledger entry means: its document row, what it adds to each rollup, and what a person must look at.

Pure: bytes in, a `Fold` out. Intake and recount use the same function, which is why a recount after a fix
gives what intake would have given. Nothing here raises for what a document holds: an entry that cannot be
understood becomes a finding with the money it claims in suspense, and the stream goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple, cast

import msgspec

from fairpos.core import gate, inspection, payment, sale, shift, stock
from fairpos.core.business_day import MINUTE_MS, day_of, hour_of
from fairpos.core.document import TIME_MAX, Document, head_faults, is_amount
from fairpos.core.gate import GateCount
from fairpos.core.inspection import Inspection
from fairpos.core.money import shares
from fairpos.core.payment import BankCredit
from fairpos.core.sale import Refund, Sale, Void
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.core.stock import StockMovement
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
    Rollup("takings_by_vat", ("day", "booth", "exhibitor", "rate"), ("gross", "vat")),
    Rollup("takings_by_shift", ("shift", "till"), ("sales", "takings", "cash")),
    Rollup("visits_by_hour", ("day", "hour", "gate", "direction", "method"), ("count",)),
    # Staff, exhibitors and the press: inside like anybody, and no visits.
    Rollup("others_by_hour", ("day", "hour", "gate", "direction", "method", "category"), ("count",)),
    # One row an inspection: what lists and figures look for, without reading every picture.
    Rollup("inspection", ("id", "day", "till", "booth", "article", "fault", "action"), ("count",)),
    Rollup(
        "documents_by_till", ("till",), ("documents", "sales", "takings"), ("n_max", "number_max", "last_at")
    ),
)


class Deltas:
    """What a number of entries add to the rollups, summed in memory, so that each key is written once."""

    __slots__ = ("by_table",)

    def __init__(self) -> None:
        self.by_table: dict[str, dict[Key, list[int]]] = {rollup.table: {} for rollup in ROLLUPS}

    def rows(self, rollup: Rollup, fair_id: int) -> Iterator[tuple[str | int, ...]]:
        """Rows for the database: fair_id, keys, sums, highs."""
        for key, values in self.by_table[rollup.table].items():
            yield (fair_id, *key, *values)


class DocumentRow(NamedTuple):
    """What the ledger knows a document by.

    `total` is signed đồng for money, the count for a gate count, thousandths for a stock movement.
    """

    id: str
    type: str
    till: str
    day: str
    at: int
    number: int | None
    total: int
    ref: str | None


class Trouble(NamedTuple):
    """A finding in the making: its code, what is wrong in a few words, the money left in suspense."""

    code: str
    detail: str
    suspense: int = 0


class Fold(msgspec.Struct, frozen=True, gc=False):
    """One entry understood: `row` and `document` are None when it could not be.

    `place` is the booth or gate it says it was made at, None for documents that name none. `nets` is what
    each line of a sale carries after every discount. `digest` names the bytes of an entry that
    could not be understood: when its stream begins again, the same bytes come a second time and are still one
    thing to look at.
    """

    row: DocumentRow | None
    document: Document | None
    place: str | None = None
    nets: Sequence[int] = ()
    troubles: Sequence[Trouble] = ()
    claimed_till: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What folding needs to know of a fair: the cut-off of its days, and the days it trades."""

    cut_off_minute: int
    open_days: frozenset[str] = field(default_factory=frozenset)


NO_VAT = -1
"""The rate under which takings stand whose seller states no VAT: no rate of the law, and not 0 %."""

FUTURE_MS = 10 * MINUTE_MS
"""How far a corrected time may be ahead of the centre's before a person is asked to look."""


def fold(body: bytes, rules: Rules, *, received_at: int = TIME_MAX) -> Fold:
    """Understand one entry. Never raises: whatever goes wrong is a finding and the entry stays kept.

    `received_at` is when the centre got it; without it, nothing is too far in the future.
    """
    try:
        return _fold(body, rules, received_at)
    except Exception as error:
        log.exception("a fold failed; the entry is kept and a finding opened")
        return _suspended(body, "fold-error", f"{type(error).__name__}: {error}")


def _fold(body: bytes, rules: Rules, received_at: int) -> Fold:
    try:
        document = documents.scan(body)
    except documents.Unreadable as unreadable:
        return _suspended(body, unreadable.code, unreadable.detail)
    fatal = head_faults(document)
    if fatal:
        return _suspended(body, fatal[0], ", ".join(fatal))
    # The centre works the fair day out again. A till that booked another is told of, and the day of the
    # corrected time is what counts: `day` is a till's text, the time carries its measured offset.
    at = document.at + (document.offset or 0)
    if document.type == "gate_count":
        # What a person types in later counts when it happened, not when it was typed.
        at = cast("GateCount", document).counted_at
    day = day_of(at, rules.cut_off_minute)
    nets: Sequence[int] = ()
    number: int | None = None
    ref: str | None = None
    place: str | None = None
    match document.type:
        case "sale" | "void" | "refund" as kind:
            # Casts are calls, and this branch is taken a million times.
            sold: Sale = document  # type: ignore[assignment]
            fatal, nets = sale.faults(sold)
            place, number, total = sold.booth, sold.number, sold.total
            if kind != "sale":
                total, ref = -total, cast("Void | Refund", sold).ref
            if sold.training:
                # It is in no total, and its receipts are another series than the one that has no holes.
                number, total = None, 0
        case "gate_count":
            counted = cast("GateCount", document)
            fatal, total, ref, place = gate.faults(counted), counted.count, counted.ref, counted.gate
        case "shift_opening":
            opening = cast("ShiftOpening", document)
            fatal, total = shift.opening_faults(opening), opening.float
        case "shift_closing":
            closing = cast("ShiftClosing", document)
            fatal, number, total, ref = (
                shift.closing_faults(closing),
                closing.sales,
                closing.takings,
                closing.shift,
            )
        case "cash_movement":
            moved = cast("CashMovement", document)
            fatal, total, ref = shift.movement_faults(moved), moved.amount, moved.shift
        case "stock_movement":
            stocked = cast("StockMovement", document)
            fatal, total, place = stock.faults(stocked), stocked.quantity, stocked.booth
        case "bank_credit":
            credited = cast("BankCredit", document)
            fatal, total = payment.faults(credited), credited.amount
        case "inspection":
            # An inspector goes everywhere: that his device is one is looked at where goods are stopped.
            fatal, total = inspection.faults(cast("Inspection", document)), 0
        case other:
            raise AssertionError(f"a document type without a fold: {other}")
    if fatal:
        return _suspended(body, fatal[0], ", ".join(fatal))
    row = DocumentRow(document.id, document.type, document.till, day, at, number, total, ref)
    future = at > received_at + FUTURE_MS
    if not future and day == document.day and (not rules.open_days or day in rules.open_days):
        return Fold(row, document, place, nets)
    troubles = _day_troubles(document, day, rules)
    if future:
        troubles.append(Trouble("future", f"{(at - received_at) // MINUTE_MS} min"))
    return Fold(row, document, place, nets, troubles)


def _day_troubles(document: Document, day: str, rules: Rules) -> list[Trouble]:
    troubles = [] if document.day == day else [Trouble("fair-day", document.day[:32])]
    if rules.open_days and day not in rules.open_days and document.type in ("sale", "refund", "gate_count"):
        troubles.append(Trouble("outside-fair", day))
    return troubles


def _suspended(body: bytes, code: str, detail: str) -> Fold:
    """The money of an entry nobody understands is shown in suspense, as far as it can be read at all."""
    _, till, total = documents.claim(body)
    amount = total if total is not None and is_amount(total) else 0
    trouble = Trouble(code, detail[:300], amount)
    claimed_till = till[:64] if till else None
    return Fold(None, None, troubles=(trouble,), claimed_till=claimed_till, digest=digest(body))


def digest(body: bytes) -> str:
    """What an entry is known by when its document id cannot be relied on."""
    return sha256(body).hexdigest()[:32]


def add_fold(deltas: Deltas, folded: Fold) -> None:
    """Add what an understood document contributes to every rollup it belongs to.

    Written out sum by sum: this and what it calls run for every sale of a fair, and a general loop over sums
    costs three times as much.
    """
    document, row = folded.document, folded.row
    assert document is not None, "only an understood document is counted"
    assert row is not None, "an understood document has its row"
    sales = takings = 0
    if row.type in ("sale", "void", "refund"):
        sold: Sale = document  # type: ignore[assignment]
        if not sold.training:
            sales, takings = int(row.type == "sale"), row.total
            _add_sale(deltas, sold, row, folded.nets)
    elif row.type == "gate_count":
        counted = cast("GateCount", document)
        key: Key = (row.day, hour_of(row.at), counted.gate, counted.direction, counted.method)
        table = "visits_by_hour"
        if counted.category != "visitor":
            table, key = "others_by_hour", (*key, counted.category)
        deltas.by_table[table].setdefault(key, [0])[0] += counted.count
    elif row.type == "inspection":
        found = cast("Inspection", document)
        looked: Key = (row.id, row.day, row.till, found.booth, found.article, found.fault, found.action)
        deltas.by_table["inspection"][looked] = [1]
    number = row.number if row.number is not None and row.type != "shift_closing" else 0
    tills = deltas.by_table["documents_by_till"]
    sums = tills.get((row.till,))
    if sums is None:
        tills[(row.till,)] = [1, sales, takings, document.n, number, row.at]
        return
    sums[0] += 1
    sums[1] += sales
    sums[2] += takings
    sums[3] = max(sums[3], document.n)
    sums[4] = max(sums[4], number)
    sums[5] = max(sums[5], row.at)


def _add_sale(deltas: Deltas, document: Sale, row: DocumentRow, nets: Sequence[int]) -> None:
    rollups, day, booth, takings = deltas.by_table, row.day, document.booth, row.total
    sale_count, sign = (1, 1) if row.type == "sale" else (0, -1)
    hours = rollups["takings_by_hour"]
    hour: Key = (day, hour_of(row.at), booth)
    sums = hours.get(hour)
    if sums is None:
        sums = hours[hour] = [0, 0, 0, 0, 0]
    sums[3] += takings
    if sale_count:
        sums[0] += 1
    else:
        sums[1 if row.type == "void" else 2] += 1
        sums[4] -= takings
    articles = rollups["takings_by_article"]
    grosses: dict[tuple[str, int], int] = {}
    for line, net in zip(document.lines, nets, strict=True):
        taxed = line.exhibitor, NO_VAT if line.vat is None else line.vat
        grosses[taxed] = grosses.get(taxed, 0) + net
        article: Key = (day, booth, line.exhibitor, line.article)
        sums = articles.get(article)
        if sums is None:
            articles[article] = [sign * line.quantity, sign * net]
        else:
            sums[0] += sign * line.quantity
            sums[1] += sign * net
    _add_vat(rollups["takings_by_vat"], document, (day, booth), sign, grosses)
    tenders, cash = rollups["takings_by_tender"], 0
    for tender in document.tenders:
        amount = sign * tender.amount
        kind: Key = (day, booth, tender.kind)
        sums = tenders.get(kind)
        if sums is None:
            tenders[kind] = [1, amount]
        else:
            sums[0] += 1
            sums[1] += amount
        if tender.kind == "cash":
            cash += amount
    shifts = rollups["takings_by_shift"]
    shift_till: Key = (document.shift, row.till)
    sums = shifts.get(shift_till)
    if sums is None:
        shifts[shift_till] = [sale_count, takings, cash]
    else:
        sums[0] += sale_count
        sums[1] += takings
        sums[2] += cash


def _add_vat(
    found: dict[Key, list[int]],
    document: Sale,
    place: tuple[str, str],
    sign: int,
    grosses: dict[tuple[str, int], int],
) -> None:
    """VAT is rounded once a sale and rate. Where several exhibitors of a booth share a receipt, the rounded
    amount is shared among them by what they sold, to the đồng."""
    by_rate = {line.rate: line.vat for line in document.vat}
    for rate in {rate for _, rate in grosses}:
        sellers = [(who, gross) for (who, taxed), gross in grosses.items() if taxed == rate]
        vat = by_rate.get(rate, 0)
        parts = [vat] if len(sellers) == 1 else shares(vat, [gross for _, gross in sellers])
        for (who, gross), part in zip(sellers, parts, strict=True):
            key: Key = (*place, who, rate)
            sums = found.get(key)
            if sums is None:
                found[key] = [sign * gross, sign * part]
            else:
                sums[0] += sign * gross
                sums[1] += sign * part

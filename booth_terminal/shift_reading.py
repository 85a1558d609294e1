"""The figures of a shift, read out of the journal of the terminal that kept its documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal, select

from booth_terminal import journal, tables
from booth_terminal.receipt_slip import receipt_number
from booth_terminal.shift_figures import Late, Movement, ShiftFigures, Tally, TenderFigures
from fairpos.core.document import Document
from fairpos.core.sale import Sale, TenderKind, sign
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.wire import documents


class NoShift(LookupError):
    """The journal holds no opening of this shift."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document and its place in the journal."""

    seq: int
    document: Document


def documents_of(connection: Connection, shift: str) -> list[Kept]:
    """What the journal holds of a shift, in the order it was kept, each document once.

    No index leads there: a report is asked for a few times a day, and looking through a whole fair takes a
    tenth of a second.
    """
    stream = journal.current(connection)
    if stream is None:
        return []
    entry = tables.entry.c
    rows = connection.execute(
        select(entry.seq, entry.document, entry.body)
        .where(entry.stream_no == stream.no, func.instr(entry.body, literal(shift.encode())) > 0)
        .order_by(entry.seq)
    )
    found: dict[str, Kept] = {}
    for row in rows:
        try:
            document = documents.read(bytes(row.body))
        except documents.Unreadable:
            continue
        if row.document not in found and shift in (document.id, getattr(document, "shift", "")):
            found[row.document] = Kept(row.seq, document)
    return list(found.values())


def figures(kept: Iterable[Kept], shift: str, *, at: int) -> ShiftFigures:
    """Add up a shift until `at`. Raises NoShift.

    What was kept after the count is late: it counts all the same, and makes the report a revision.
    """
    kept = list(kept)
    opening = next((one.document for one in kept if isinstance(one.document, ShiftOpening)), None)
    if opening is None or opening.id != shift:
        raise NoShift(shift)
    counts = [one for one in kept if isinstance(one.document, ShiftClosing)]
    closing = counts[0].document if counts else None
    assert closing is None or isinstance(closing, ShiftClosing), "chosen by its class"
    every = [one for one in kept if isinstance(one.document, Sale)]
    sales = [one.document for one in every if isinstance(one.document, Sale) and not one.document.training]
    late = [one.document for one in every if counts and one.seq > counts[0].seq]
    moved = [one.document for one in kept if isinstance(one.document, CashMovement)]
    in_order = sorted(sales, key=lambda sale: sale.number)
    lates = tuple(
        Late(receipt_number(sale), sale.corrected_at, sign(sale) * sale.total)
        for sale in late
        if isinstance(sale, Sale) and not sale.training
    )
    return ShiftFigures(
        shift=shift,
        till=opening.till,
        booth=opening.booth,
        by=opening.by,
        at=at,
        opened_at=opening.corrected_at,
        closed_at=closing.corrected_at if closing else None,
        float=opening.float,
        float_notes=opening.notes,
        sales=_tally(sales, "sale"),
        voids=_tally(sales, "void"),
        refunds=_tally(sales, "refund"),
        tenders=_tenders(sales),
        movements=tuple(Movement(one.corrected_at, one.amount, one.reason) for one in moved),
        counted=closing.counted if closing else None,
        notes=closing.notes if closing else (),
        expected_then=closing.expected if closing else None,
        reason=closing.reason if closing else "",
        first=receipt_number(in_order[0]) if in_order else "",
        last=receipt_number(in_order[-1]) if in_order else "",
        revision=len(lates),
        late=lates,
        training=len(every) - len(sales),
    )


def _tally(sales: Iterable[Sale], kind: str) -> Tally:
    totals = [sale.total for sale in sales if sale.type == kind]
    return Tally(len(totals), sum(totals))


_KINDS: tuple[TenderKind, ...] = ("cash", "vietqr", "card", "voucher")


def _tenders(sales: list[Sale]) -> tuple[TenderFigures, ...]:
    parts = [(tender.kind, sign(sale), tender.amount) for sale in sales for tender in sale.tenders]
    return tuple(
        TenderFigures(
            kind,
            taken=sum(amount for of, way, amount in parts if of == kind and way > 0),
            given_back=sum(amount for of, way, amount in parts if of == kind and way < 0),
        )
        for kind in _KINDS
        if any(of == kind for of, _, _ in parts)
    )

"""The drawers of a fair: what each shift should have held, and what was counted.

Sums come from the rollups; the float, the movements and the count are read from their documents, of which a
fair has a few thousand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, select

from fairpos.core.business_day import day_of
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.ledger import tables
from fairpos.ledger.fairs import FairRow
from fairpos.wire import documents


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFigures:
    """One shift. `day` is the fair day it opened on. `counted` is None where it is not closed, or the drawer
    is counted with another till's; `expected` is None where nobody can say what should be there."""

    shift: str
    day: str
    booth: str
    till: str
    by: str
    opened_at: int
    closed_at: int | None
    float: int
    moved: int
    sales: int
    takings: int
    cash: int
    expected: int | None
    counted: int | None
    reason: str

    @property
    def difference(self) -> int | None:
        """Counted less expected: what is over, or below zero what is short."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected


def shifts(connection: Connection, fair: FairRow) -> tuple[ShiftFigures, ...]:
    """Every shift that was opened, by day, booth, till and time. A shift without its opening is in no list:
    its sales are in the sums of its booth all the same."""
    sums = _sums(connection, fair.id)
    openings: list[ShiftOpening] = []
    closings: dict[str, ShiftClosing] = {}
    moved: defaultdict[str, int] = defaultdict(int)
    document, entry = tables.document, tables.entry
    bodies = connection.execute(
        select(entry.c.body)
        .select_from(
            document.join(
                entry,
                (entry.c.fair_id == document.c.fair_id)
                & (entry.c.stream_no == document.c.stream_no)
                & (entry.c.seq == document.c.seq),
            )
        )
        .where(
            document.c.fair_id == fair.id,
            document.c.type.in_(("shift_opening", "shift_closing", "cash_movement")),
        )
        .order_by(document.c.at)
    )
    for (body,) in bodies:
        # Counted documents can be read: whatever could not is a finding and has no row in `document`.
        read = documents.read(bytes(body))
        match read.type:
            case "shift_opening":
                openings.append(cast("ShiftOpening", read))
            case "shift_closing":
                closings[cast("ShiftClosing", read).shift] = cast("ShiftClosing", read)
            case _:
                movement = cast("CashMovement", read)
                moved[movement.shift] += movement.amount
    found = [
        _figures(opening, closings.get(opening.id), sums.get(opening.id, (0, 0, 0)), moved[opening.id], fair)
        for opening in openings
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.booth, one.till, one.opened_at)))


def _figures(
    opening: ShiftOpening, closing: ShiftClosing | None, sums: tuple[int, int, int], moved: int, fair: FairRow
) -> ShiftFigures:
    sales, takings, cash = sums
    expected = None
    if closing is not None:
        expected = closing.expected
        if expected is None and not opening.drawer:
            expected = opening.float + moved + cash
    return ShiftFigures(
        shift=opening.id,
        day=day_of(opening.at + (opening.offset or 0), fair.cut_off_minute),
        booth=opening.booth,
        till=opening.till,
        by=opening.by,
        opened_at=opening.at + (opening.offset or 0),
        closed_at=None if closing is None else closing.at + (closing.offset or 0),
        float=opening.float,
        moved=moved,
        sales=sales,
        takings=takings,
        cash=cash,
        expected=expected,
        counted=None if closing is None else closing.counted,
        reason="" if closing is None else closing.reason,
    )


def _sums(connection: Connection, fair_id: int) -> dict[str, tuple[int, int, int]]:
    rollup = tables.takings_by_shift.c
    found: dict[str, tuple[int, int, int]] = {}
    for row in connection.execute(
        select(rollup.shift, rollup.sales, rollup.takings, rollup.cash).where(rollup.fair_id == fair_id)
    ):
        sales, takings, cash = found.get(row.shift, (0, 0, 0))
        found[row.shift] = (sales + row.sales, takings + row.takings, cash + row.cash)
    return found

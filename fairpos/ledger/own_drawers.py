"""Shifts and stock of an exhibitor's own booths, read from the documents of its tills."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, literal, select

from fairpos.core.rights import Stake
from fairpos.core.shift import ShiftClosing, ShiftOpening
from fairpos.core.stock import StockMovement
from fairpos.ledger import tables
from fairpos.ledger.stakes import exhibitors, held
from fairpos.wire import documents

SHIFTS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """A shift that sold something. What was counted is None while it is open, and where another till of the
    same drawer counts for both."""

    booth: str
    till: str
    by: str
    opened_at: int | None
    closed_at: int | None
    sales: int
    takings: int
    cash: int
    expected: int | None
    counted: int | None
    reason: str

    @property
    def difference(self) -> int | None:
        """Counted less expected, in đồng."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected


def drawers(connection: Connection, fair_id: int, booths: Collection[str]) -> tuple[Drawer, ...]:
    """The shifts of these booths' tills, the newest first."""
    rollup, till, booth = tables.takings_by_shift, tables.till, tables.booth
    rows = connection.execute(
        select(rollup, till.c.place, booth.c.name)
        .join(till, (till.c.fair_id == rollup.c.fair_id) & (till.c.id == rollup.c.till))
        .join(booth, (booth.c.fair_id == till.c.fair_id) & (booth.c.id == till.c.place))
        .where(rollup.c.fair_id == fair_id, till.c.kind == "till", till.c.place.in_(booths))
        # Ids are made of the time, so the newest shift has the greatest.
        .order_by(rollup.c.shift.desc())
        .limit(SHIFTS_MAX)
    ).all()
    shifts = [row.shift for row in rows]
    openings = _bodies(connection, fair_id, "shift_opening", by_id=shifts)
    closings = _bodies(connection, fair_id, "shift_closing", by_ref=shifts)
    opened = {one.id: one for one in cast("list[ShiftOpening]", openings)}
    closed = {one.shift: one for one in cast("list[ShiftClosing]", closings)}
    names = _staff(connection, fair_id, {one.by for one in opened.values()})
    found = []
    for row in rows:
        start, end = opened.get(row.shift), closed.get(row.shift)
        if start is not None and start.booth not in booths:
            continue
        found.append(
            Drawer(
                booth=row.name,
                till=row.till,
                by=names.get(start.by, start.by) if start else "",
                opened_at=start.at if start else None,
                closed_at=end.at if end else None,
                sales=row.sales,
                takings=row.takings,
                cash=row.cash,
                expected=end.expected if end else None,
                counted=end.counted if end else None,
                reason=end.reason if end else "",
            )
        )
    return tuple(found)


def stock(connection: Connection, fair_id: int, stakes: Collection[Stake]) -> dict[str, int]:
    """What was put to stock and taken away besides sales, in thousandths, by the article's id.

    Of these exhibitors' articles only: in a booth that is shared, others move goods too.
    """
    article, allocation, till = tables.article, tables.allocation, tables.till
    mine = set(
        connection.execute(
            select(article.c.id).where(
                article.c.fair_id == fair_id, article.c.exhibitor.in_(exhibitors(stakes))
            )
        ).scalars()
    )
    tills = connection.execute(
        select(till.c.id)
        .join(allocation, (allocation.c.fair_id == till.c.fair_id) & (allocation.c.booth == till.c.place))
        .where(till.c.fair_id == fair_id, till.c.kind == "till", held(allocation, stakes))
    ).scalars()
    moved: dict[str, int] = {}
    found = _bodies(connection, fair_id, "stock_movement", by_till=list(tills))
    for movement in cast("list[StockMovement]", found):
        if movement.article in mine:
            moved[movement.article] = moved.get(movement.article, 0) + movement.quantity
    return moved


def _bodies(
    connection: Connection,
    fair_id: int,
    type_: str,
    *,
    by_id: Iterable[str] | None = None,
    by_ref: Iterable[str] | None = None,
    by_till: Iterable[str] | None = None,
) -> list[object]:
    """Counted documents of one type, in the order of their times."""
    # The type stands in the statement itself, or no database would take the index of that type alone.
    document, entry = tables.document, tables.entry
    asked = (
        select(entry.c.body)
        .join(
            document,
            (document.c.fair_id == entry.c.fair_id)
            & (document.c.stream_no == entry.c.stream_no)
            & (document.c.seq == entry.c.seq),
        )
        .where(document.c.fair_id == fair_id, document.c.type == literal(type_, literal_execute=True))
        .order_by(document.c.at, document.c.id)
    )
    for column, keys in ((document.c.id, by_id), (document.c.ref, by_ref), (document.c.till, by_till)):
        if keys is not None:
            asked = asked.where(column.in_(list(keys)))
    return [documents.read(bytes(body)) for body in connection.execute(asked).scalars()]


def _staff(connection: Connection, fair_id: int, ids: Collection[str]) -> dict[str, str]:
    staff = tables.staff
    rows = connection.execute(
        select(staff.c.id, staff.c.name).where(staff.c.fair_id == fair_id, staff.c.id.in_(ids))
    )
    return {row.id: row.name for row in rows}

"""Returns: takings that booths without a till state on paper, a day at a time.

They are kept apart from what tills sold and never added to it in silence: a figure that holds returns says
so. A correction is a new row; the newest of a booth and day stands, and one without an amount takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from fairpos.core.measures import Qualifier, combined
from fairpos.ledger import audit, fairs, states, tables

QUALIFIERS: tuple[Qualifier, ...] = ("exact", "over", "nearly", "estimated")


class Moved(ValueError):
    """Somebody else stated something for these booths meanwhile. Nothing was kept."""

    def __init__(self, booths: Sequence[str]) -> None:
        super().__init__(", ".join(booths))
        self.booths = tuple(booths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One row: what a booth stated for a day, by whom and when (Unix ms). No amount: nothing is stated."""

    no: int
    day: str
    booth: str
    amount: int | None
    qualifier: Qualifier
    reason: str
    at: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a person states. `after` is the row that stood when it was typed, 0 for none."""

    booth: str
    amount: int | None
    qualifier: Qualifier
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothDay:
    """A booth on a day: what its tills took (None: nothing was sold by till), and what it stated.

    `tilled` says that a till stands there that has been heard of.
    """

    booth: str
    name: str
    zone: str
    exhibitor: str
    till_takings: int | None
    tilled: bool
    stated: Return | None

    @property
    def missing(self) -> bool:
        """Neither till nor return: what it took on this day nobody knows."""
        return self.till_takings is None and not self.tilled and self.stated is None

    @property
    def doubled(self) -> bool:
        """Till sales and a return on one day: the same money may stand twice."""
        return self.till_takings is not None and self.stated is not None


@dataclass(frozen=True, slots=True)
class Sum:
    """Returns added up: how many booths stated them, and how exact the sum is."""

    amount: int
    booths: int
    qualifier: Qualifier


def standing(connection: Connection, fair_id: int, *, day: str | None = None) -> tuple[Return, ...]:
    """What stands, by day and booth."""
    newest: dict[tuple[str, str], Return] = {}
    for row in history(connection, fair_id, day=day):
        newest[row.day, row.booth] = row
    return tuple(newest[key] for key in sorted(newest) if newest[key].amount is not None)


def history(connection: Connection, fair_id: int, *, day: str | None = None) -> tuple[Return, ...]:
    """Every row in the order it was typed."""
    table = tables.booth_return
    asked = select(table).where(table.c.fair_id == fair_id).order_by(table.c.no)
    if day is not None:
        asked = asked.where(table.c.day == day)
    return tuple(
        Return(
            no=row.no,
            day=row.day,
            booth=row.booth,
            amount=row.amount,
            qualifier=row.qualifier,
            reason=row.reason,
            at=row.at,
            by=row.by,
        )
        for row in connection.execute(asked)
    )


def added(returns: Iterable[Return]) -> Sum:
    stated = [one for one in returns if one.amount is not None]
    total = sum(one.amount or 0 for one in stated)
    return Sum(total, len({one.booth for one in stated}), combined([one.qualifier for one in stated]))


def booths_of(connection: Connection, fair_id: int, day: str) -> tuple[BoothDay, ...]:
    """Every booth at which somebody stands, or which sold or stated something on the day."""
    stated = {one.booth: one for one in standing(connection, fair_id, day=day)}
    sold, tilled = _sold(connection, fair_id, day), _tilled(connection, fair_id)
    names = {who.id: who.name for who in fairs.exhibitors(connection, fair_id)}
    return tuple(
        BoothDay(
            booth=booth.id,
            name=booth.name,
            zone=booth.zone,
            exhibitor=names.get(booth.exhibitors[0], booth.exhibitors[0]) if booth.exhibitors else "",
            till_takings=sold.get(booth.id),
            tilled=booth.id in tilled,
            stated=stated.get(booth.id),
        )
        for booth in fairs.booths(connection, fair_id)
        if booth.exhibitors or booth.id in sold or booth.id in stated
    )


def missing_by_day(connection: Connection, fair_id: int, days: Collection[str]) -> dict[str, int]:
    """How many booths have neither till nor return, on each of these days."""
    allocation, rollup = tables.allocation.c, tables.takings_by_hour.c
    standing_there = select(allocation.booth).where(allocation.fair_id == fair_id).distinct()
    booths = set(connection.execute(standing_there).scalars()) - _tilled(connection, fair_id)
    if not booths:
        return dict.fromkeys(days, 0)
    sold = select(rollup.day, rollup.booth).where(rollup.fair_id == fair_id).distinct()
    known = {(row.day, row.booth) for row in connection.execute(sold)}
    known |= {(one.day, one.booth) for one in standing(connection, fair_id)}
    return {day: sum((day, booth) not in known for booth in booths) for day in days}


def keep(
    connection: Connection,
    fair_id: int,
    day: str,
    stated: Sequence[Stated],
    *,
    reason: str,
    at: int,
    by: str,
) -> None:
    """Write what was stated, all of it or nothing. Raises Moved, fair_state.Forbidden."""
    # Held first, so that two who type at once cannot both follow the same row.
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "figures")
    table = tables.booth_return
    before = {row.booth: row for row in history(connection, fair_id, day=day)}
    stands = {booth: row.no for booth, row in before.items()}
    moved = [one.booth for one in stated if stands.get(one.booth, 0) != one.after]
    if moved:
        raise Moved(moved)
    highest = select(func.coalesce(func.max(table.c.no), 0)).where(table.c.fair_id == fair_id)
    first = connection.execute(highest).scalar_one() + 1
    rows: list[Mapping[str, object]] = [
        {
            "fair_id": fair_id,
            "no": no,
            "day": day,
            "booth": one.booth,
            "amount": one.amount,
            "qualifier": one.qualifier,
            "reason": reason,
            "at": at,
            "by": by,
        }
        for no, one in enumerate(stated, first)
    ]
    if rows:
        connection.execute(insert(table), rows)
    for one in stated:
        _note(connection, fair_id, day, before.get(one.booth), one, reason=reason, at=at, by=by)


def _note(
    connection: Connection,
    fair_id: int,
    day: str,
    before: Return | None,
    after: Stated,
    *,
    reason: str,
    at: int,
    by: str,
) -> None:
    """On record like a change to the set-up: it is money that a person typed."""
    was = before if before is not None and before.amount is not None else None
    act = "withdrawal" if after.amount is None else "change" if was else "creation"
    audit.note(
        connection, fair_id, kind="return", subject=f"{after.booth} {day}", act=act,
        before=None if was is None else {"amount": was.amount, "qualifier": was.qualifier},
        after=None if after.amount is None else {"amount": after.amount, "qualifier": after.qualifier},
        at=at, by=by, reason=reason,
    )  # fmt: skip


def last_rows(connection: Connection, fair_id: int, day: str) -> dict[str, int]:
    """The newest row of each booth on a day, taken back or not: what a form says it was typed after."""
    return {row.booth: row.no for row in history(connection, fair_id, day=day)}


def _sold(connection: Connection, fair_id: int, day: str) -> dict[str, int]:
    rollup = tables.takings_by_hour.c
    rows = connection.execute(
        select(rollup.booth, func.sum(rollup.takings))
        .where(rollup.fair_id == fair_id, rollup.day == day)
        .group_by(rollup.booth)
    )
    return {row[0]: int(row[1]) for row in rows}


def _tilled(connection: Connection, fair_id: int) -> set[str]:
    """The booths with a till that has been heard of and is not shut out."""
    till, state = tables.till.c, tables.till_state.c
    rows = connection.execute(
        select(till.place)
        .join(tables.till_state, (state.fair_id == till.fair_id) & (state.till == till.id))
        .where(till.fair_id == fair_id, till.kind == "till", till.revoked_at.is_(None))
        .distinct()
    )
    return set(rows.scalars())

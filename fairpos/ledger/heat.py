"""Takings of every stand of the plan, on a day or on all days: a read of one rollup, never of documents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from fairpos.core.floor import Floor, Stand
from fairpos.ledger import fairs, floor, tables

STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Warm:
    """One stand with what was taken there. `parts` are the booths that were merged into it.

    `step` is 0 where nothing was taken, and 1 to 5 by fifths of the stands that took something.
    """

    stand: Stand
    name: str
    exhibitors: tuple[str, ...]
    takings: int
    sales: int
    tills: int
    step: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """`elsewhere` was taken at booths that are not on the plan, by their names, so that all of it adds up.

    `bounds` are the highest takings of each step, from 1 up.
    """

    floor: Floor
    stands: tuple[Warm, ...]
    elsewhere: tuple[tuple[str, int], ...]
    bounds: tuple[int, ...]
    takings: int


def heat(connection: Connection, fair_id: int, day: str | None) -> Heat:
    """What each stand took on a day (ISO date), or on all days."""
    sums = tables.takings_by_hour
    asked = (
        select(sums.c.booth, func.sum(sums.c.takings), func.sum(sums.c.sales))
        .where(sums.c.fair_id == fair_id)
        .group_by(sums.c.booth)
    )
    if day is not None:
        asked = asked.where(sums.c.day == day)
    taken = {booth: (int(takings), int(sales)) for booth, takings, sales in connection.execute(asked)}
    plan = floor.load(connection, fair_id)
    merged = floor.merged(connection, fair_id)
    names = {one.id: one.name for one in fairs.exhibitors(connection, fair_id)}
    booths = {one.id: one for one in fairs.booths(connection, fair_id)}
    parts: dict[str, list[str]] = {}
    for gone in merged:
        parts.setdefault(_whole(gone, merged), []).append(gone)
    tills = _tills(connection, fair_id)
    found = []
    for stand in plan.stands:
        own = (stand.id, *sorted(parts.get(stand.id, ())))
        sides = [taken.pop(one, (0, 0)) for one in own]
        booth = booths[stand.id]
        found.append(
            Warm(
                stand=stand,
                name=booth.name,
                exhibitors=tuple(names[who] for who in booth.exhibitors),
                takings=sum(takings for takings, _ in sides),
                sales=sum(sales for _, sales in sides),
                tills=sum(tills.get(one, 0) for one in own),
                step=0,
                parts=tuple(booths[one].name for one in own[1:] if one in booths),
            )
        )
    bounds = _bounds([one.takings for one in found if one.takings > 0])
    elsewhere = (
        (booths[id_].name if id_ in booths else id_, sold) for id_, (sold, _) in taken.items() if sold
    )
    return Heat(
        floor=plan,
        stands=tuple(_with_step(one, bounds) for one in found),
        elsewhere=tuple(sorted(elsewhere, key=lambda pair: (-pair[1], pair[0]))),
        bounds=bounds,
        takings=sum(one.takings for one in found) + sum(sold for sold, _ in taken.values()),
    )


def _whole(gone: str, merged: dict[str, str]) -> str:
    """The stand that holds a merged booth by now: what took it in may have been merged itself."""
    seen = {gone}
    while (into := merged.get(gone)) is not None and into not in seen:
        seen.add(into)
        gone = into
    return gone


def _tills(connection: Connection, fair_id: int) -> dict[str, int]:
    till = tables.till
    rows = connection.execute(
        select(till.c.place, func.count())
        .where(till.c.fair_id == fair_id, till.c.kind == "till", till.c.revoked_at.is_(None))
        .group_by(till.c.place)
    )
    return {place: int(count) for place, count in rows}


def _bounds(takings: list[int]) -> tuple[int, ...]:
    """The highest takings of each fifth; fewer steps where there are fewer figures."""
    ordered = sorted(takings)
    steps = min(STEPS, len(ordered))
    return tuple(ordered[-(-len(ordered) * n // steps) - 1] for n in range(1, steps + 1))


def _with_step(one: Warm, bounds: tuple[int, ...]) -> Warm:
    if one.takings <= 0:
        return one
    step = next(n for n, bound in enumerate(bounds, 1) if one.takings <= bound)
    return replace(one, step=step)

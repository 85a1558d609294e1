"""What the checker measures on the floor: rows, distances, companies, blocks, the reserve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fairpos.core.allocation.terms import Case, Placing
from fairpos.core.floor import Stand

HOLE = 50
"""Centimetres between two joined stands from which on something lies between them."""


class Booths:
    """The stands by id, and who is on each of them."""

    def __init__(self, case: Case, placings: Sequence[Placing]) -> None:
        self.case = case
        self.stands = {stand.id: stand for stand in case.stands}
        self.placings = placings
        self.on = {stand: one for one in placings for stand in one.stands}
        self.barred = {(gap.hall, gap.row, gap.after) for gap in case.gaps}
        self.given = frozenset(case.rules.pavilions.values())

    def row(self, ids: Sequence[str]) -> list[Stand]:
        return sorted((self.stands[one] for one in ids if one in self.stands), key=lambda one: one.position)

    def in_one_row(self, ids: Sequence[str]) -> bool:
        return all(self._next(left, right) for left, right in pairwise(self.row(ids)))

    def _next(self, left: Stand, right: Stand) -> bool:
        return (
            left.hall == right.hall
            and left.row == right.row
            and right.position - left.position == 1
            and (left.hall, left.row, left.position) not in self.barred
        )

    def given_otherwise(self, stand: str, unit: str) -> bool:
        """Whether it belongs to another unit's pavilion, or lies outside the unit's own."""
        return self.case.rules.pavilions.get(stand) != (unit if unit in self.given else None)

    def swallows_an_aisle(self, ids: Sequence[str]) -> bool:
        return any(_hole(left, right) > HOLE for left, right in pairwise(self.row(ids)))

    def fire_may_burn(self, stand: Stand) -> bool:
        rules = self.case.rules
        if (stand.hall, stand.row) not in rules.food_rows:
            return False
        for hall, x, y in rules.exits:
            across = max(stand.x - x, x - (stand.x + stand.width), 0)
            down = max(stand.y - y, y - (stand.y + stand.height), 0)
            if hall == stand.hall and max(across, down) < rules.fire_distance:
                return False
        return True

    def booths_between(self, some: Sequence[str], others: Sequence[str]) -> int | None:
        """How many booths apart the nearest two are (1: next to each other); None in different halls."""
        found = [
            _apart(self.stands[a], self.stands[b])
            for a in some
            for b in others
            if a in self.stands and b in self.stands
        ]
        return min((one for one in found if one is not None), default=None)

    def touch(self, some: Sequence[str], others: Sequence[str]) -> bool:
        return any(
            self._next(a, b) and _hole(a, b) <= HOLE
            for one in self.row(some)
            for other in self.row(others)
            for a, b in ((one, other), (other, one))
        )


def _hole(left: Stand, right: Stand) -> int:
    if (left.x, left.y) == (right.x, right.y):
        return 0
    across = max(left.x, right.x) - min(left.x + left.width, right.x + right.width)
    down = max(left.y, right.y) - min(left.y + left.height, right.y + right.height)
    return max(across, down, 0)


def _apart(one: Stand, other: Stand) -> int | None:
    if one.hall != other.hall:
        return None
    if one.row == other.row:
        return abs(one.position - other.position)
    if (one.x, one.y) == (other.x, other.y):
        return None
    return _hole(one, other) // 300 + 1


def company_broken(case: Case, floor: Booths, frozen: set[str]) -> Iterator[tuple[str, ...]]:
    """Companies of neighbours, all of them placed now, that do not stand in one piece."""
    host = {name: one.exhibitor for one in floor.placings for name in (one.exhibitor, *one.with_others)}
    beside: dict[str, set[str]] = {}
    for one in case.applications:
        for name in one.neighbours:
            pair = host.get(one.exhibitor), host.get(name)
            if pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
                beside.setdefault(pair[0], set()).add(pair[1])
                beside.setdefault(pair[1], set()).add(pair[0])
    where = {one.exhibitor: one.stands for one in floor.placings}
    seen: set[str] = set()
    for name in sorted(beside):
        if name in seen:
            continue
        company, waiting = {name}, [name]
        while waiting:
            for other in beside[waiting.pop()] - company:
                company.add(other)
                waiting.append(other)
        seen |= company
        if not company & frozen and not floor.in_one_row([s for one in company for s in where[one]]):
            yield tuple(sorted(company))


def blocks_broken(case: Case, floor: Booths, frozen: set[str]) -> Iterator[str]:
    """Units that stand as a block and have others between their booths of one row, or a row between."""
    unit_of = {one.exhibitor: one.unit for one in case.applications}
    for unit in sorted(case.rules.blocks - floor.given):
        mine = [
            floor.stands[stand]
            for one in floor.placings
            if unit_of.get(one.exhibitor) == unit and one.exhibitor not in frozen
            for stand in one.stands
            if stand in floor.stands
        ]
        rows = {(stand.hall, stand.row) for stand in mine}
        between = any(
            min(x.position for x in mine if (x.hall, x.row) == row)
            < stand.position
            < max(x.position for x in mine if (x.hall, x.row) == row)
            and unit_of.get(floor.on[stand.id].exhibitor) != unit
            for row in rows
            for stand in case.stands
            if (stand.hall, stand.row) == row and stand.id in floor.on
        )
        zones = {stand.zone for stand in mine}
        lane = sorted({(s.hall, s.row) for s in case.stands if s.zone in zones})
        used = [n for n, row in enumerate(lane) if row in rows]
        if between or (used and used[-1] - used[0] + 1 != len(used)):
            yield unit


def reserve_broken(case: Case, floor: Booths) -> Iterator[tuple[str, str, str]]:
    """Zones with fewer free booths than the reserve asks for: zone, free, to be kept. Pavilions count in
    neither."""
    if case.rules.reserve_open or not case.rules.reserve_percent:
        return
    loose = [one for one in case.stands if one.kind == "booth" and one.id not in case.rules.pavilions]
    whole = Counter(stand.zone for stand in loose)
    free = Counter(
        stand.zone for stand in loose if stand.state in ("free", "reserve") and stand.id not in floor.on
    )
    for zone, number in sorted(whole.items()):
        keep = -(-number * case.rules.reserve_percent // 100)
        if free[zone] < keep:
            yield zone, str(free[zone]), str(keep)

"""A plan out of a list: strips of booths alike, laid out in rows back to back, hall after hall.

A list knows halls, rows and sizes and no places. New rows are laid below what stands in their hall, the first
along the wall and the others in pairs, with an aisle before each pair; a hall grows to hold them. Booths that
stand already keep their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fairpos.core.fair import ZoneKey
from fairpos.core.floor import STANDS_MAX, Facility, Floor, Hall, Stand, StandKind, StandState
from fairpos.core.floor_changes import Changed, FreeId, Refused

AISLE = 400
"""Centimetres between rows that do not stand back to back, and around a hall's booths."""

SIDE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Booths of one row that are alike. What is None is left as it is, or as a new booth has it.

    `hall` is the name of a hall; sides are centimetres. A new booth needs zone and hall.
    """

    codes: tuple[str, ...]
    hall: str | None = None
    row: str | None = None
    zone: ZoneKey | None = None
    kind: StandKind | None = None
    state: StandState | None = None
    width: int | None = None
    depth: int | None = None
    open_sides: int | None = None
    facilities: frozenset[Facility] | None = None


def lay_out(floor: Floor, strips: Sequence[Strip], *, free_id: FreeId) -> Changed:
    """The plan with every strip on it, in their order. Raises Refused."""
    known = {stand.shown.casefold(): stand for stand in floor.stands}
    new = [replace(strip, codes=tuple(code for code in strip.codes if code.casefold() not in known))
           for strip in strips]  # fmt: skip
    if len(floor.stands) + sum(len(strip.codes) for strip in new) > STANDS_MAX:
        raise Refused("too-many", str(STANDS_MAX))
    stated = {code.casefold(): strip for strip in strips for code in strip.codes}
    made = replace(
        floor,
        stands=tuple(
            restated(stand, stated[stand.shown.casefold()]) if stand.shown.casefold() in stated else stand
            for stand in floor.stands
        ),
    )
    added: list[Stand] = []
    for strip in new:
        if strip.codes:
            made, stands = _laid(made, strip, free_id)
            added += stands
    corners = _ends(made, {stand.id for stand in added if stated[stand.code.casefold()].open_sides is None})
    return Changed(_grown(corners, {stand.hall for stand in added}), made=tuple(one.id for one in added))


def restated(stand: Stand, strip: Strip) -> Stand:
    """A stand as a strip states it, where it stands."""
    width, depth = strip.width or stand.width, strip.depth or stand.height
    sized = strip.width is not None or strip.depth is not None
    return replace(
        stand,
        zone=strip.zone or stand.zone,
        kind=strip.kind or stand.kind,
        state=strip.state or stand.state,
        width=width,
        height=depth,
        area=width * depth // 100 if sized else stand.area,
        open_sides=stand.open_sides if strip.open_sides is None else strip.open_sides,
        facilities=stand.facilities if strip.facilities is None else strip.facilities,
    )


def _laid(floor: Floor, strip: Strip, free_id: FreeId) -> tuple[Floor, list[Stand]]:
    """The booths of a strip at the end of their row; the row and the hall are made where they are not."""
    if strip.hall is None or strip.zone is None:
        raise Refused("hall-unknown", strip.codes[0])
    floor, hall = _hall(floor, strip.hall)
    row = strip.row or row_of(strip.codes[0])
    before = floor.in_row(hall.id, row)
    last = before[-1] if before else None
    left = last.x + last.width if last else AISLE
    top = last.y if last else _next_row(floor, hall.id)
    width = strip.width or SIDE
    stands = [
        restated(
            Stand(
                id=free_id(code), code=code, zone=strip.zone, hall=hall.id, row=row,
                position=(last.position if last else 0) + n + 1, x=left + n * width, y=top,
            ),
            strip,
        )
        for n, code in enumerate(strip.codes)
    ]  # fmt: skip
    return replace(floor, stands=(*floor.stands, *stands)), stands


def row_of(code: str) -> str:
    """The row a code tells of: what stands before its last number, "A" of A07."""
    return code.rstrip("0123456789").rstrip("-.") or "1"


def _hall(floor: Floor, name: str) -> tuple[Floor, Hall]:
    found = next((hall for hall in floor.halls if hall.name.casefold() == name.casefold()), None)
    if found is not None:
        return floor, found
    ids = {hall.id for hall in floor.halls}
    n = next(n for n in range(1, len(ids) + 2) if f"H{n}" not in ids)
    hall = Hall(id=f"H{n}", name=name, width=0, height=0)
    return replace(floor, halls=(*floor.halls, hall)), hall


def _next_row(floor: Floor, hall: str) -> int:
    """Where the next row of a hall begins, below everything in it."""
    rows = len(floor.rows(hall))
    if rows == 0:
        return AISLE
    marks = [mark.y + mark.height for mark in floor.landmarks if mark.hall == hall]
    bottom = max([*(stand.y + stand.height for stand in floor.in_hall(hall)), *marks])
    return bottom + (AISLE if rows % 2 else 0)


def _ends(floor: Floor, ids: set[str]) -> Floor:
    """Booths of which nobody said how many sides are open: two at the ends of a row, else one."""
    ends = {
        stand.id
        for hall in floor.halls
        for row in floor.rows(hall.id)
        for stand in (floor.in_row(hall.id, row)[0], floor.in_row(hall.id, row)[-1])
    }
    return replace(
        floor,
        stands=tuple(
            replace(stand, open_sides=2 if stand.id in ends else 1) if stand.id in ids else stand
            for stand in floor.stands
        ),
    )


def _grown(floor: Floor, halls: set[str]) -> Floor:
    """Halls that got booths, wide and deep enough to walk around them."""

    def grown(hall: Hall) -> Hall:
        stands = floor.in_hall(hall.id)
        width = max(stand.x + stand.width for stand in stands) + AISLE
        height = max(stand.y + stand.height for stand in stands) + AISLE
        return replace(hall, width=max(hall.width, width), height=max(hall.height, height))

    return replace(floor, halls=tuple(grown(hall) if hall.id in halls else hall for hall in floor.halls))

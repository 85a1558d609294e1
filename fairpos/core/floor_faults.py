"""What is wrong with a plan: what must be mended before it is published, and what a person should see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from fairpos.core.floor import Floor, Landmark, Stand, overlap, runs, touch

FaultCode = Literal[
    "code-twice",
    "position-twice",
    "overlap",
    "outside-hall",
    "no-hall",
    "on-landmark",
    "apart",
    "area-differs",
    "no-exit",
]
SERIOUS: frozenset[FaultCode] = frozenset(
    {"code-twice", "position-twice", "overlap", "outside-hall", "no-hall", "on-landmark"}
)
"""A plan with one of these is not published."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`stands` are the ids it is about; `names` what people call them, or the landmark or hall beside."""

    code: FaultCode
    stands: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def serious(self) -> bool:
        return self.code in SERIOUS


def faults(floor: Floor) -> tuple[Fault, ...]:
    """Everything wrong with a plan, the serious first; the same plan gives the same list."""
    found = [
        *_codes(floor),
        *_positions(floor),
        *_places(floor),
        *_on_each_other(floor),
        *_apart(floor),
        *_exits(floor),
    ]
    return tuple(sorted(found, key=lambda fault: (not fault.serious, fault.code, fault.names)))


def _codes(floor: Floor) -> Iterator[Fault]:
    used = Counter(stand.shown.casefold() for stand in floor.stands)
    for code in sorted(code for code, times in used.items() if times > 1):
        same = [stand for stand in floor.stands if stand.shown.casefold() == code]
        yield Fault("code-twice", tuple(stand.id for stand in same), (same[0].shown,))


def _positions(floor: Floor) -> Iterator[Fault]:
    places: dict[tuple[str, str, int], list[Stand]] = {}
    for stand in floor.stands:
        places.setdefault((stand.hall, stand.row, stand.position), []).append(stand)
    for same in places.values():
        if len(same) > 1:
            yield Fault("position-twice", tuple(s.id for s in same), tuple(s.shown for s in same))


def _places(floor: Floor) -> Iterator[Fault]:
    for stand in floor.stands:
        hall = floor.hall(stand.hall)
        if hall is None:
            yield Fault("no-hall", (stand.id,), (stand.shown,))
        elif (
            min(stand.x, stand.y) < 0
            or stand.x + stand.width > hall.width
            or stand.y + stand.height > hall.height
        ):
            yield Fault("outside-hall", (stand.id,), (stand.shown, hall.name))
        if stand.area * 100 != stand.width * stand.height:
            yield Fault("area-differs", (stand.id,), (stand.shown,))


def _on_each_other(floor: Floor) -> Iterator[Fault]:
    for hall in floor.halls:
        # Sorted from left to right, so that a stand is held against the few that may reach it.
        here = sorted(floor.in_hall(hall.id), key=lambda stand: (stand.x, stand.id))
        for n, stand in enumerate(here):
            for other in here[n + 1 :]:
                if other.x >= stand.x + stand.width:
                    break
                if overlap(stand, other):
                    yield Fault("overlap", (stand.id, other.id), (stand.shown, other.shown))
        marks = [mark for mark in floor.landmarks if mark.hall == hall.id]
        for stand in here:
            yield from (_on(stand, mark) for mark in marks if overlap(stand, mark))


def _on(stand: Stand, mark: Landmark) -> Fault:
    return Fault("on-landmark", (stand.id,), (stand.shown, mark.name or mark.kind))


def _apart(floor: Floor) -> Iterator[Fault]:
    """Neighbours by their numbers that do not touch: an aisle that nobody has noted would be swallowed."""
    for run in runs(floor.stands, floor.gaps):
        for one, other in pairwise(run):
            if not touch(one, other) and not overlap(one, other):
                yield Fault("apart", (one.id, other.id), (one.shown, other.shown))


def _exits(floor: Floor) -> Iterator[Fault]:
    for hall in floor.halls:
        exits = any(mark.hall == hall.id and mark.kind in ("exit", "entrance") for mark in floor.landmarks)
        if floor.in_hall(hall.id) and not exits:
            yield Fault("no-exit", (), (hall.name,))


def joined(floor: Floor, stands: tuple[Stand, ...]) -> bool:
    """Whether these stands are one piece of one run and touch, each the next: only then may they merge."""
    ordered = sorted(stands, key=lambda stand: stand.position)
    ids = {stand.id for stand in stands}
    inside = any(ids <= {stand.id for stand in run} for run in runs(floor.stands, floor.gaps))
    follow = all(b.position == a.position + 1 and touch(a, b) for a, b in pairwise(ordered))
    return inside and follow and not any(overlap(a, b) for a, b in combinations(ordered, 2))

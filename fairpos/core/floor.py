"""The floor of a fair: halls, stands in rows, what stands between them, and which of them can be joined.

A stand is a booth of the plan before anybody stands in it. Lengths are centimetres from the upper left corner
of its hall, areas are square decimetres (900 is the standard booth of 3 x 3 m), positions count along a row
from 1. Stands whose positions follow each other are neighbours, unless a gap lies between; a hole in the
positions is a hole in the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from fairpos.core.fair import ZoneKey

Facility = Literal["power", "power-3-phase", "water", "drain", "cold-store", "gas", "chimney"]
FACILITIES: tuple[Facility, ...] = get_args(Facility)

StandKind = Literal["booth", "area"]
STAND_KINDS: tuple[StandKind, ...] = get_args(StandKind)
"""An area is given to a district or a delegation as a whole and is never counted as booths."""

StandState = Literal["free", "fixed", "reserve", "blocked"]
STAND_STATES: tuple[StandState, ...] = get_args(StandState)
"""fixed: promised before any allocation (organiser, sponsor, stage). reserve: kept for late guests until a
date. blocked: damaged or closed."""

GapKind = Literal["aisle", "column", "door"]
GAP_KINDS: tuple[GapKind, ...] = get_args(GapKind)

LandmarkKind = Literal[
    "entrance", "exit", "stage", "toilet", "hydrant", "column", "power", "information", "first-aid", "parking"
]
LANDMARK_KINDS: tuple[LandmarkKind, ...] = get_args(LandmarkKind)

STANDARD_AREA = 900
"""Square decimetres of a standard booth, 3 x 3 m: what standard-booth equivalents are counted in."""

STANDS_MAX = 2_000
"""The most stands a plan may hold; the largest fairs of the country have a third of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A house or an open ground. Gates know it by its name."""

    id: str
    name: str
    site: str = ""
    width: int = 6_000
    height: int = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One place of the plan. `open_sides` is 0 to 4; 2 makes it a corner.

    `id` is the booth's and never changes, because sales were counted under it; `code` is what people are
    shown and may be renumbered.
    """

    id: str
    zone: ZoneKey
    hall: str
    row: str
    position: int
    code: str = ""
    area: int = STANDARD_AREA
    kind: StandKind = "booth"
    open_sides: int = 1
    facilities: frozenset[Facility] = frozenset()
    state: StandState = "free"
    x: int = 0
    y: int = 0
    width: int = 300
    height: int = 300

    @property
    def shown(self) -> str:
        return self.code or self.id

    @property
    def equivalents(self) -> Fraction:
        """How many standard booths it is worth by its area."""
        return Fraction(self.area, STANDARD_AREA)


@dataclass(frozen=True, slots=True)
class Gap:
    """A column, a door or an aisle behind the stand at position `after`: nothing is joined across it."""

    hall: str
    row: str
    after: int
    kind: GapKind = "aisle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """What people look for, or must not be blocked: a stage, an exit, a hydrant, a column."""

    id: str
    hall: str
    kind: LandmarkKind
    name: str = ""
    x: int = 0
    y: int = 0
    width: int = 200
    height: int = 200


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole plan of a fair as it stands, or as a published version keeps it."""

    halls: tuple[Hall, ...] = ()
    stands: tuple[Stand, ...] = ()
    gaps: tuple[Gap, ...] = ()
    landmarks: tuple[Landmark, ...] = ()

    def hall(self, id_: str) -> Hall | None:
        return next((hall for hall in self.halls if hall.id == id_), None)

    def stand(self, id_: str) -> Stand | None:
        return next((stand for stand in self.stands if stand.id == id_), None)

    def in_hall(self, hall: str) -> tuple[Stand, ...]:
        return tuple(stand for stand in self.stands if stand.hall == hall)

    def in_row(self, hall: str, row: str) -> tuple[Stand, ...]:
        """The stands of one row by their positions."""
        found = (stand for stand in self.stands if (stand.hall, stand.row) == (hall, row))
        return tuple(sorted(found, key=lambda stand: (stand.position, stand.id)))

    def rows(self, hall: str) -> tuple[str, ...]:
        return tuple(sorted({stand.row for stand in self.in_hall(hall)}))


Rect = Stand | Landmark


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two places of one hall lie on each other; sides that touch do not."""
    return (
        one.hall == other.hall
        and one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def touch(one: Rect, other: Rect) -> bool:
    """Whether two places of one hall share a part of a side that is longer than a corner."""
    if one.hall != other.hall or overlap(one, other):
        return False
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return (across == 0 and down > 0) or (down == 0 and across > 0)


def runs(stands: Iterable[Stand], gaps: Iterable[Gap]) -> tuple[tuple[Stand, ...], ...]:
    """The longest runs of neighbours, by hall, row and position: what may be joined is a piece of one run."""
    cut = {(gap.hall, gap.row, gap.after) for gap in gaps}
    found: list[list[Stand]] = []
    for stand in sorted(stands, key=lambda one: (one.hall, one.row, one.position, one.id)):
        before = found[-1][-1] if found else None
        if (
            before is not None
            and (before.hall, before.row, before.position + 1) == (stand.hall, stand.row, stand.position)
            and (stand.hall, stand.row, before.position) not in cut
        ):
            found[-1].append(stand)
        else:
            found.append([stand])
    return tuple(map(tuple, found))


def segments(stands: Iterable[Stand], gaps: Iterable[Gap], most: int) -> tuple[tuple[Stand, ...], ...]:
    """Every piece of a run that is one to `most` stands long."""
    return tuple(
        run[first : first + length]
        for run in runs(stands, gaps)
        for length in range(1, most + 1)
        for first in range(len(run) - length + 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much there is of a zone, or of everything. Areas stand apart: they are never counted as booths.

    `booth_area` and `area_area` are square decimetres.
    """

    booths: int = 0
    areas: int = 0
    booth_area: int = 0
    area_area: int = 0
    corners: int = 0

    @property
    def equivalents(self) -> Fraction:
        """Standard booths that everything together is worth by its area."""
        return Fraction(self.booth_area + self.area_area, STANDARD_AREA)


def count(stands: Iterable[Stand]) -> Count:
    """Blocked stands are counted as well: they are built, if not used."""
    held = tuple(stands)
    booths = [stand for stand in held if stand.kind == "booth"]
    areas = [stand for stand in held if stand.kind == "area"]
    return Count(
        booths=len(booths),
        areas=len(areas),
        booth_area=sum(stand.area for stand in booths),
        area_area=sum(stand.area for stand in areas),
        corners=sum(stand.open_sides >= 2 for stand in booths),
    )

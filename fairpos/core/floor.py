"""The floor of a fair: stands in rows, what stands between them, and which of them can be joined.

A stand is a booth of the plan before anybody stands in it. Lengths are centimetres from the upper left corner
of its hall, areas are square decimetres (900 is the standard booth of 3 x 3 m), positions count along a row
from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from fairpos.core.fair import ZoneKey

Facility = Literal["power", "power-3-phase", "water", "drain", "cold-store", "gas", "chimney"]
FACILITIES: tuple[Facility, ...] = get_args(Facility)

StandKind = Literal["booth", "area"]
"""An area is given to a district or a delegation as a whole and is never counted as booths."""

StandState = Literal["free", "fixed", "reserve", "blocked"]
"""fixed: promised before any allocation (organiser, sponsor, stage). reserve: kept for late guests until a
date. blocked: damaged or closed."""

STANDARD_AREA = 900
"""Square decimetres of a standard booth, 3 x 3 m: what standard-booth equivalents are counted in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One place of the plan. `open_sides` is 0 to 4; 2 makes it a corner."""

    id: str
    zone: ZoneKey
    hall: str
    row: str
    position: int
    area: int = STANDARD_AREA
    kind: StandKind = "booth"
    open_sides: int = 1
    facilities: frozenset[Facility] = frozenset()
    state: StandState = "free"
    x: int = 0
    y: int = 0
    width: int = 300
    height: int = 300


@dataclass(frozen=True, slots=True)
class Gap:
    """A column, a door or an aisle behind the stand at position `after`: nothing is joined across it."""

    hall: str
    row: str
    after: int

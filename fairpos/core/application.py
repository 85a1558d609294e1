"""What an exhibitor asks for: how many joined booths, where, beside and far from whom, with which papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from fairpos.core.fair import ZoneKey
from fairpos.core.floor import Facility

Trait = Literal["open-fire", "live-animals", "strong-smell", "delicate"]
"""What its goods do to neighbours. Strong smells and live animals never stand beside what is delicate (tea,
cosmetics, clothes); open fire stands in the food rows alone."""

PlaceWish = Literal["corner", "near-entrance", "near-stage", "near-information", "far-toilet", "far-stage"]
PLACE_WISHES: tuple[PlaceWish, ...] = get_args(PlaceWish)
"""Where it would like to be, whichever booth that is: near a thing on the plan, or not near it."""

BOOTHS_MAX = 4
"""The most booths one exhibitor may join."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document an exhibitor must hold. `valid_to` is its last day (ISO), None where it does not end."""

    kind: str
    valid_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One exhibitor's wishes, checked and dated.

    `unit` is whose quota it counts in: a district or commune, a province or a country. `least` and `most`
    are joined booths, 1 to 4. `wishes` are stand ids, the dearest first. `rivals` must be kept apart,
    `neighbours` must be beside. `paid` is true where the deposit is paid or waived. `received_at` is when its
    file was whole (Unix milliseconds). `priority` is the organiser's score; equal scores go to the lot.
    `shares` is whether it would share one booth with others of its unit; `stars` the best of its products;
    `places` what it would like besides; `takings_before` its takings of last season (đồng).
    """

    exhibitor: str
    zone: ZoneKey
    unit: str
    group: str
    least: int = 1
    most: int = 1
    facilities: frozenset[Facility] = frozenset()
    traits: frozenset[Trait] = frozenset()
    wishes: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    papers_missing: tuple[str, ...] = ()
    paid: bool = True
    priority: int = 0
    received_at: int = 0
    shares: bool = False
    stars: int = 0
    places: frozenset[PlaceWish] = frozenset()
    takings_before: int = 0

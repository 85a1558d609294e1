"""Parties as the allocator reckons with them: by number, with what each stand is worth to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairpos.core.allocation.ground import Ground
from fairpos.core.allocation.parties import Party, offends
from fairpos.core.allocation.terms import PLACE_POINTS, Rules, places_met, wish_points
from fairpos.core.application import Application

STAR_LEVEL = 4
"""From so many stars on goods belong where many pass (level 6)."""

STABLE_POINTS = 40
"""What staying where one is counts in a later run: more than any wish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """`size` is booths; `wishes` stands by number, the dearest first; `could` those of them it could have;
    `rivals` members by number."""

    size: int
    priority: int
    group: str
    unit: str
    wishes: tuple[int, ...]
    could: frozenset[int]
    rivals: tuple[int, ...]
    offends: bool
    delicate: bool


def worth(one: Application, stands: Sequence[int], ground: Ground, rules: Rules) -> tuple[int, int]:
    """Points of wishes (level 4) and of what lies below (levels 6, 8, 9, 10) for one exhibitor on stands."""
    ids = [ground.stands[p].id for p in stands]
    rank = next((n for n, wish in enumerate(one.wishes) if wish in ids), None)
    points = wish_points(rank)
    if one.places:
        corner = any(ground.corner[p] for p in stands)
        points += PLACE_POINTS * len(places_met(one.places, ids, corner, rules.around))
    traffic = max(rules.traffic.get(stand, 0) for stand in ids)
    lower = 4 * traffic if one.stars >= STAR_LEVEL else 0
    if one.unit in rules.weak:
        lower += 2 * traffic
    lower += min(100, sum(rules.fees.get(stand, 0) for stand in ids) // 1_000_000)
    before = rules.before.get(one.exhibitor)
    if before is not None and set(before) & set(ids):
        lower += 50
        points += STABLE_POINTS if rules.stable else 0
    return points, lower


def suits(party: Party, stands: Sequence[int], ground: Ground, rules: Rules) -> bool:
    """Whether a party may lie on these joined stands, whoever else is there (H5, H8, H9)."""
    zones = {party.main.zone, *rules.opened}
    if any(ground.stands[p].zone not in zones for p in stands):
        return False
    if "open-fire" in party.traits and not all(ground.by_fire[p] for p in stands):
        return False
    there = {facility for p in stands for facility in ground.stands[p].facilities}
    return party.facilities <= there


def traits_of(party: Party) -> tuple[bool, bool]:
    """Whether it offends what is delicate, and whether it is delicate."""
    return offends(party.traits, frozenset({"delicate"})), "delicate" in party.traits

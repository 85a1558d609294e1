"""Level 1 of an allocation: how many whole booths each unit gets, by largest remainder, with reasons.

A unit is a district or commune, a province, a country; the same rule shares booths out among zones and
product groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from fairpos.core.chance import ticket
from fairpos.core.floor import Stand

Why = Literal["share", "remainder", "lot", "most"]
"""Why the last booth of a share: by the whole part of its share, by its remainder, by lot among equal
remainders, or because its maximum ended it."""


class QuotasDoNotFit(ValueError):
    """The minimums together are `difference` booths more than there are."""

    def __init__(self, difference: int) -> None:
        super().__init__(f"the minimums are {difference} booths more than there are")
        self.difference = difference


class PartsDiffer(ValueError):
    """Parts of a plan do not add up to its total; `difference` is parts less total."""

    def __init__(self, difference: int) -> None:
        super().__init__(f"the parts differ from the total by {difference}")
        self.difference = difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a unit brings: its weight (starred products, producers, takings a booth ...), at least and at
    most so many booths. `most` is None where nothing limits it."""

    unit: str
    weight: int
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a unit gets. `exact` is its share before rounding, its minimum included."""

    unit: str
    booths: int
    exact: Fraction
    why: Why


def shares(booths: int, claims: Sequence[Claim], *, seed: str) -> tuple[Share, ...]:
    """Whole booths for every claim, in the order of the claims: the minimum first, the rest by weight.

    Whole parts first, then the largest remainders; equal remainders draw lots out of `seed`. Who reaches its
    maximum stops there and the others share what is over, so that booths are left only when every unit has
    its maximum. Raises QuotasDoNotFit.
    """
    least = sum(claim.least for claim in claims)
    if least > booths:
        raise QuotasDoNotFit(least - booths)
    exact, capped = _exact(booths, claims)
    given = {unit: int(share) for unit, share in exact.items()}
    why: dict[str, Why] = {unit: "most" if unit in capped else "share" for unit in exact}
    over = int(sum(exact.values())) - sum(given.values())
    waiting = sorted(
        (claim.unit for claim in claims if claim.unit not in capped),
        key=lambda unit: (-_remainder(exact[unit]), ticket(seed, unit), unit),
    )
    for unit in waiting[:over]:
        given[unit] += 1
        why[unit] = "remainder"
    if 0 < over < len(waiting):
        last = _remainder(exact[waiting[over - 1]])
        if last == _remainder(exact[waiting[over]]):
            why.update({unit: "lot" for unit in waiting if _remainder(exact[unit]) == last})
    return tuple(
        Share(unit=claim.unit, booths=given[claim.unit], exact=exact[claim.unit], why=why[claim.unit])
        for claim in claims
    )


def _exact(booths: int, claims: Sequence[Claim]) -> tuple[dict[str, Fraction], set[str]]:
    """Shares before rounding, and the units whose maximum ended theirs."""
    capped: set[str] = set()
    while True:
        free = [claim for claim in claims if claim.unit not in capped]
        fixed = {claim.unit: Fraction(claim.most or 0) for claim in claims if claim.unit in capped}
        rest = booths - sum(fixed.values()) - sum(claim.least for claim in free)
        weight = sum(claim.weight for claim in free)
        exact = fixed | {
            claim.unit: Fraction(claim.least) + (Fraction(rest * claim.weight) / weight if weight else 0)
            for claim in free
        }
        beyond = {claim.unit for claim in free if claim.most is not None and exact[claim.unit] > claim.most}
        if not beyond:
            return exact, capped
        capped |= beyond


def _remainder(share: Fraction) -> Fraction:
    return share - int(share)


def require_sum(total: int, parts: Iterable[int]) -> None:
    """Refuse a plan whose parts do not add up to its total. Raises PartsDiffer."""
    difference = sum(parts) - total
    if difference:
        raise PartsDiffer(difference)


def booths_by_zone(stands: Iterable[Stand]) -> Mapping[str, int]:
    """How many booths each zone has. An area is no booth, however large it is."""
    found: dict[str, int] = {}
    for stand in stands:
        if stand.kind == "booth":
            found[stand.zone] = found.get(stand.zone, 0) + 1
    return found

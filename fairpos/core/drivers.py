"""What drove a change of takings: days, traffic, how many bought, what they bought, and for how much.

Takings are days × visits a day × sales a visit × the mean basket, and the basket is a mean over zones. Each
factor is changed in this order while the later ones stay as they were, so the parts add up to the change,
and after rounding still to the đồng: each part is the difference of two rounded sums. Another order would
give other parts; this one is fixed and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from fairpos.core.money import half_up

DriverKey = Literal["days", "traffic", "per-visit", "buyers", "mix", "basket"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """One edition's totals over the same days. `zones` are (takings, sales) by zone; without sales counted
    it is empty, and what a visitor spent is one factor."""

    days: int
    takings: Fraction
    visits: Fraction
    zones: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def sales(self) -> int:
        return sum(sales for _, sales in self.zones.values())


@dataclass(frozen=True, slots=True)
class Driver:
    """One part of the change in đồng, and where the sum stands after it."""

    key: DriverKey
    effect: int
    after: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From what the earlier edition took to what this one did. `start` + every effect = `end`, exactly."""

    start: int
    drivers: tuple[Driver, ...]
    end: int


class NothingToExplain(ValueError):
    """An edition without days, takings or visits has no factors."""


def waterfall(now: Season, then: Season, *, per_day: bool) -> Waterfall:
    """What drove takings from `then` to `now`: totals, or means per open day, which leave the days out.

    Raises NothingToExplain.
    """
    if min(now.days, then.days) <= 0 or min(now.visits, then.visits, now.takings, then.takings) <= 0:
        raise NothingToExplain
    days = Fraction(1) if per_day else Fraction(then.days)
    last_days = Fraction(1) if per_day else Fraction(now.days)
    traffic, last_traffic = then.visits / then.days, now.visits / now.days
    spent = then.takings / then.visits
    steps: list[tuple[DriverKey, Fraction]] = []
    if not per_day:
        steps.append(("days", last_days * traffic * spent))
    steps.append(("traffic", last_days * last_traffic * spent))
    if now.sales > 0 and then.sales > 0:
        steps += _bought(now, then, last_days * last_traffic)
    else:
        steps.append(("per-visit", last_days * last_traffic * (now.takings / now.visits)))
    start = _rounded(days * traffic * spent)
    before, drivers = start, []
    for key, value in steps:
        after = _rounded(value)
        drivers.append(Driver(key, after - before, after))
        before = after
    return Waterfall(start, tuple(drivers), before)


def _bought(now: Season, then: Season, visits: Fraction) -> list[tuple[DriverKey, Fraction]]:
    """How many visitors bought, in which zones, and for how much."""
    last_rate = Fraction(now.sales) / now.visits
    mean = Fraction(then.takings, then.sales)
    baskets = {zone: Fraction(takings, sales) for zone, (takings, sales) in then.zones.items() if sales > 0}
    mixed = sum(
        (Fraction(sales, now.sales) * baskets.get(zone, mean) for zone, (_, sales) in now.zones.items()),
        Fraction(0),
    )
    return [
        ("buyers", visits * last_rate * mean),
        ("mix", visits * last_rate * mixed),
        ("basket", visits * last_rate * Fraction(now.takings, now.sales)),
    ]


def _rounded(value: Fraction) -> int:
    return half_up(value.numerator, value.denominator)

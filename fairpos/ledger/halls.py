"""How full the fair and its halls are now, from what their gates counted today."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fairpos.core.business_day import Calendar
from fairpos.core.occupancy import Fill, Inside, Passing, fill, inside
from fairpos.ledger.counted import hours_in_order
from fairpos.ledger.visits import Counts, Passed

DEVICES = ("clicker", "sensor")
"""The methods that count while people pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """How full one hall is ("": the fair as a whole). `capacity` is None where nobody has stated it; where no
    device counted, nobody knows who is inside."""

    hall: str
    counted: bool
    inside: Inside
    capacity: int | None

    @property
    def fill(self) -> Fill:
        return fill(self.inside.count, self.capacity if self.counted else None)


def halls(
    counts: Counts,
    calendar: Calendar,
    gates: Mapping[str, str],
    capacities: Mapping[str, int],
    *,
    day: str,
    hour: int,
) -> tuple[Hall, ...]:
    """Who is inside in an hour of a day: the whole fair first, then each hall that has gates of its own.

    `gates` names the hall of each gate. Gates between halls belong to the hall they lead into, so the fair as
    a whole is counted at the gates without a hall where there are any, else at all.
    """
    led_by: dict[str, set[str]] = {}
    for gate, hall in gates.items():
        led_by.setdefault(hall, set()).add(gate)
    every = led_by.pop("", None) or {*gates, *(one.gate for one in counts.passed)}
    order = {clock: place for place, clock in enumerate(hours_in_order(calendar))}
    found = []
    for name, here in (("", every), *sorted(led_by.items())):
        passed = _passings(counts, order, here, day)
        now = inside(passed, now=order[hour])
        found.append(Hall(hall=name, counted=bool(passed), inside=now, capacity=capacities.get(name)))
    return tuple(found)


def _passings(counts: Counts, order: Mapping[int, int], gates: Collection[str], day: str) -> list[Passing]:
    found = []
    for one in counts.passed:
        if one.day != day or one.gate not in gates or not _is_inside(counts, one):
            continue
        came = one.count if one.direction == "in" else 0
        found.append(Passing(order[one.hour], came, one.count - came))
    return found


def _is_inside(counts: Counts, one: Passed) -> bool:
    """Visitors by the method that stands; others by any, except where a sensor has seen everybody already.

    A day's figure from a paper book says nothing of who is inside now.
    """
    if one.method not in DEVICES:
        return False
    if one.category == "visitor":
        return counts.is_visit(one)
    stands = counts.decisions.get((one.gate, one.day))
    return stands is None or stands.method != "sensor"

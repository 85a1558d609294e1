"""How many are inside the fair and its halls now: entries less exits of this fair day, never negative.

Exits are missed, so those who came in are taken to have left after some hours even if nobody saw them go;
without that a hall would seem full by evening. The count begins anew at each fair day's cut-off.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from fairpos.core.business_day import Calendar
from fairpos.core.gate import Counts, Passed

STAY_HOURS = 4
"""Who came in this many hours ago is taken to have left."""

Fill = Literal["unknown", "room", "near", "full"]

NEAR = Fraction(80, 100)


@dataclass(frozen=True, slots=True)
class Passing:
    """Entries and exits of one clock hour, in the order of a fair day: `hour` is 0 for its first."""

    hour: int
    entries: int
    exits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """`count` are inside; `aged` came in and were never seen to leave; `unseen` left and were never seen to
    come. Without any exit on the day, `count` is only who came in during the last STAY_HOURS."""

    count: int
    aged: int
    unseen: int
    exits_counted: bool


def inside(passed: Sequence[Passing], *, now: int, stay: int = STAY_HOURS) -> Inside:
    """Who is inside in the hour `now`, in the order of the fair day. Exits take the earliest who came."""
    waiting: deque[list[int]] = deque()
    aged = unseen = exits = 0
    by_hour: dict[int, list[int]] = {}
    for one in passed:
        sums = by_hour.setdefault(one.hour, [0, 0])
        sums[0] += one.entries
        sums[1] += one.exits
    for hour in sorted(hour for hour in by_hour if hour <= now):
        came, left = (max(0, value) for value in by_hour[hour])
        aged += _age(waiting, hour, stay)
        waiting.append([hour, came])
        exits += left
        while left and waiting:
            taken = min(left, waiting[0][1])
            waiting[0][1] -= taken
            left -= taken
            if not waiting[0][1]:
                waiting.popleft()
        unseen += left
    aged += _age(waiting, now, stay)
    return Inside(count=sum(count for _, count in waiting), aged=aged, unseen=unseen, exits_counted=exits > 0)


def _age(waiting: deque[list[int]], hour: int, stay: int) -> int:
    aged = 0
    while waiting and hour - waiting[0][0] >= stay:
        aged += waiting.popleft()[1]
    return aged


def fill(count: int, capacity: int | None) -> Fill:
    """Where a hall stands against its capacity: a warning from 80 %, another from 100 %, never a stop."""
    if not capacity:
        return "unknown"
    share = Fraction(count, capacity)
    return "full" if share >= 1 else "near" if share >= NEAR else "room"


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
    found = []
    for name, here in (("", every), *sorted(led_by.items())):
        passed = _passings(counts, calendar, here, day)
        now = inside(passed, now=_place(calendar, hour))
        found.append(Hall(hall=name, counted=bool(passed), inside=now, capacity=capacities.get(name)))
    return tuple(found)


def _passings(counts: Counts, calendar: Calendar, gates: Collection[str], day: str) -> list[Passing]:
    found = []
    for one in counts.passed:
        if one.day != day or one.gate not in gates or not _is_inside(counts, one):
            continue
        came = one.count if one.direction == "in" else 0
        found.append(Passing(_place(calendar, one.hour), came, one.count - came))
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


def _place(calendar: Calendar, hour: int) -> int:
    """Which hour of a fair day this clock hour is, 0 for the one of its cut-off."""
    return (hour - calendar.cut_off_minute // 60) % 24

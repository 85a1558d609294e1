"""How many are inside now: entries less exits of this fair day, never negative.

Exits are missed, so those who came in are taken to have left after some hours even if nobody saw them go;
without that a hall would seem full by evening. The count begins anew at each fair day's cut-off.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

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

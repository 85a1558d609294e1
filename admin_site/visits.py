"""Visits: by day, gate and hour, who else passed, how full it is now, and what people typed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading, site_of
from fairpos.core import occupancy
from fairpos.core.business_day import Calendar, hour_of
from fairpos.core.gate import CATEGORIES, Category, Counting, Counts, Direction, Passed
from fairpos.ledger import completeness as lacks
from fairpos.ledger import fairs, gates, visits
from fairpos.ledger.counted import hours_in_order
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen

OTHERS: tuple[Category, ...] = CATEGORIES[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """A day in the row of days, with its visits; None for a day that has not come and has none."""

    day: str
    ordinal: int | None
    visits: int | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateShown:
    """One gate's part of the day. `left_out` is what other methods counted there, in entries."""

    id: str
    name: str
    entries: int
    exits: int
    counting: Counting | None
    left_out: int
    by_hour: tuple[int, ...]

    @property
    def doubled(self) -> bool:
        """Several methods counted here, and nobody has said which of them stands."""
        return self.counting is not None and bool(self.counting.doubled) and not self.counting.named


@dataclass(frozen=True, slots=True)
class OtherShown:
    category: Category
    entries: int
    exits: int


@screen(may("see"))
def visits_of_day(request: Request) -> Response:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        calendar = fairs.calendar(connection, fair.id)
        counts = visits.read(connection, fair.id)
        rows = gates.listed(connection, fair.id)
        today = calendar.day_of(now)
        day = chosen_day(request, calendar, counts, today)
        full = (
            occupancy.halls(
                counts,
                calendar,
                gates.halls_of(connection, fair.id),
                gates.capacities(connection, fair.id),
                day=day,
                hour=hour_of(now),
            )
            if day == today
            else ()
        )
        typed = visits.typed_in(connection, fair.id, day)
        lacking = lacks.completeness(connection, fair, now=now)
    names = {row.id: row.name for row in rows}
    hours = _hours(calendar, counts, day)
    shown = tuple(
        _gate(counts, gate, names.get(gate, gate), day, hours)
        for gate in sorted({*(row.id for row in rows if row.closed_at is None), *_counted_at(counts, day)})
    )
    return page(
        request,
        "site/visits.html",
        tab="visits",
        fair=fair,
        day=day,
        today=day == today,
        days=days_shown(calendar, counts, day, today),
        total=sum(one.count for one in counts.visits() if one.day == day),
        hours=hours,
        by_hour=tuple(sum(gate.by_hour[place] for gate in shown) for place in range(len(hours))),
        gates=shown,
        others=_others(counts, day),
        halls=full,
        doubled=tuple(one for one in shown if one.doubled),
        typed=typed,
        names=names,
        lacking=lacking,
        at=now,
    )


def chosen_day(request: Request, calendar: Calendar, counts: Counts, today: str) -> str:
    """The day in the URL, else today, else the last day that counted, else the first."""
    known = sorted({entry.day for entry in calendar.days} | {one.day for one in counts.passed})
    asked = request.query_params.get("day", "")
    if asked in known:
        return asked
    counted = [one.day for one in counts.passed]
    return today if today in known else max(counted, default=known[0] if known else today)


def days_shown(calendar: Calendar, counts: Counts, chosen: str, today: str) -> tuple[DayShown, ...]:
    sums: dict[str, int] = {}
    for one in counts.visits():
        sums[one.day] = sums.get(one.day, 0) + one.count
    return tuple(
        DayShown(
            day=day,
            ordinal=calendar.ordinal(day),
            visits=sums.get(day, None if day > today else 0),
            chosen=day == chosen,
        )
        for day in sorted({entry.day for entry in calendar.days} | set(sums))
    )


def _counted_at(counts: Counts, day: str) -> set[str]:
    return {one.gate for one in counts.passed if one.day == day}


def _hours(calendar: Calendar, counts: Counts, day: str) -> tuple[int, ...]:
    """The opening hours of the day, and every other hour in which somebody passed."""
    entry = next((entry for entry in calendar.days if entry.day == day), None)
    opening = set(range(entry.opens_minute // 60, -(-entry.closes_minute // 60))) if entry else set()
    seen = opening | {one.hour for one in counts.passed if one.day == day}
    return tuple(hour for hour in hours_in_order(calendar) if hour in seen)


def _gate(counts: Counts, gate: str, name: str, day: str, hours: tuple[int, ...]) -> GateShown:
    here = [one for one in counts.passed if (one.gate, one.day) == (gate, day)]
    standing = [one for one in here if one.category == "visitor" and counts.is_visit(one)]
    others = [one for one in here if one.category == "visitor" and not counts.is_visit(one)]
    return GateShown(
        id=gate,
        name=name,
        entries=_sum(standing, "in"),
        exits=_sum(standing, "out"),
        counting=counts.decisions.get((gate, day)),
        left_out=_sum(others, "in"),
        by_hour=tuple(_sum((one for one in standing if one.hour == hour), "in") for hour in hours),
    )


def _others(counts: Counts, day: str) -> tuple[OtherShown, ...]:
    found = []
    for category in OTHERS:
        here = [one for one in counts.passed if one.day == day and one.category == category]
        if here:
            found.append(OtherShown(category, _sum(here, "in"), _sum(here, "out")))
    return tuple(found)


def _sum(passed: Iterable[Passed], direction: Direction) -> int:
    return sum(one.count for one in passed if one.direction == direction)

"""The pace of a fair against the edition before: by fair day, and on a running day up to the hour."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from fairpos.core.business_day import Calendar, hour_of
from fairpos.core.measures import Scope
from fairpos.ledger.counted import Counted, hours_in_order
from fairpos.ledger.past import Past


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The end of one fair day: what was taken from the first day to it. None: not yet, or nobody knows."""

    ordinal: int
    day: str
    prior_day: str | None
    ours: int | None
    theirs: Fraction | None
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`ours` against `theirs` up to the same moment of the same fair day: the day `ordinal`, and its hour
    while it runs. None where the previous edition does not know that moment."""

    points: tuple[Point, ...]
    ordinal: int | None
    hour: int | None
    ours: int
    theirs: Fraction | None

    @property
    def change(self) -> Fraction | None:
        return None if not self.theirs or self.theirs <= 0 else self.ours / self.theirs - 1


def pace(calendar: Calendar, counted: Counted, past: Past, scope: Scope, *, now: int) -> Pace:
    """Takings of a scope, added up day by day on both sides."""
    today = calendar.day_of(now)
    points: list[Point] = []
    ours, theirs = 0, Fraction(0)
    known = True
    at: tuple[int, int | None, int, Fraction | None] | None = None
    for ordinal, day in enumerate(calendar.open_days(), 1):
        value = past.day_value("takings", scope, ordinal)
        if day == today:
            order = hours_in_order(calendar)
            hour = hour_of(now)
            over = order[: order.index(hour)]
            prior = past.hours_value("takings", scope, ordinal, over)
            so_far = ours + counted.value("takings", scope, day, over)
            at = ordinal, hour, so_far, theirs + prior if known and prior is not None else None
        known = known and value is not None
        theirs += value.value if value is not None else 0
        if day <= today:
            ours += counted.value("takings", scope, day)
        if day < today:
            at = ordinal, None, ours, theirs if known else None
        points.append(
            Point(
                ordinal=ordinal,
                day=day,
                prior_day=past.day(ordinal),
                ours=ours if day <= today else None,
                theirs=theirs if known else None,
                running=day == today,
            )
        )
    ordinal_, hour_, ours_, theirs_ = at or (None, None, 0, None)
    return Pace(points=tuple(points), ordinal=ordinal_, hour=hour_, ours=ours_, theirs=theirs_)

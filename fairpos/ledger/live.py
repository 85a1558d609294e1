"""The dashboard's figures: a read of the rollups, never of documents.

A day is held against the same fair day of the previous edition, counted by open days: the third against the
third, whatever its date. A day that still runs is held against the same hours where the previous edition was
counted here, and otherwise only said to have reached a part of that whole day; it is never called down
because it is not over.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sqlalchemy import Connection, select

from fairpos.core import occupancy
from fairpos.core.business_day import Calendar, hour_of
from fairpos.core.fair import ZONES
from fairpos.core.occupancy import Hall
from fairpos.ledger import completeness as lacks
from fairpos.ledger import fairs, gates, tables, visits
from fairpos.ledger.against import Against, Holder
from fairpos.ledger.completeness import Completeness, Suspense
from fairpos.ledger.counted import NONE, UNKNOWN_ZONE, Counted, Sums, hours_in_order
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.past import Past, past_of
from fairpos.ledger.rankings import Rank, Tender, tenders, top_articles, top_booths

DayState = Literal["done", "running", "to-come"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One fair day as far as it is known. `ordinal` is None for a day on which the fair does not trade."""

    day: str
    ordinal: int | None
    state: DayState
    takings: int
    sales: int
    voids: int
    refunds: int
    given_back: int
    visits: int
    prior_takings: int | None

    @property
    def per_visit(self) -> Fraction | None:
        return Fraction(self.takings, self.visits) if self.visits > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One zone's part of the day. Booths nobody has set up stand in a zone "unknown", so that it adds up."""

    zone: str
    takings: int
    sales: int
    share: Fraction | None
    against: Against | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    hour: int
    takings: int
    sales: int
    visits: int
    prior_takings: int | None
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Everything the live page and the wall show."""

    fair: FairRow
    at: int
    today: bool
    shown: Day
    days: tuple[Day, ...]
    open_days: int
    total_takings: int
    total_sales: int
    total_visits: int
    takings_against: Against | None
    visits_against: Against | None
    total_against: Against | None
    zones: tuple[Zone, ...]
    hours: tuple[Hour, ...]
    booths: tuple[Rank, ...]
    articles: tuple[Rank, ...]
    tenders: tuple[Tender, ...]
    completeness: Completeness
    suspense: Suspense
    halls: tuple[Hall, ...]
    prior_name: str | None
    prior_name_en: str | None

    @property
    def empty(self) -> bool:
        """No sale and no visit has been counted at this fair."""
        return self.total_sales == 0 and self.total_visits == 0 and self.total_takings == 0


def version(connection: Connection, slug: str) -> int | None:
    """The version of what a fair's pages show: the one question a page asks once a second."""
    return connection.execute(
        select(tables.fair.c.version).where(tables.fair.c.slug == slug)
    ).scalar_one_or_none()


def dashboard(
    connection: Connection,
    fair: FairRow,
    *,
    now: int,
    day: str | None = None,
    past: Past | None = None,
    counted: Counted | None = None,
) -> Dashboard:
    """A fair at `now`, with one day of it in full: `day`, else today, else the last that sold.

    `past` spares reading the previous edition again, which no longer changes; `counted` what was just read.
    """
    calendar = fairs.calendar(connection, fair.id)
    counted = counted or Counted.read(connection, fair.id)
    past = past or past_of(connection, fair)
    today = calendar.day_of(now)
    every = sorted({entry.day for entry in calendar.days} | counted.days())
    shown_day = day if day in every else _shown(calendar, counted, every, today)
    days = tuple(_day(calendar, counted, past, entry, today) for entry in every)
    shown = next(
        (entry for entry in days if entry.day == shown_day),
        _day(calendar, counted, past, shown_day, today),
    )
    hour = hour_of(now) if shown.state == "running" else None
    holder = Holder(
        calendar=calendar,
        counted=counted,
        # Nothing of a day that has not come is held against anything.
        past=None if shown.state == "to-come" else past,
        day=shown_day,
        ordinal=shown.ordinal,
        hour=hour,
    )
    previous = None if fair.prior is None else fairs.by_slug(connection, fair.prior)
    return Dashboard(
        fair=fair,
        at=now,
        today=shown_day == today,
        shown=shown,
        days=days,
        open_days=len(calendar.open_days()),
        total_takings=sum(entry.takings for entry in days),
        total_sales=sum(entry.sales for entry in days),
        total_visits=sum(entry.visits for entry in days),
        takings_against=holder.takings(),
        visits_against=holder.figure("visits", "all"),
        total_against=_total_against(days, past),
        zones=_zones(counted, shown, holder),
        hours=_hours(calendar, counted, past, shown, hour),
        booths=top_booths(connection, fair.id, shown_day),
        articles=top_articles(connection, fair.id, shown_day),
        tenders=tenders(connection, fair.id, shown_day),
        completeness=lacks.completeness(connection, fair, now=now),
        suspense=lacks.suspense(connection, fair.id),
        halls=_halls(connection, fair.id, calendar, shown_day, hour),
        prior_name=previous.name if previous else None,
        prior_name_en=previous.name_en if previous else None,
    )


def _halls(
    connection: Connection, fair_id: int, calendar: Calendar, day: str, hour: int | None
) -> tuple[Hall, ...]:
    """How full it is, while the day runs. What no device counts is left out."""
    if hour is None:
        return ()
    counts = visits.read(connection, fair_id, day=day)
    led, capacities = gates.halls_of(connection, fair_id), gates.capacities(connection, fair_id)
    every = occupancy.halls(counts, calendar, led, capacities, day=day, hour=hour)
    return tuple(hall for hall in every if hall.counted)


def _shown(calendar: Calendar, counted: Counted, every: list[str], today: str) -> str:
    sold = counted.days()
    if calendar.is_open(today) or today in sold:
        return today
    known = [day for day in every if day in sold] or [day for day in calendar.open_days() if day < today]
    return known[-1] if known else next(iter(calendar.open_days() or every), today)


def _day(calendar: Calendar, counted: Counted, past: Past | None, day: str, today: str) -> Day:
    ordinal = calendar.ordinal(day)
    sums = counted.day(day)
    value = past.day_value("takings", "all", ordinal) if past and ordinal else None
    return Day(
        day=day,
        ordinal=ordinal,
        state="running" if day == today else "done" if day < today else "to-come",
        takings=sums.takings,
        sales=sums.sales,
        voids=sums.voids,
        refunds=sums.refunds,
        given_back=sums.given_back,
        visits=counted.visits_of(day),
        prior_takings=None if value is None else int(value.value),
    )


def _total_against(days: tuple[Day, ...], past: Past | None) -> Against | None:
    """The days that are over, against the same days: all of them, or nothing is said."""
    over = [day for day in days if day.state == "done" and day.ordinal is not None]
    priors = [past.day_value("takings", "all", day.ordinal or 0) if past else None for day in over]
    known = [prior for prior in priors if prior is not None]
    if not over or len(known) != len(over) or sum(prior.value for prior in known) <= 0:
        return None
    marks = {prior.qualifier for prior in known}
    return Against(
        metric="takings",
        scope="all",
        extent="days",
        value=sum(day.takings for day in over),
        prior=Fraction(sum(prior.value for prior in known)),
        days=len(over),
        qualifier=marks.pop() if len(marks) == 1 else "estimated",
    )


def _zones(counted: Counted, shown: Day, holder: Holder) -> tuple[Zone, ...]:
    zones = [
        _zone(zone, counted.zone(shown.day, zone), shown, holder.figure("takings", zone)) for zone in ZONES
    ]
    unknown = counted.zone(shown.day, UNKNOWN_ZONE)
    if unknown != NONE:
        zones.append(_zone(UNKNOWN_ZONE, unknown, shown, None))
    return tuple(zones)


def _zone(zone: str, sums: Sums, shown: Day, against: Against | None) -> Zone:
    share = Fraction(sums.takings, shown.takings) if shown.takings > 0 else None
    return Zone(zone=zone, takings=sums.takings, sales=sums.sales, share=share, against=against)


def _hours(
    calendar: Calendar, counted: Counted, past: Past | None, shown: Day, running: int | None
) -> tuple[Hour, ...]:
    """The opening hours of the day, and any other hour in which something happened."""
    entry = next((entry for entry in calendar.days if entry.day == shown.day), None)
    opening = range(entry.opens_minute // 60, -(-entry.closes_minute // 60)) if entry else range(0)
    prior_day = past.day(shown.ordinal) if past and past.counted and shown.ordinal else None
    hours = []
    for hour in hours_in_order(calendar):
        sums = counted.hour(shown.day, hour)
        visits = counted.visits_of(shown.day, hour)
        prior = past.counted.hour(prior_day, hour).takings if past and past.counted and prior_day else None
        if hour in opening or sums != NONE or visits or prior:
            hours.append(
                Hour(
                    hour=hour,
                    takings=sums.takings,
                    sales=sums.sales,
                    visits=visits,
                    prior_takings=prior,
                    running=hour == running,
                )
            )
    return tuple(hours)

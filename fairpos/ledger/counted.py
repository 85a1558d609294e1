"""What a fair's rollups hold, summed by day, hour and zone: some hundred rows, however many sales."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fairpos.core.business_day import Calendar
from fairpos.ledger import tables
from fairpos.ledger.visits import visits_by_hour

UNKNOWN_ZONE = "unknown"
"""Where sales of booths stand that nobody has set up. They are shown, or the zones would not add up."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Takings are net of what was given back; sales counts sale documents, voided ones among them."""

    takings: int = 0
    sales: int = 0
    voids: int = 0
    refunds: int = 0
    given_back: int = 0


NONE = Sums()

TakingsKey = tuple[str, int, str]
VisitsKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """Takings by (day, hour, zone) and visits by (day, hour)."""

    takings: Mapping[TakingsKey, Sums]
    visits: Mapping[VisitsKey, int]

    @classmethod
    def read(cls, connection: Connection, fair_id: int) -> Counted:
        return cls(_takings(connection, fair_id), visits_by_hour(connection, fair_id))

    def days(self) -> set[str]:
        """Every day with anything on it."""
        return {key[0] for key in self.takings} | {key[0] for key in self.visits}

    def day(self, day: str) -> Sums:
        return _total(sums for key, sums in self.takings.items() if key[0] == day)

    def zone(self, day: str, zone: str) -> Sums:
        return _total(sums for key, sums in self.takings.items() if key[0] == day and key[2] == zone)

    def hour(self, day: str, hour: int) -> Sums:
        return _total(sums for key, sums in self.takings.items() if key[:2] == (day, hour))

    def visits_of(self, day: str, hour: int | None = None) -> int:
        """Entries of visitors, each gate by the one method that stands for it."""
        return sum(n for key, n in self.visits.items() if key[0] == day and hour in (None, key[1]))

    def value(self, metric: str, scope: str, day: str, hours: Collection[int] = range(24)) -> int:
        """Takings of a scope, or visits, of some hours of a day. Visits know no zone."""
        if metric == "visits":
            return sum(n for key, n in self.visits.items() if key[0] == day and key[1] in hours)
        return sum(
            sums.takings
            for key, sums in self.takings.items()
            if key[0] == day and key[1] in hours and scope in ("all", key[2])
        )


def hours_in_order(calendar: Calendar) -> tuple[int, ...]:
    """The clock hours of a fair day as they pass, beginning at the cut-off."""
    first = calendar.cut_off_minute // 60
    return tuple((first + i) % 24 for i in range(24))


def _total(rows: Iterable[Sums]) -> Sums:
    takings = sales = voids = refunds = given_back = 0
    for row in rows:
        takings += row.takings
        sales += row.sales
        voids += row.voids
        refunds += row.refunds
        given_back += row.given_back
    return Sums(takings, sales, voids, refunds, given_back)


class LiveCount:
    """What was counted at one fair, of which only the days that moved are read again.

    A fold only adds documents, and each of them is a sale, a void or a refund: a day whose own sums stand
    still stands still hour by hour. A recount may move money inside a day without that, so what is kept here
    is for moments, and whoever holds it begins a new one from time to time.
    """

    def __init__(self) -> None:
        self._known: tuple[Zones, Mapping[str, Sums], Mapping[TakingsKey, Sums]] = ({}, {}, {})

    def read(self, connection: Connection, fair_id: int) -> Counted:
        zones, days = zones_of(connection, fair_id), _days(connection, fair_id)
        known_zones, known_days, known = self._known
        moved = {day for day, sums in days.items() if known_days.get(day) != sums or zones != known_zones}
        takings = {key: sums for key, sums in known.items() if key[0] in days and key[0] not in moved}
        takings |= _takings(connection, fair_id, moved)
        # In one step, for others may read at the same time.
        self._known = zones, days, takings
        return Counted(takings, visits_by_hour(connection, fair_id))


Zones = Mapping[str, str]
_SUMMED = ("takings", "sales", "voids", "refunds", "given_back")


def zones_of(connection: Connection, fair_id: int) -> Zones:
    """The zone of each booth."""
    booth = tables.booth.c
    rows = connection.execute(select(booth.id, booth.zone).where(booth.fair_id == fair_id))
    return {row[0]: row[1] for row in rows}


def _days(connection: Connection, fair_id: int) -> dict[str, Sums]:
    """The sums of each day, without a look at the booths."""
    rollup = tables.takings_by_hour.c
    rows = connection.execute(
        select(rollup.day, *(func.sum(rollup[name]) for name in _SUMMED))
        .where(rollup.fair_id == fair_id)
        .group_by(rollup.day)
    )
    return {row[0]: Sums(*map(int, row[1:])) for row in rows}


def _takings(
    connection: Connection, fair_id: int, days: Collection[str] | None = None
) -> dict[TakingsKey, Sums]:
    """Of some days, or of all."""
    if days is not None and not days:
        return {}
    rollup, booth = tables.takings_by_hour, tables.booth
    zone = func.coalesce(booth.c.zone, UNKNOWN_ZONE).label("zone")
    asked = (
        select(rollup.c.day, rollup.c.hour, zone, *(func.sum(rollup.c[name]) for name in _SUMMED))
        .select_from(
            rollup.outerjoin(booth, (booth.c.fair_id == rollup.c.fair_id) & (booth.c.id == rollup.c.booth))
        )
        .where(rollup.c.fair_id == fair_id)
        .group_by(rollup.c.day, rollup.c.hour, booth.c.zone)
    )
    if days is not None:
        asked = asked.where(rollup.c.day.in_(sorted(days)))
    # PostgreSQL sums BIGINT as NUMERIC, so every sum is made an int again.
    return {(row[0], row[1], row[2]): Sums(*map(int, row[3:])) for row in connection.execute(asked)}

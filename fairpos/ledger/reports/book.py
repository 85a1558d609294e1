"""Everything reports of one fair are made from, read once: the set-up, and the rollups at a day's grain.

Some ten thousand rows, however many sales. Seven hundred statements are made from one book.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from fairpos.core.business_day import Calendar
from fairpos.core.exhibitor import Details
from fairpos.core.fair import Article, Booth, Exhibitor
from fairpos.core.floor import Stand
from fairpos.core.gate import Counts
from fairpos.ledger import completeness as lacking
from fairpos.ledger import exhibitors, fairs, floor, particulars, tables, visits
from fairpos.ledger.completeness import Completeness, Suspense
from fairpos.ledger.counted import NONE, UNKNOWN_ZONE, Counted, Sums
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.particulars import Particulars, Site
from fairpos.ledger.reports.shifts import ShiftFigures, shifts

Pair = tuple[int, int]


# Without slots, so that its indexes can be made when they are first asked for.
@dataclass(frozen=True, kw_only=True)
class Book:
    """Keys begin with the ISO day. `tenders` are (count, đồng), `sold` (thousandths, đồng), `vat` (gross,
    VAT) by rate in basis points (-1: none stated). `gates` is everything the gates counted, of which
    `counted` holds the visits."""

    fair: FairRow
    at: int
    calendar: Calendar
    booths: Mapping[str, Booth]
    exhibitors: Mapping[str, Exhibitor]
    articles: Mapping[str, Article]
    details: Mapping[str, Details]
    stands: tuple[Stand, ...]
    particulars: Particulars
    sites: tuple[Site, ...]
    takings: Mapping[tuple[str, str], Sums]
    tenders: Mapping[tuple[str, str, str], Pair]
    sold: Mapping[tuple[str, str, str, str], Pair]
    vat: Mapping[tuple[str, str, str, int], Pair]
    gates: Counts
    counted: Counted
    shifts: tuple[ShiftFigures, ...]
    completeness: Completeness
    suspense: Suspense

    @classmethod
    def read(cls, connection: Connection, fair: FairRow, *, at: int) -> Book:
        """The book as it stands now; what is missing is said as of `at`."""
        return cls(
            fair=fair,
            at=at,
            calendar=fairs.calendar(connection, fair.id),
            booths={booth.id: booth for booth in fairs.booths(connection, fair.id)},
            exhibitors={one.id: one for one in fairs.exhibitors(connection, fair.id)},
            articles={one.id: one for one in fairs.articles(connection, fair.id)},
            details={one.id: one.details for one in exhibitors.listed(connection, fair.id)},
            stands=floor.stands(connection, fair.id),
            particulars=particulars.read(connection, fair.id),
            sites=particulars.sites(connection, fair.id),
            takings=_takings(connection, fair.id),
            tenders=_pairs(connection, fair.id, "takings_by_tender", ("day", "booth", "kind"),
                           ("count", "amount")),
            sold=_pairs(connection, fair.id, "takings_by_article", ("day", "booth", "exhibitor", "article"),
                        ("quantity", "takings")),
            vat=_pairs(connection, fair.id, "takings_by_vat", ("day", "booth", "exhibitor", "rate"),
                       ("gross", "vat")),
            gates=visits.read(connection, fair.id),
            counted=Counted.read(connection, fair.id),
            shifts=shifts(connection, fair),
            completeness=lacking.completeness(connection, fair, now=at),
            suspense=lacking.suspense(connection, fair.id),
        )  # fmt: skip

    @property
    def open_days(self) -> tuple[str, ...]:
        return self.calendar.open_days()

    def days(self) -> tuple[str, ...]:
        """Every open day that has begun, and every other day with anything on it, in order."""
        today = self.calendar.day_of(self.at)
        begun = {day for day in self.open_days if day <= today}
        return tuple(sorted(begun | self.counted.days()))

    def sums(self, *, day: str | None = None, booth: str | None = None, zone: str | None = None) -> Sums:
        """Takings and counts of some days, booths or zones together."""
        if booth is not None:
            by_day = self._by_booth.get(booth, {})
            return total(sums for on, sums in by_day.items() if day in (None, on))
        return total(
            sums
            for (on, at), sums in self.takings.items()
            if day in (None, on) and zone in (None, self.zone_of(at))
        )

    @cached_property
    def _by_booth(self) -> Mapping[str, Mapping[str, Sums]]:
        found: defaultdict[str, dict[str, Sums]] = defaultdict(dict)
        for (day, booth), sums in self.takings.items():
            found[booth][day] = sums
        return found

    @cached_property
    def _standing(self) -> Mapping[str, tuple[Booth, ...]]:
        found: defaultdict[str, tuple[Booth, ...]] = defaultdict(tuple)
        for booth in self.booths.values():
            for who in booth.exhibitors:
                found[who] += (booth,)
        return dict(found)

    @cached_property
    def sold_by_exhibitor(self) -> Mapping[str, Mapping[tuple[str, str, str, str], Pair]]:
        return _grouped(self.sold, 2)

    @cached_property
    def sold_by_booth(self) -> Mapping[str, Mapping[tuple[str, str, str, str], Pair]]:
        return _grouped(self.sold, 1)

    @cached_property
    def tenders_by_booth(self) -> Mapping[str, Mapping[tuple[str, str, str], Pair]]:
        return _grouped(self.tenders, 1)

    @cached_property
    def vat_by_exhibitor(self) -> Mapping[str, Mapping[tuple[str, str, str, int], Pair]]:
        return _grouped(self.vat, 2)

    def visits_of(self, day: str | None = None) -> int:
        return sum(self.counted.visits_of(one) for one in self.days() if day in (None, one))

    def zone_of(self, booth: str) -> str:
        known = self.booths.get(booth)
        return known.zone if known else UNKNOWN_ZONE

    def booth_name(self, booth: str) -> str:
        known = self.booths.get(booth)
        return known.name if known else booth

    def exhibitor_name(self, exhibitor: str) -> str:
        known = self.exhibitors.get(exhibitor)
        return known.name if known else exhibitor

    def article_name(self, article: str) -> str:
        known = self.articles.get(article)
        return known.name if known else article

    def booths_of(self, exhibitor: str) -> tuple[Booth, ...]:
        """Where an exhibitor stands, main or beside others."""
        return self._standing.get(exhibitor, ())

    def by_exhibitor(self) -> Counter[str]:
        """The takings of every exhibitor with a line on any receipt."""
        found: Counter[str] = Counter()
        for (_, _, exhibitor, _), (_, takings) in self.sold.items():
            found[exhibitor] += takings
        return found


K = TypeVar("K", bound=tuple[object, ...])


def _grouped(pairs: Mapping[K, Pair], place: int) -> dict[str, dict[K, Pair]]:
    """The same pairs by one part of their key."""
    found: defaultdict[str, dict[K, Pair]] = defaultdict(dict)
    for key, pair in pairs.items():
        found[str(key[place])][key] = pair
    return dict(found)


def total(rows: Iterable[Sums]) -> Sums:
    added = [0, 0, 0, 0, 0]
    for row in rows:
        added[0] += row.takings
        added[1] += row.sales
        added[2] += row.voids
        added[3] += row.refunds
        added[4] += row.given_back
    return Sums(*added) if any(added) else NONE


def _takings(connection: Connection, fair_id: int) -> dict[tuple[str, str], Sums]:
    rollup = tables.takings_by_hour.c
    named = ("takings", "sales", "voids", "refunds", "given_back")
    rows = connection.execute(
        select(rollup.day, rollup.booth, *(func.sum(rollup[name]) for name in named))
        .where(rollup.fair_id == fair_id)
        .group_by(rollup.day, rollup.booth)
    )
    return {(row[0], row[1]): Sums(*map(int, row[2:])) for row in rows}


def _pairs(
    connection: Connection, fair_id: int, name: str, keys: tuple[str, ...], sums: tuple[str, str]
) -> dict[Any, Pair]:
    table = tables.metadata.tables[name]
    rows = connection.execute(
        select(*(table.c[one] for one in (*keys, *sums))).where(table.c.fair_id == fair_id)
    )
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def booth_count(book: Book) -> int:
    """How many booths there are; an area given to a district or a delegation as a whole is none."""
    areas = {stand.id for stand in book.stands if stand.kind == "area"}
    return len(book.booths.keys() - areas)

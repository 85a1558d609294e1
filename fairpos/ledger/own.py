"""What an exhibitor may know of a fair: its own booths, its own goods, its own money, and nothing of others.

Every statement here is limited to the stakes it is asked for (an exhibitor, or some of its booths), in the
database and not afterwards. In a booth that several share, sums of articles are told apart by who sold them;
hours, tenders and drawers cannot be, and so they are told only of booths where nobody else stands or has
sold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select, union

from fairpos.core.business_day import hour_of
from fairpos.core.rights import Stake
from fairpos.ledger import fairs, tables
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.own_drawers import Drawer, drawers, stock
from fairpos.ledger.stakes import exhibitors, held


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBooth:
    """A booth where one stands or has sold; `shared` when it is another's, too."""

    id: str
    name: str
    zone: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnArticle:
    """An article with its quantities in thousandths. `left` is None where nobody put any to stock."""

    id: str
    name: str
    unit: str
    today: int
    sold: int
    takings: int
    left: int | None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """Takings of a day; `ordinal` is None on a day without trading."""

    day: str
    ordinal: int | None
    takings: int
    is_today: bool
    to_come: bool


@dataclass(frozen=True, slots=True)
class OwnHour:
    hour: int
    takings: int
    running: bool


@dataclass(frozen=True, slots=True)
class OwnTender:
    kind: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Everything of one's own page. `sales`, `hours` and `tenders` are None when every booth is shared."""

    fair: FairRow
    at: int
    names: tuple[str, ...]
    booths: tuple[OwnBooth, ...]
    today: str
    days: tuple[OwnDay, ...]
    articles: tuple[OwnArticle, ...]
    drawers: tuple[Drawer, ...]
    sales: int | None
    hours: tuple[OwnHour, ...] | None
    tenders: tuple[OwnTender, ...] | None

    @property
    def takings_today(self) -> int:
        return sum(day.takings for day in self.days if day.is_today)

    @property
    def takings(self) -> int:
        return sum(day.takings for day in self.days)

    @property
    def shared(self) -> tuple[OwnBooth, ...]:
        return tuple(booth for booth in self.booths if booth.shared)


@dataclass(frozen=True, slots=True)
class Sold:
    """One article at one booth on one day: what an export lists."""

    day: str
    booth: str
    article: str
    unit: str
    quantity: int
    takings: int


def read(connection: Connection, fair: FairRow, stakes: Collection[Stake], *, now: int) -> Own:
    """The page of these stakes at `now`."""
    calendar = fairs.calendar(connection, fair.id)
    today = calendar.day_of(now)
    by_day = _by_day(connection, fair.id, stakes)
    every = sorted({entry.day for entry in calendar.days if entry.is_open} | by_day.keys())
    booths = booths_of(connection, fair.id, stakes)
    alone = [booth.id for booth in booths if not booth.shared]
    hours = _hours(connection, fair.id, alone, today)
    return Own(
        fair=fair,
        at=now,
        names=_names(connection, fair.id, stakes),
        booths=booths,
        today=today,
        days=tuple(
            OwnDay(day, calendar.ordinal(day), by_day.get(day, 0), day == today, day > today) for day in every
        ),
        articles=_articles(connection, fair.id, stakes, today),
        drawers=drawers(connection, fair.id, alone),
        sales=sum(sales for _, sales in hours.values()) if alone else None,
        hours=_chart(hours, fair.cut_off_minute // 60, hour_of(now)) if alone else None,
        tenders=_tenders(connection, fair.id, alone, today) if alone else None,
    )


def booths_of(connection: Connection, fair_id: int, stakes: Collection[Stake]) -> tuple[OwnBooth, ...]:
    """Where these exhibitors stand or have sold, by name."""
    booth = tables.booth
    shared = set(connection.execute(_places(fair_id, stakes, others=True)).scalars())
    rows = connection.execute(
        select(booth.c.id, booth.c.name, booth.c.zone)
        .where(booth.c.fair_id == fair_id, booth.c.id.in_(_places(fair_id, stakes, others=False)))
        .order_by(booth.c.name, booth.c.id)
    )
    return tuple(OwnBooth(id=row.id, name=row.name, zone=row.zone, shared=row.id in shared) for row in rows)


def sold(connection: Connection, fair_id: int, stakes: Collection[Stake]) -> tuple[Sold, ...]:
    """What these exhibitors sold, by day, booth and article."""
    rollup, article, booth = tables.takings_by_article, tables.article, tables.booth
    rows = connection.execute(
        select(
            rollup.c.day,
            func.coalesce(booth.c.name, rollup.c.booth),
            func.coalesce(article.c.name, rollup.c.article),
            func.coalesce(article.c.unit, ""),
            rollup.c.quantity,
            rollup.c.takings,
        )
        .select_from(
            rollup.outerjoin(
                article, (article.c.fair_id == rollup.c.fair_id) & (article.c.id == rollup.c.article)
            ).outerjoin(booth, (booth.c.fair_id == rollup.c.fair_id) & (booth.c.id == rollup.c.booth))
        )
        .where(rollup.c.fair_id == fair_id, held(rollup, stakes))
        .order_by(rollup.c.day, rollup.c.booth, rollup.c.article)
    )
    return tuple(Sold(*row) for row in rows)


def _places(fair_id: int, stakes: Collection[Stake], *, others: bool) -> Select[tuple[str]]:
    """Booth ids at which these exhibitors, or the others, stand or have sold."""
    parts = []
    for table in (tables.allocation, tables.takings_by_article):
        chosen = table.c.exhibitor.not_in(exhibitors(stakes)) if others else held(table, stakes)
        parts.append(select(table.c.booth).where(table.c.fair_id == fair_id, chosen))
    found = union(*parts).subquery()
    return select(found.c.booth)


def _names(connection: Connection, fair_id: int, stakes: Collection[Stake]) -> tuple[str, ...]:
    exhibitor = tables.exhibitor
    rows = connection.execute(
        select(exhibitor.c.name)
        .where(exhibitor.c.fair_id == fair_id, exhibitor.c.id.in_(exhibitors(stakes)))
        .order_by(exhibitor.c.name)
    )
    return tuple(rows.scalars())


def _by_day(connection: Connection, fair_id: int, stakes: Collection[Stake]) -> dict[str, int]:
    rollup = tables.takings_by_article
    rows = connection.execute(
        select(rollup.c.day, func.sum(rollup.c.takings))
        .where(rollup.c.fair_id == fair_id, held(rollup, stakes))
        .group_by(rollup.c.day)
    )
    return {day: int(takings) for day, takings in rows}


def _articles(
    connection: Connection, fair_id: int, stakes: Collection[Stake], today: str
) -> tuple[OwnArticle, ...]:
    """What is on one's list and what was sold, the best first."""
    article, rollup = tables.article, tables.takings_by_article
    sums: dict[str, tuple[int, int, int]] = {}
    for row in connection.execute(
        select(rollup.c.article, rollup.c.day, func.sum(rollup.c.quantity), func.sum(rollup.c.takings))
        .where(rollup.c.fair_id == fair_id, held(rollup, stakes))
        .group_by(rollup.c.article, rollup.c.day)
    ):
        quantity, takings = int(row[2]), int(row[3])
        before = sums.get(row[0], (0, 0, 0))
        of_today = takings if row[1] == today else 0
        sums[row[0]] = (before[0] + of_today, before[1] + quantity, before[2] + takings)
    named = {
        row.id: (row.name, row.unit)
        for row in connection.execute(
            select(article.c.id, article.c.name, article.c.unit).where(
                article.c.fair_id == fair_id, article.c.exhibitor.in_(exhibitors(stakes))
            )
        )
    }
    moved = stock(connection, fair_id, stakes)
    found = []
    for key in named.keys() | sums.keys():
        of_today, quantity, takings = sums.get(key, (0, 0, 0))
        name, unit = named.get(key, (key, ""))
        left = moved[key] - quantity if key in moved else None
        found.append(
            OwnArticle(
                id=key, name=name, unit=unit, today=of_today, sold=quantity, takings=takings, left=left
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.takings, one.name, one.id)))


def _hours(
    connection: Connection, fair_id: int, booths: Collection[str], day: str
) -> dict[int, tuple[int, int]]:
    """Takings and sales of each hour that had any."""
    rollup = tables.takings_by_hour
    rows = connection.execute(
        select(rollup.c.hour, func.sum(rollup.c.takings), func.sum(rollup.c.sales))
        .where(rollup.c.fair_id == fair_id, rollup.c.day == day, rollup.c.booth.in_(booths))
        .group_by(rollup.c.hour)
    )
    return {hour: (int(takings), int(sales)) for hour, takings, sales in rows}


def _chart(hours: Mapping[int, tuple[int, int]], first: int, now: int) -> tuple[OwnHour, ...]:
    """From the first hour that sold to the last, without a gap; a day begins with the hour `first`."""
    if not hours:
        return ()
    placed = [(hour - first) % 24 for hour in hours]
    every = [(first + place) % 24 for place in range(min(placed), max(placed) + 1)]
    return tuple(OwnHour(hour, hours.get(hour, (0, 0))[0], hour == now) for hour in every)


def _tenders(
    connection: Connection, fair_id: int, booths: Collection[str], day: str
) -> tuple[OwnTender, ...]:
    rollup = tables.takings_by_tender
    amount = func.sum(rollup.c.amount)
    rows = connection.execute(
        select(rollup.c.kind, amount)
        .where(rollup.c.fair_id == fair_id, rollup.c.day == day, rollup.c.booth.in_(booths))
        .group_by(rollup.c.kind)
        .order_by(amount.desc(), rollup.c.kind)
    )
    return tuple(OwnTender(kind, int(sum_)) for kind, sum_ in rows)

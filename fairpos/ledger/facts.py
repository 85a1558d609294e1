"""All that is known of one edition for comparing it, read once: some thousand sums, whatever the sales.

A closed edition does not change any more, and an open one says so by its version; so what was read is kept
(`Kept`) until the version of its fair is another.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection, case, func, select

from fairpos.core.business_day import Calendar
from fairpos.core.fair import Booth, Exhibitor
from fairpos.ledger import fairs, seasons, tables
from fairpos.ledger.counted import UNKNOWN_ZONE, Counted
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.seasons import StatedFigure


@dataclass(frozen=True, slots=True)
class Good:
    """What an article is, as far as a comparison asks."""

    name: str
    group: str
    stars: int | None
    exhibitor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`booth_sums` are (takings, sales) by (day, booth), `good_sums` takings by (day, booth, exhibitor,
    article). `tills` still hold at least `held` documents that are in none of it. `made` keeps what
    was worked out of these facts, which do not change."""

    fair: FairRow
    calendar: Calendar
    counted: Counted
    booth_sums: Mapping[tuple[str, str], tuple[int, int]]
    good_sums: Mapping[tuple[str, str, str, str], int]
    booths: Mapping[str, Booth]
    exhibitors: Mapping[str, Exhibitor]
    goods: Mapping[str, Good]
    stated: tuple[StatedFigure, ...]
    tills: int
    held: int
    made: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def zone(self, booth: str) -> str:
        known = self.booths.get(booth)
        return UNKNOWN_ZONE if known is None else known.zone

    def open_days(self) -> tuple[str, ...]:
        return self.calendar.open_days()


def read(connection: Connection, fair: FairRow) -> Facts:
    """Everything of one edition."""
    hours, goods, article = tables.takings_by_hour.c, tables.takings_by_article.c, tables.article.c
    booth_rows = connection.execute(
        select(hours.day, hours.booth, func.sum(hours.takings), func.sum(hours.sales))
        .where(hours.fair_id == fair.id)
        .group_by(hours.day, hours.booth)
    )
    good_rows = connection.execute(
        select(goods.day, goods.booth, goods.exhibitor, goods.article, goods.takings).where(
            goods.fair_id == fair.id
        )
    )
    good_names = connection.execute(
        select(article.id, article.name, article.product_group, article.stars, article.exhibitor).where(
            article.fair_id == fair.id
        )
    )
    tills, held = _outstanding(connection, fair.id)
    return Facts(
        fair=fair,
        calendar=fairs.calendar(connection, fair.id),
        counted=Counted.read(connection, fair.id),
        booth_sums={(row[0], row[1]): (int(row[2]), int(row[3])) for row in booth_rows},
        good_sums={(row[0], row[1], row[2], row[3]): int(row[4]) for row in good_rows},
        booths={booth.id: booth for booth in fairs.booths(connection, fair.id)},
        exhibitors={one.id: one for one in fairs.exhibitors(connection, fair.id)},
        goods={row[0]: Good(row[1], row[2], row[3], row[4]) for row in good_names},
        stated=seasons.every(connection, fair.id),
        tills=tills,
        held=held,
    )


@dataclass
class Kept:
    """The facts of the editions asked for last, as long as their fair's version stands."""

    most: int = 24
    _found: OrderedDict[int, Facts] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, connection: Connection, fair: FairRow) -> Facts:
        with self._lock:
            known = self._found.get(fair.id)
        # Tills that still hold something say so without a new version, so an open fair is read again.
        if known is not None and known.fair == fair and fair.status in ("closed", "archived"):
            return known
        found = read(connection, fair)
        with self._lock:
            self._found[fair.id] = found
            self._found.move_to_end(fair.id)
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        return found


def _outstanding(connection: Connection, fair_id: int) -> tuple[int, int]:
    """How many tills and terminals are known to hold documents that are not here, and how many at least."""
    state, stream = tables.till_state.c, tables.stream.c
    behind = case((stream.top > stream.head_seq, stream.top - stream.head_seq), else_=0)
    at_tills = select(func.count(), func.sum(state.pending)).where(
        state.fair_id == fair_id, state.pending > 0
    )
    # A forked stream never catches up: what it held comes again in the stream that continues it.
    at_terminals = select(func.count(), func.sum(behind)).where(
        stream.fair_id == fair_id, behind > 0, stream.forked_at.is_(None)
    )
    rows = [connection.execute(query).one() for query in (at_tills, at_terminals)]
    return sum(int(row[0]) for row in rows), sum(int(row[1] or 0) for row in rows)

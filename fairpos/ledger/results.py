"""What is known of one edition for one metric and scope: counted in its ledger, stated by sources, or both.

While a fair is open its ledger counts. Once it is closed, the chosen stated figure stands for it as
published, and the ledger's own is kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sqlalchemy import Connection, and_, case, func, select

from fairpos.core.business_day import Calendar
from fairpos.core.measures import METRIC_WORDS, SCOPE_WORDS, Coverage, Measure, Metric, Scope, combined
from fairpos.core.money import Language
from fairpos.ledger import fairs, seasons, tables, visits
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.seasons import StatedFigure


class NotComparable(ValueError):
    """No figure here may be held against another. `code` is for machines, `text` for people."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.vi = vi
        self.en = en

    def text(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A figure and where it comes from: its edition's ledger, or `name`, who stated it."""

    fair: str
    kind: Literal["ledger", "stated"]
    name: str
    measure: Measure
    used: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything known of one metric and scope of one edition.

    Days are places among the edition's open days: 1 is its first. `done` are those that are over, `by_day`
    what the ledger counted on each, `outside` what it counted on days on which the fair does not trade.
    """

    row: FairRow
    metric: Metric
    scope: Scope
    open_days: int
    done: tuple[int, ...]
    counted: bool
    by_day: Mapping[int, int]
    outside: int
    tills: int
    held: int
    stated: tuple[StatedFigure, ...]
    stated_days: Mapping[int, StatedFigure]

    def whole(self) -> Source:
        """The figure that stands for this edition so far. Raises NotComparable."""
        chosen = next((figure for figure in self.stated if figure.chosen), None)
        if chosen is not None and (_is_closed(self.row) or not self.counted):
            return self.stated_by(chosen)
        if self.counted:
            if not self.done:
                raise NotComparable(
                    "no-complete-day",
                    f"{self.row.name} chưa có ngày nào trọn vẹn để so sánh",
                    f"{self.row.name_en} has no complete day yet",
                )
            return self.from_ledger(self.done)
        every_day = tuple(range(1, self.open_days + 1))
        if every_day and set(self.stated_days) == set(every_day):
            return self._from_stated_days(every_day)
        raise NotComparable(
            "no-figure",
            f"{self.row.name} không có số liệu {METRIC_WORDS[self.metric]['vi'].lower()} "
            f"({SCOPE_WORDS[self.scope]['vi']})",
            f"{self.row.name_en} has no figure of {METRIC_WORDS[self.metric]['en'].lower()} "
            f"({SCOPE_WORDS[self.scope]['en']})",
        )

    def of_days(self, days: tuple[int, ...]) -> Source:
        """The total of some open days, counted here or stated day by day. Raises NotComparable."""
        if self.counted and days:
            return self.from_ledger(days)
        if days and set(days) <= set(self.stated_days):
            return self._from_stated_days(days)
        listed = ", ".join(map(str, days))
        raise NotComparable(
            "no-day-figures",
            f"{self.row.name} không có số liệu từng ngày (ngày mở cửa thứ {listed})",
            f"{self.row.name_en} has no figures by day (open day {listed})",
        )

    def from_ledger(self, days: tuple[int, ...]) -> Source:
        measure = Measure(
            metric=self.metric,
            scope=self.scope,
            basis="total",
            value=Fraction(sum(self.by_day.get(day, 0) for day in days)),
            coverage=Coverage(days=days, of=self.open_days, tills=self.tills, held=self.held),
        )
        return Source(fair=self.row.slug, kind="ledger", name="", measure=measure)

    def stated_by(self, figure: StatedFigure) -> Source:
        """A source's figure of the whole fair. A total whose days it does not state takes the calendar's; a
        mean does not, because a published mean is rounded and its multiple would pretend to be a sum."""
        days = figure.days or (self.open_days if figure.basis == "total" else None)
        measure = Measure(
            metric=figure.metric,
            scope=figure.scope,
            basis=figure.basis,
            value=Fraction(figure.value),
            coverage=Coverage(days=tuple(range(1, days + 1)) if days else None, of=days or None),
            qualifier=figure.qualifier,
        )
        return Source(fair=self.row.slug, kind="stated", name=figure.source, measure=measure)

    def _from_stated_days(self, days: tuple[int, ...]) -> Source:
        figures = [self.stated_days[day] for day in days]
        measure = Measure(
            metric=self.metric,
            scope=self.scope,
            basis="total",
            value=Fraction(sum(figure.value for figure in figures)),
            coverage=Coverage(days=days, of=self.open_days),
            qualifier=combined([figure.qualifier for figure in figures]),
        )
        names = "; ".join(dict.fromkeys(figure.source for figure in figures))
        return Source(fair=self.row.slug, kind="stated", name=names, measure=measure)


def result(connection: Connection, slug: str, *, metric: Metric, scope: Scope, at: int) -> Result:
    """What is known at the moment `at`. Raises fairs.NoSuchFair, and NotComparable for visits of a zone."""
    if metric == "visits" and scope != "all":
        raise NotComparable(
            "visits-by-zone",
            "lượt khách được đếm ở cổng, không tách theo khu",
            "visits are counted at the gates, not by zone",
        )
    row = fairs.by_slug(connection, slug)
    if row is None:
        raise fairs.NoSuchFair(slug)
    calendar = fairs.calendar(connection, row.id)
    sums = _ledger_days(connection, row.id, metric, scope)
    by_day = {place: sums.pop(day) for place, day in enumerate(calendar.open_days(), 1) if day in sums}
    tills, held = _outstanding(connection, row.id)
    return Result(
        row=row,
        metric=metric,
        scope=scope,
        open_days=len(calendar.open_days()),
        done=_done(row, calendar, at),
        # A zone that sold nothing in a ledger that counts the others has sold nothing: that is a figure too.
        counted=bool(by_day or sums or _ledger_days(connection, row.id, metric, "all")),
        by_day=by_day,
        outside=sum(sums.values()),
        tills=tills,
        held=held,
        stated=seasons.of_whole_fair(connection, row.id, metric=metric, scope=scope),
        stated_days=seasons.of_days(connection, row.id, metric=metric, scope=scope),
    )


def _is_closed(row: FairRow) -> bool:
    return row.status in ("closed", "archived")


def _done(row: FairRow, calendar: Calendar, at: int) -> tuple[int, ...]:
    """The open days that are over: all of a closed fair, those before today of any other."""
    days = calendar.open_days()
    if not _is_closed(row):
        days = tuple(day for day in days if day < calendar.day_of(at))
    return tuple(range(1, len(days) + 1))


def _ledger_days(connection: Connection, fair_id: int, metric: Metric, scope: Scope) -> dict[str, int]:
    """What the rollups hold, by ISO day, open or not."""
    if metric == "visits":
        return visits.visits_by_day(connection, fair_id)
    takings, booth = tables.takings_by_hour.c, tables.booth.c
    summed = select(takings.day, func.sum(takings.takings)).where(takings.fair_id == fair_id)
    if scope != "all":
        here = and_(booth.fair_id == takings.fair_id, booth.id == takings.booth)
        summed = summed.join(tables.booth, here).where(booth.zone == scope)
    summed = summed.group_by(takings.day)
    return {day: int(value) for day, value in connection.execute(summed)}


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

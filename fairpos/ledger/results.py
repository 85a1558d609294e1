"""What is known of one edition for one metric and scope: counted in its ledger, stated by sources, or both.

While a fair is open its ledger counts. Once it is closed, the chosen stated figure stands for it as
published, and the ledger's own is kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sqlalchemy import Connection

from fairpos.core.business_day import Calendar
from fairpos.core.measure_words import RATIOS, SIZES
from fairpos.core.measures import (
    METRIC_WORDS,
    SCOPE_WORDS,
    Coverage,
    DaysUnknown,
    Measure,
    Metric,
    NotOneBasis,
    Scope,
    combined,
    of_two,
)
from fairpos.core.money import Language
from fairpos.ledger import facts, fairs, seasons, sizes
from fairpos.ledger.facts import Facts
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
    `first_days` is what a source counted while the fair ran on, `size` what the set-up has of booths and the
    like, `ratio` the two figures that a ratio is worked out of.
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
    first_days: StatedFigure | None = None
    size: int | None = None
    ratio: tuple[Result, Result] | None = None

    def whole(self) -> Source:
        """The figure that stands for this edition so far. Raises NotComparable."""
        if self.ratio is not None:
            return self._of_two(*(part.whole() for part in self.ratio))
        chosen = next((figure for figure in self.stated if figure.chosen), None)
        if chosen is not None and (_is_closed(self.row) or not self.counted):
            return self.stated_by(chosen)
        if self.counted:
            if not self.done and self.size is None:
                raise NotComparable(
                    "no-complete-day",
                    f"{self.row.name} chưa có ngày nào trọn vẹn để so sánh",
                    f"{self.row.name_en} has no complete day yet",
                )
            return self.from_ledger(self.done)
        if self.first_days is not None:
            return self.stated_by(self.first_days)
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
        if self.ratio is not None:
            return self._of_two(*(part.of_days(days) for part in self.ratio))
        if self.counted and days:
            return self.from_ledger(days)
        if days and set(days) <= set(self.stated_days):
            return self._from_stated_days(days)
        if self.first_days is not None and days == tuple(range(1, (self.first_days.days or 0) + 1)):
            return self.stated_by(self.first_days)
        listed = ", ".join(map(str, days))
        raise NotComparable(
            "no-day-figures",
            f"{self.row.name} không có số liệu từng ngày (ngày mở cửa thứ {listed})",
            f"{self.row.name_en} has no figures by day (open day {listed})",
        )

    def from_ledger(self, days: tuple[int, ...]) -> Source:
        if self.size is not None:
            measure = Measure(
                metric=self.metric, scope=self.scope, basis="total", value=Fraction(self.size),
                coverage=Coverage(days=None, of=None),
            )  # fmt: skip
            return Source(fair=self.row.slug, kind="ledger", name="", measure=measure)
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
        if self.metric in SIZES:
            days = None
        coverage = Coverage(days=tuple(range(1, days + 1)) if days else None, of=days or None)
        if figure.extent == "partial" and days:
            more = self.open_days if self.open_days > days else None
            coverage = Coverage(days=tuple(range(1, days + 1)), of=more, partial=True)
        measure = Measure(
            metric=figure.metric,
            scope=figure.scope,
            basis=figure.basis,
            value=Fraction(figure.value),
            coverage=coverage,
            qualifier=figure.qualifier,
            also=figure.also,
        )
        return Source(fair=self.row.slug, kind="stated", name=figure.source, measure=measure)

    def _of_two(self, over: Source, under: Source) -> Source:
        try:
            measure = of_two(over.measure, under.measure, self.metric)
        except (DaysUnknown, NotOneBasis) as bad:
            raise NotComparable(
                "ratio",
                f"{self.row.name}: hai số liệu của tỷ lệ này không cùng số ngày",
                f"{self.row.name_en}: the two figures of this ratio are not of the same days",
            ) from bad
        kind = over.kind if over.kind == under.kind else "stated"
        names = "; ".join(dict.fromkeys(name for name in (over.name, under.name) if name))
        return Source(fair=self.row.slug, kind=kind, name=names, measure=measure)

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
    _refuse_zones(metric, scope)
    row = fairs.by_slug(connection, slug)
    if row is None:
        raise fairs.NoSuchFair(slug)
    return of_facts(facts.read(connection, row), metric=metric, scope=scope, at=at)


def of_facts(known: Facts, *, metric: Metric, scope: Scope, at: int) -> Result:
    """What is known of one metric and scope at the moment `at`. Raises NotComparable for visits of a zone."""
    _refuse_zones(metric, scope)
    calendar = known.calendar
    sums = day_sums(known, metric, scope)
    by_day = {place: sums.pop(day) for place, day in enumerate(calendar.open_days(), 1) if day in sums}
    figures = tuple(
        one for one in known.stated if one.about == (metric, scope, "", "", seasons.WHOLE_FAIR, "full")
    )
    ratio = None
    if metric in RATIOS:
        under: Metric = "visits" if metric == "takings-per-visit" else "sales"
        ratio = (
            of_facts(known, metric="takings", scope=scope, at=at),
            of_facts(known, metric=under, scope="all" if under == "visits" else scope, at=at),
        )
    size = counted_size(known, metric, scope) if metric in SIZES else None
    return Result(
        row=known.fair,
        metric=metric,
        scope=scope,
        open_days=len(calendar.open_days()),
        done=_done(known.fair, calendar, at),
        # A zone that sold nothing in a ledger that counts the others has sold nothing: that is a figure too.
        counted=size is not None or bool(by_day or sums or day_sums(known, metric, "all")),
        by_day=by_day,
        outside=sum(sums.values()),
        tills=known.tills,
        held=known.held,
        stated=figures,
        stated_days=seasons.chosen_days(known.stated, calendar, metric=metric, scope=scope),
        first_days=next(
            (
                one
                for one in known.stated
                if one.chosen and one.about == (metric, scope, "", "", "", "partial")
            ),
            None,
        ),
        size=size,
        ratio=ratio,
    )


def _refuse_zones(metric: Metric, scope: Scope) -> None:
    if metric == "visits" and scope != "all":
        raise NotComparable(
            "visits-by-zone",
            "lượt khách được đếm ở cổng, không tách theo khu",
            "visits are counted at the gates, not by zone",
        )


def day_sums(known: Facts, metric: Metric, scope: Scope) -> dict[str, int]:
    """What the rollups hold of a flow, by ISO day, open or not."""
    found: dict[str, int] = {}
    if metric == "visits":
        for (day, _hour), count in known.counted.visits.items():
            found[day] = found.get(day, 0) + count
    elif metric in ("takings", "sales"):
        for (day, _hour, zone), sums in known.counted.takings.items():
            if scope in ("all", zone):
                value = sums.takings if metric == "takings" else sums.sales
                found[day] = found.get(day, 0) + value
    return found


def counted_size(known: Facts, metric: Metric, scope: Scope) -> int | None:
    """A size as the set-up has it; None where nothing is set up, or nobody counts it here."""
    if metric == "provinces":
        standing = sizes.things(known, "exhibitors", scope)
        if standing is None:
            return None
        return len({known.exhibitors[one.exhibitor].province for one in standing} - {None})
    found = sizes.things(known, metric, scope)
    return None if found is None else len(found)


def _is_closed(row: FairRow) -> bool:
    return row.status in ("closed", "archived")


def _done(row: FairRow, calendar: Calendar, at: int) -> tuple[int, ...]:
    """The open days that are over: all of a closed fair, those before today of any other."""
    days = calendar.open_days()
    if not _is_closed(row):
        days = tuple(day for day in days if day < calendar.day_of(at))
    return tuple(range(1, len(days) + 1))

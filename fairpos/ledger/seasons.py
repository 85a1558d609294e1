"""Figures stated by a person or a source: editions from before FairPOS, and what was published beside them.

Sources contradict each other, and that is normal: every figure is kept under its source, and one of them is
chosen for showing. Nothing is ever averaged away or overwritten by another source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from fairpos.core.business_day import Calendar
from fairpos.core.document import TEXT_MAX
from fairpos.core.fair import ZONES
from fairpos.core.measure_words import SIZES, Basis, Metric, Qualifier, Scope
from fairpos.core.measures import combined
from fairpos.ledger import fairs, tables

WHOLE_FAIR = ""
"""The `day` of a figure that is of no single day."""

VALUE_MAX = 10**15

PartKind = Literal["", "district", "province", "country", "booth", "group"]
Extent = Literal["full", "partial"]


class BadFigure(ValueError):
    """This cannot be a figure of this fair. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoSuchFigure(LookupError):
    """No source stated this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """What one source says. `value` is đồng or a count, of the whole fair or of one `day` (an ISO date), of
    all of `scope` or of one `part` of it, known by its name or key `place`.

    `days` is how many open days the source says it is of, None when it does not say; `counted_from` and
    `counted_to` are ISO dates where it names them. A "partial" figure counts first days only.
    `also` is a second qualifier, `written` what stood in the source.
    """

    metric: Metric
    scope: Scope
    source: str
    basis: Basis
    value: int
    qualifier: Qualifier = "exact"
    days: int | None = None
    day: str = WHOLE_FAIR
    chosen: bool = False
    part: PartKind = ""
    place: str = ""
    extent: Extent = "full"
    counted_from: str | None = None
    counted_to: str | None = None
    also: Qualifier = "exact"
    written: str = ""
    note: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """What it is of: of all figures about one thing, one is chosen."""
        return (self.metric, self.scope, self.part, self.place, self.day, self.extent)

    @property
    def key(self) -> str:
        """A short name for this source's word on it, for forms."""
        said = "\x1f".join((*self.about, self.source, self.basis))
        return hashlib.sha256(said.encode()).hexdigest()[:20]


def state(connection: Connection, fair_id: int, figure: StatedFigure) -> None:
    """Keep what a source says; the same source saying something else later replaces its own word only.

    A figure that comes in as chosen takes the place of the one chosen before. Raises BadFigure and
    fairs.NoSuchFair.
    """
    check(figure, fairs.calendar(connection, fair_id))
    fairs.bump(connection, fair_id)
    stated = tables.stated
    if figure.chosen:
        connection.execute(update(stated).where(_about(fair_id, figure)).values(chosen=False))
    connection.execute(delete(stated).where(_said(fair_id, figure)))
    fields = {field: getattr(figure, field) for field in figure.__dataclass_fields__}
    connection.execute(insert(stated).values(fair_id=fair_id, **fields))


def choose(connection: Connection, fair_id: int, figure: StatedFigure) -> None:
    """Show this source's figure from now on instead of the others'. Raises NoSuchFigure."""
    fairs.bump(connection, fair_id)
    stated = tables.stated
    connection.execute(update(stated).where(_about(fair_id, figure)).values(chosen=False))
    one = update(stated).where(_said(fair_id, figure))
    if connection.execute(one.values(chosen=True)).rowcount == 0:
        raise NoSuchFigure(figure.source)


def withdraw(connection: Connection, fair_id: int, figure: StatedFigure) -> None:
    """Take back what was entered by mistake. Raises NoSuchFigure."""
    fairs.bump(connection, fair_id)
    if connection.execute(delete(tables.stated).where(_said(fair_id, figure))).rowcount == 0:
        raise NoSuchFigure(figure.source)


def every(connection: Connection, fair_id: int) -> tuple[StatedFigure, ...]:
    """All figures stated of a fair, each with its source."""
    stated = tables.stated
    found = [_figure(row) for row in connection.execute(select(stated).where(stated.c.fair_id == fair_id))]
    return tuple(sorted(found, key=lambda f: (*f.about, not f.chosen, f.source, f.basis != "total")))


def of_whole_fair(
    connection: Connection, fair_id: int, *, metric: Metric, scope: Scope
) -> tuple[StatedFigure, ...]:
    """What the sources say of the fair as a whole, the chosen one first."""
    return tuple(
        figure
        for figure in every(connection, fair_id)
        if figure.about == (metric, scope, "", "", WHOLE_FAIR, "full")
    )


def of_days(connection: Connection, fair_id: int, *, metric: Metric, scope: Scope) -> dict[int, StatedFigure]:
    """The chosen figures of single days, by the place of the day among the fair's open days."""
    calendar = fairs.calendar(connection, fair_id)
    return chosen_days(every(connection, fair_id), calendar, metric=metric, scope=scope)


def chosen_days(
    figures: Iterable[StatedFigure], calendar: Calendar, *, metric: Metric, scope: Scope
) -> dict[int, StatedFigure]:
    """The chosen figures of single days. Where nobody stated a day of the whole fair but all three zones are
    stated, their sum is used and its source says so: shares and sums come from the rows."""
    by_day: dict[str, dict[Scope, StatedFigure]] = {}
    for figure in figures:
        if figure.metric == metric and figure.day != WHOLE_FAIR and figure.part == "" and figure.chosen:
            by_day.setdefault(figure.day, {})[figure.scope] = figure
    found = {}
    for place, day in enumerate(calendar.open_days(), 1):
        stated = by_day.get(day, {})
        if scope in stated:
            found[place] = stated[scope]
        elif scope == "all" and set(stated) >= set(ZONES):
            found[place] = _sum_of_zones([stated[zone] for zone in ZONES])
    return found


def _sum_of_zones(parts: list[StatedFigure]) -> StatedFigure:
    sources = "; ".join(dict.fromkeys(part.source for part in parts))
    return StatedFigure(
        metric=parts[0].metric,
        scope="all",
        source=sources,
        basis="total",
        value=sum(part.value for part in parts),
        qualifier=combined([part.qualifier for part in parts]),
        days=1,
        day=parts[0].day,
        chosen=True,
    )


def check(figure: StatedFigure, calendar: Calendar) -> None:
    """Raises BadFigure for what cannot be a figure of a fair with these days."""
    if not 0 <= figure.value <= VALUE_MAX:
        raise BadFigure("value-range")
    if not 0 < len(figure.source) <= TEXT_MAX:
        raise BadFigure("source")
    if (figure.part == "") != (figure.place == "") or len(figure.place) > TEXT_MAX:
        raise BadFigure("place")
    if figure.days is not None and not 1 <= figure.days <= 366:
        raise BadFigure("days-range")
    if figure.metric == "visits" and (figure.scope != "all" or figure.part):
        raise BadFigure("visits-by-zone")
    if figure.metric in SIZES and (figure.basis != "total" or figure.day != WHOLE_FAIR):
        raise BadFigure("size-by-day")
    if figure.day != WHOLE_FAIR:
        if not calendar.is_open(figure.day):
            raise BadFigure("not-an-open-day")
        if figure.basis != "total" or figure.days not in (None, 1):
            raise BadFigure("a-day-is-a-total")
    if figure.extent == "partial" and figure.days is None:
        raise BadFigure("partial-days")
    first, last = figure.counted_from, figure.counted_to
    if first is not None and last is not None and first > last:
        raise BadFigure("counted-order")
    known = [day.day for day in calendar.days]
    if known and any(day is not None and not known[0] <= day <= known[-1] for day in (first, last)):
        raise BadFigure("counted-outside")


_ABOUT = ("metric", "scope", "part", "place", "day", "extent")


def _about(fair_id: int, figure: StatedFigure) -> ColumnElement[bool]:
    """Whatever any source says of the same thing."""
    stated = tables.stated
    same = (stated.c[name] == value for name, value in zip(_ABOUT, figure.about, strict=True))
    return and_(stated.c.fair_id == fair_id, *same)


def _said(fair_id: int, figure: StatedFigure) -> ColumnElement[bool]:
    """What this source says of it, on this basis."""
    stated = tables.stated
    return and_(_about(fair_id, figure), stated.c.source == figure.source, stated.c.basis == figure.basis)


def _figure(row: Any) -> StatedFigure:
    return StatedFigure(**{field: getattr(row, field) for field in StatedFigure.__dataclass_fields__})

"""Figures stated by a person or a source: editions from before FairPOS, and what was published beside them.

Sources contradict each other, and that is normal: every figure is kept under its source, and one of them is
chosen for showing. Nothing is ever averaged away or overwritten by another source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from fairpos.core.business_day import Calendar
from fairpos.core.document import TEXT_MAX
from fairpos.core.fair import ZONES
from fairpos.core.measures import Basis, Metric, Qualifier, Scope, combined
from fairpos.ledger import fairs, tables

WHOLE_FAIR = ""
"""The `day` of a figure that is of no single day."""

VALUE_MAX = 10**15


class BadFigure(ValueError):
    """This cannot be a figure of this fair. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoSuchFigure(LookupError):
    """No source stated this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """What one source says. `value` is đồng or visits, of the whole fair or of one `day` (an ISO date).

    `days` is how many open days the source says it is of, None when it does not say.
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


def state(connection: Connection, fair_id: int, figure: StatedFigure) -> None:
    """Keep what a source says; the same source saying something else later replaces its own word only.

    A figure that comes in as chosen takes the place of the one chosen before. Raises BadFigure and
    fairs.NoSuchFair.
    """
    _check(figure, fairs.calendar(connection, fair_id))
    fairs.bump(connection, fair_id)
    stated = tables.stated_figure
    if figure.chosen:
        connection.execute(update(stated).where(_about(fair_id, figure)).values(chosen=False))
    connection.execute(delete(stated).where(_about(fair_id, figure), stated.c.source == figure.source))
    connection.execute(
        insert(stated).values(
            fair_id=fair_id,
            metric=figure.metric,
            scope=figure.scope,
            day=figure.day,
            source=figure.source,
            basis=figure.basis,
            value=figure.value,
            days=figure.days,
            qualifier=figure.qualifier,
            chosen=figure.chosen,
        )
    )


def choose(connection: Connection, fair_id: int, figure: StatedFigure) -> None:
    """Show this source's figure from now on instead of the others'. Raises NoSuchFigure."""
    fairs.bump(connection, fair_id)
    stated = tables.stated_figure
    connection.execute(update(stated).where(_about(fair_id, figure)).values(chosen=False))
    one = update(stated).where(_about(fair_id, figure), stated.c.source == figure.source)
    if connection.execute(one.values(chosen=True)).rowcount == 0:
        raise NoSuchFigure(figure.source)


def withdraw(connection: Connection, fair_id: int, figure: StatedFigure) -> None:
    """Take back what was entered by mistake. Raises NoSuchFigure."""
    fairs.bump(connection, fair_id)
    stated = tables.stated_figure
    gone = delete(stated).where(_about(fair_id, figure), stated.c.source == figure.source)
    if connection.execute(gone).rowcount == 0:
        raise NoSuchFigure(figure.source)


def every(connection: Connection, fair_id: int) -> tuple[StatedFigure, ...]:
    """All figures stated of a fair, each with its source."""
    stated = tables.stated_figure
    found = [_figure(row) for row in connection.execute(select(stated).where(stated.c.fair_id == fair_id))]
    return tuple(sorted(found, key=lambda f: (f.metric, f.scope, f.day, not f.chosen, f.source)))


def of_whole_fair(
    connection: Connection, fair_id: int, *, metric: Metric, scope: Scope
) -> tuple[StatedFigure, ...]:
    """What the sources say of the fair as a whole, the chosen one first."""
    return tuple(
        figure
        for figure in every(connection, fair_id)
        if (figure.metric, figure.scope, figure.day) == (metric, scope, WHOLE_FAIR)
    )


def of_days(connection: Connection, fair_id: int, *, metric: Metric, scope: Scope) -> dict[int, StatedFigure]:
    """The chosen figures of single days, by the place of the day among the fair's open days.

    Where nobody stated a day of the whole fair but all three zones are stated, their sum is used and its
    source says so: shares and sums come from the rows.
    """
    calendar = fairs.calendar(connection, fair_id)
    by_day: dict[str, dict[Scope, StatedFigure]] = {}
    for figure in every(connection, fair_id):
        if figure.metric == metric and figure.day != WHOLE_FAIR and figure.chosen:
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


def _check(figure: StatedFigure, calendar: Calendar) -> None:
    if not 0 <= figure.value <= VALUE_MAX:
        raise BadFigure("value-range")
    if not 0 < len(figure.source) <= TEXT_MAX:
        raise BadFigure("source")
    if figure.days is not None and not 1 <= figure.days <= 366:
        raise BadFigure("days-range")
    if figure.metric == "visits" and figure.scope != "all":
        raise BadFigure("visits-by-zone")
    if figure.day != WHOLE_FAIR:
        if not calendar.is_open(figure.day):
            raise BadFigure("not-an-open-day")
        if figure.basis != "total" or figure.days not in (None, 1):
            raise BadFigure("a-day-is-a-total")


def _about(fair_id: int, figure: StatedFigure) -> ColumnElement[bool]:
    """Whatever any source says of the same thing."""
    stated = tables.stated_figure
    return and_(
        stated.c.fair_id == fair_id,
        stated.c.metric == figure.metric,
        stated.c.scope == figure.scope,
        stated.c.day == figure.day,
    )


def _figure(row: Any) -> StatedFigure:
    return StatedFigure(
        metric=row.metric,
        scope=row.scope,
        source=row.source,
        basis=row.basis,
        value=row.value,
        qualifier=row.qualifier,
        days=row.days,
        day=row.day,
        chosen=row.chosen,
    )

"""Two editions written into the rollups or stated by a source, for tests that hold them side by side."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, insert

from fairpos.core.business_day import Calendar, FairDay, moment
from fairpos.core.fair import FairStatus
from fairpos.core.measures import Basis, Metric, Qualifier, Scope
from fairpos.core.money import NBSP
from fairpos.ledger import comparisons, fairs, seasons, tables
from fairpos.ledger.comparisons import Comparison
from fairpos.ledger.seasons import StatedFigure
from fixtures.small import small_fair

NOW, THEN = "nay", "truoc"
DAYS = tuple(f"2026-11-{day:02}" for day in range(20, 26))
DAYS_THEN = tuple(f"2025-11-{day:02}" for day in range(14, 20))
AFTER = moment("2026-12-24", 600)


def fair(
    connection: Connection,
    slug: str,
    days: tuple[str, ...],
    status: FairStatus = "closed",
    series: str = "xuan",
) -> int:
    setup = small_fair(slug)
    calendar = Calendar(tuple(FairDay(day) for day in days))
    return fairs.load(
        connection,
        replace(setup, fair=replace(setup.fair, status=status, series=series, calendar=calendar)),
        at=AFTER,
    )


def sell(
    connection: Connection, fair_id: int, day: str, takings: int, booth: str = "A1", hour: int = 19
) -> None:
    """As the rollup holds it: `takings` is what is left after voids and refunds."""
    connection.execute(
        insert(tables.takings_by_hour).values(
            fair_id=fair_id,
            day=day,
            hour=hour,
            booth=booth,
            sales=9,
            voids=1,
            refunds=0,
            takings=takings,
            given_back=77,
        )
    )


def enter(connection: Connection, fair_id: int, day: str, count: int, direction: str = "in") -> None:
    connection.execute(
        insert(tables.visits_by_hour).values(
            fair_id=fair_id, day=day, hour=19, gate="G1", direction=direction, method="clicker", count=count
        )
    )


def state(
    connection: Connection,
    fair_id: int,
    value: int,
    basis: Basis = "total",
    days: int | None = None,
    *,
    metric: Metric = "takings",
    qualifier: Qualifier = "exact",
    day: str = seasons.WHOLE_FAIR,
    source: str = "Báo tỉnh",
    chosen: bool = True,
) -> None:
    figure = StatedFigure(
        metric=metric,
        scope="all" if metric == "visits" else "in-province",
        source=source,
        basis=basis,
        value=value,
        days=days,
        qualifier=qualifier,
        day=day,
        chosen=chosen,
    )
    seasons.state(connection, fair_id, figure)


def compare(
    connection: Connection,
    basis: Basis = "per-day",
    scope: Scope = "in-province",
    metric: Metric = "takings",
    at: int = AFTER,
) -> Comparison:
    return comparisons.compare(connection, NOW, THEN, metric=metric, scope=scope, basis=basis, at=at)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def codes(comparison: Comparison) -> list[str]:
    return [remark.code for remark in comparison.remarks]

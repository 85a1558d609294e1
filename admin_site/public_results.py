"""What a fair achieved, for everybody: an edition's chosen figures, and a series over the years."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import site_of
from fairpos.core.document import is_name
from fairpos.core.measure_words import FLOWS, Basis, Metric, Scope
from fairpos.core.measures import DaysUnknown, Measure
from fairpos.ledger import fairs, overviews, series
from fairpos.ledger.connection import Connection
from fairpos.ledger.lineups import Entry, Lineup, lineup
from fairpos.ledger.reports import kept
from fairpos.ledger.series import Edition
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen

OVER = ("closed", "archived")
SHOWN: tuple[tuple[Metric, Scope], ...] = (*overviews.TOLD, ("products", "all"))
TRENDS: tuple[tuple[Metric, Scope], ...] = (
    ("takings", "all"), ("takings", "in-province"), ("visits", "all"), ("booths", "all"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a closed edition, as a total and a day where both are known, and what changed."""

    metric: Metric
    measures: tuple[Measure, ...]
    against: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One figure over the editions of a series, each on the same basis."""

    metric: Metric
    scope: Scope
    basis: Basis
    editions: tuple[Edition, ...]
    entries: tuple[Entry, ...]


@screen(PUBLIC)
def results(request: Request) -> Response:
    """A closed edition; one that is not over does not exist here."""
    slug, site = str(request.path_params["slug"]), site_of(request)
    with site.database.reading() as connection:
        fair = fairs.by_slug(connection, slug) if is_name(slug) else None
        if fair is None or fair.status not in OVER:
            raise HTTPException(404)
        before = series.previous(connection, fair)
        prior = before.edition.fair if before and before.edition.fair.status in OVER else None
        known = [site.facts.read(connection, one) for one in (fair, *([prior] if prior else []))]
        lineups = [
            lineup(known, metric=metric, scope=scope, basis=_basis(metric), at=site.clock())
            for metric, scope in SHOWN
        ]
        signed = _is_signed(connection, fair.id)
    figures = tuple(figure for one in lineups if (figure := _figure(one, signed=signed)) is not None)
    return page(
        request, "public/results.html", fair=fair, figures=figures, days=known[0].open_days(), prior=prior
    )


@screen(PUBLIC)
def line(request: Request) -> Response:
    """The closed editions of a series, each figure as a line over the years."""
    key, site = str(request.path_params["key"]), site_of(request)
    with site.database.reading() as connection:
        editions = _over(connection, key)
        if not editions:
            raise HTTPException(404)
        known = [site.facts.read(connection, edition.fair) for edition in editions]
        signed = {one.fair.id for one in editions if _is_signed(connection, one.fair.id)}
        trends = []
        for metric, scope in TRENDS:
            found = lineup(known, metric=metric, scope=scope, basis=_basis(metric), at=site.clock())
            entries = tuple(
                entry if _is_public(entry, signed=entry.fair.id in signed) else replace(entry, measure=None)
                for entry in found.entries
            )
            if sum(entry.measure is not None and entry.measure.basis == found.basis for entry in entries) > 1:
                trends.append(
                    Trend(metric=metric, scope=scope, basis=found.basis, editions=editions, entries=entries)
                )
    return page(
        request, "public/series.html", fair=editions[-1].fair, editions=editions[::-1], trends=tuple(trends)
    )


def _over(connection: Connection, key: str) -> tuple[Edition, ...]:
    if not is_name(key):
        return ()
    every = series.editions(connection, key)
    return tuple(edition for edition in every if edition.fair.status in OVER)


def _basis(metric: Metric) -> Basis:
    return "per-day" if metric in FLOWS else "total"


def _is_signed(connection: Connection, fair_id: int) -> bool:
    """Whether somebody signed the closing report."""
    return kept.newest_signed(connection, fair_id, "closing", "") is not None


def _is_public(entry: Entry, *, signed: bool) -> bool:
    """A figure that a source published and somebody chose, or that the ledger counted and somebody signed."""
    return entry.measure is not None and (signed or entry.sources[0].kind == "stated")


def _figure(found: Lineup, *, signed: bool) -> Figure | None:
    current = found.entries[0]
    if current.measure is None or not _is_public(current, signed=signed):
        return None
    measures = [current.measure]
    try:
        total = current.measure.total()
    except DaysUnknown:
        total = current.measure
    if total != current.measure:
        measures.insert(0, total)
    against = found.entries[1] if len(found.entries) > 1 and found.entries[1].change else None
    return Figure(metric=found.metric, measures=tuple(measures), against=against)

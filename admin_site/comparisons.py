"""Editions side by side: figures with their basis, parts, what drove the change, who came, a text to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site import comparison_tables
from admin_site.site import fair_reading, site_of
from fairpos.core.measure_words import RATIOS, SCOPES, STATED, Basis, Metric, Scope
from fairpos.core.measures import BASES
from fairpos.core.money import Language
from fairpos.core.report import NOTHING, Words
from fairpos.core.rights import holds
from fairpos.ledger import fairs, overviews, series
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.overviews import EDITIONS_MAX, Overview
from fairpos.ledger.parts import AXES, Axis
from fairpos.ledger.reports import comparison as papers
from fairpos.web import report_paper, report_workbook
from fairpos.web.downloads import Kind, download
from fairpos.web.i18n import language_of
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.report_charts import drawing
from fairpos.web.screen import screen
from fairpos.web.session import session_of
from fairpos.wire import exports

ROWS_MAX = 40
METRICS: tuple[Metric, ...] = (*STATED, *RATIOS)
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; whatever it does not say is what most people want."""

    priors: tuple[str, ...]
    metric: Metric
    scope: Scope
    basis: Basis
    axis: Axis

    def query(self) -> str:
        pairs = [("with", slug) for slug in self.priors]
        pairs += [("metric", self.metric), ("scope", self.scope), ("basis", self.basis), ("by", self.axis)]
        return urlencode(pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One edition that may be held against this one."""

    fair: FairRow
    chosen: bool
    same_series: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The charts of the page; `worked_out` says how the parts of what drove the change come about."""

    parts: Markup
    drivers: Markup | None = None
    worked_out: Words = NOTHING


@screen(may("see"))
def comparison(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        others = _others(connection, request, fair)
        before = series.previous(connection, fair)
        asked = _asked(request, others, before)
        found = _overview(connection, request, fair, others, asked, ROWS_MAX)
        estimates = site_of(request).estimates.read(connection, fair, at=site_of(request).clock())
    return page(
        request,
        "site/comparisons.html",
        tab="comparison",
        fair=fair,
        asked=asked,
        found=found,
        drawn=_drawn(found, language_of(request)) if found else None,
        before=before,
        estimates=estimates,
        choices=[
            Choice(fair=other, chosen=other.slug in asked.priors, same_series=other.series == fair.series)
            for other in sorted(others, key=lambda one: one.series != fair.series)
        ],
        metrics=METRICS,
        scopes=SCOPES,
        bases=BASES,
        axes=AXES,
    )


@screen(may("see"))
def export(request: Request) -> Response:
    """Everything of the comparison as a table: CSV, or a workbook with its charts and a page a table."""
    kind: Kind = "xlsx" if request.url.path.endswith(".xlsx") else "csv"
    fair, found = _asked_for(request)
    tables = comparison_tables.tables(found, language_of(request))
    body = exports.csv_of(tables[-1]) if kind == "csv" else _workbook(request, found, tables)
    return download(f"{fair.slug}-comparison", kind, body)


@screen(may("see"))
def paper(request: Request) -> Response:
    """Everything of the comparison as a PDF, with the drawings of the page."""
    fair, found = _asked_for(request)
    body = report_paper.pdf(papers.comparison(found, at=site_of(request).clock()), language_of(request))
    return download(f"{fair.slug}-comparison", "pdf", body)


def _workbook(request: Request, found: Overview, tables: Sequence[exports.Table]) -> bytes:
    pages = [report_workbook.Page(one.title, one.headings, one.rows) for one in tables]
    report = papers.comparison(found, at=site_of(request).clock())
    return report_workbook.xlsx(report, language_of(request), pages=pages)


def _asked_for(request: Request) -> tuple[FairRow, Overview]:
    """The comparison that the address asks for, with all its rows; without one there is no such page."""
    with fair_reading(request) as (connection, fair):
        others = _others(connection, request, fair)
        asked = _asked(request, others, series.previous(connection, fair))
        found = _overview(connection, request, fair, others, asked)
    if found is None:
        raise HTTPException(404)
    return fair, found


def _drawn(found: Overview, language: Language) -> Drawn:
    """The page's charts, drawn as they are on paper."""
    parts, drivers = papers.parts_chart(found), papers.drivers(found)
    if drivers is None:
        return Drawn(parts=drawing(parts, language))
    chart, table = drivers
    return Drawn(parts=drawing(parts, language), drivers=drawing(chart, language), worked_out=table.basis)


def _overview(
    connection: Connection,
    request: Request,
    fair: FairRow,
    others: Sequence[FairRow],
    asked: Asked,
    most: int | None = None,
) -> Overview | None:
    site = site_of(request)
    priors = [other for slug in asked.priors for other in others if other.slug == slug]
    if not priors:
        return None
    known = [site.facts.read(connection, one) for one in (fair, *priors)]
    return overviews.overview(
        connection,
        known,
        metric=asked.metric,
        scope=asked.scope,
        basis=asked.basis,
        axis=asked.axis,
        at=site.clock(),
        most=most,
    )


def _others(connection: Connection, request: Request, fair: FairRow) -> tuple[FairRow, ...]:
    """The other fairs this person may see."""
    session = session_of(request)
    grants = session.grants if session else ()
    every = fairs.every(connection)
    return tuple(one for one in every if one.id != fair.id and holds(grants, "see", one.slug))


def _asked(request: Request, others: Sequence[FairRow], before: series.Previous | None) -> Asked:
    query = request.query_params
    slugs = list(dict.fromkeys([*query.getlist("with"), *query.getlist("prior")]))
    known = {other.slug for other in others}
    if not slugs and before is not None:
        slugs = [before.edition.fair.slug]
    metric = _one_of(query.get, "metric", METRICS)
    # Visits are counted at gates, which belong to no zone.
    usual: Axis = "fair-day" if metric in ("visits", "takings-per-visit") else "zone"
    return Asked(
        priors=tuple(slug for slug in slugs if slug in known)[: EDITIONS_MAX - 1],
        metric=metric,
        scope=_one_of(query.get, "scope", SCOPES),
        basis=_one_of(query.get, "basis", BASES),
        axis=_one_of(query.get, "by", AXES, usual),
    )


def _one_of(
    get: Callable[[str], str | None], name: str, words: Sequence[Word], usual: Word | None = None
) -> Word:
    """The word of the address that is one of these, else the usual one."""
    asked = get(name)
    return next((word for word in words if word == asked), usual or words[0])

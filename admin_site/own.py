"""An exhibitor's own page: what its booths take today and took by day, what sells, its drawers and its stock.

The exhibitors, and the booths of a role that is limited to some, are those of the person's roles at this
fair, never of anything in the URL. The block `figures`
renews itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.live import NOTHING_NEW, is_current
from admin_site.site import fair_reading, site_of
from fairpos.core.business_day import MINUTE_MS, local
from fairpos.core.rights import Stake, own_exhibitors, stakes
from fairpos.ledger import own as ledger_own
from fairpos.ledger.own import Own, Sold
from fairpos.ledger.reports import kept
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.session import grants_of
from fairpos.wire import exports

TEMPLATE = "site/own.html"

_SOLD = (_("Day"), _("Booth"), _("Article"), _("Unit"), _("Quantity"), _("Takings"))
_DRAWERS = (
    _("Booth"),
    _("Till"),
    _("Seller"),
    _("Opened"),
    _("Closed"),
    _("Sales"),
    _("Takings"),
    _("Cash sales"),
    _("Cash expected"),
    _("Cash counted"),
    _("Difference"),
    _("Reason"),
)


@screen(may("own"))
def own(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        who = own_exhibitors(grants_of(request), fair.slug)
        signed = {one: kept.newest_signed(connection, fair.id, "exhibitor", one) for one in who}
    statements = {one: found for one, found in signed.items() if found is not None}
    return page(request, TEMPLATE, tab="own", statements=statements, **_shown(_read(request)))


@screen(may("own"))
def figures(request: Request) -> Response:
    """The figures anew, or nothing while neither the fair nor the minute has moved on."""
    if is_current(request):
        return Response(status_code=NOTHING_NEW)
    return fragment(request, TEMPLATE, "figures", tab="own", **_shown(_read(request)))


@screen(may("own"))
def takings(request: Request) -> Response:
    """Everything one sold, as a file: by day, booth and article; a workbook holds the shifts, too."""
    with fair_reading(request) as (connection, fair):
        who = _stakes(request, fair.slug)
        sold = ledger_own.sold(connection, fair.id, who)
        found = ledger_own.read(connection, fair, who, now=site_of(request).clock())
    say = translator("site", language_of(request)).gettext
    table = exports.Table(say("Takings"), tuple(map(say, _SOLD)), _rows(sold))
    stem = f"{say('Takings')} {fair.slug}"
    if request.path_params["kind"] == "csv":
        return download(stem, "csv", exports.csv_of(table))
    if request.path_params["kind"] != "xlsx":
        raise HTTPException(404)
    shifts = exports.Table(say("Shifts"), tuple(map(say, _DRAWERS)), _drawer_rows(found))
    return download(stem, "xlsx", exports.xlsx_of([table, shifts]))


def _stakes(request: Request, fair: str) -> tuple[Stake, ...]:
    return stakes(grants_of(request), fair)


def _read(request: Request) -> Own:
    with fair_reading(request) as (connection, fair):
        return ledger_own.read(connection, fair, _stakes(request, fair.slug), now=site_of(request).clock())


def _shown(found: Own) -> dict[str, Any]:
    return {"own": found, "fair": found.fair, "minute": found.at // MINUTE_MS}


def _rows(sold: tuple[Sold, ...]) -> Iterator[tuple[exports.Value, ...]]:
    for one in sold:
        yield one.day, one.booth, one.article, one.unit, Fraction(one.quantity, 1000), one.takings


def _drawer_rows(found: Own) -> Iterator[tuple[exports.Value, ...]]:
    for one in found.drawers:
        yield (
            one.booth,
            one.till,
            one.by,
            _moment(one.opened_at),
            _moment(one.closed_at),
            one.sales,
            one.takings,
            one.cash,
            one.expected,
            one.counted,
            one.difference,
            one.reason,
        )


def _moment(at: int | None) -> str:
    return "" if at is None else local(at).strftime("%Y-%m-%d %H:%M")

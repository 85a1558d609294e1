"""The live dashboard: one page, and its block `figures` that the page asks for once a second.

What it asks is "anything newer than version 41?", and the answer is nearly always 204. The minute goes with
the question, because silence grows without anything happening: a till that stops speaking changes no version.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading, site_of
from fairpos.core.business_day import MINUTE_MS
from fairpos.core.document import is_name
from fairpos.ledger import live as ledger_live
from fairpos.ledger.live import Dashboard
from fairpos.web.pages import fragment, page
from fairpos.web.policy import signed_in
from fairpos.web.screen import screen

NOTHING_NEW = 204


@screen(signed_in())
def live(request: Request) -> Response:
    return page(request, "site/live.html", tab="live", **_shown(request, "day"))


@screen(signed_in())
def figures(request: Request) -> Response:
    if is_current(request):
        return Response(status_code=NOTHING_NEW)
    return fragment(request, "site/live.html", "figures", tab="live", **_shown(request, "day"))


def is_current(request: Request) -> bool:
    """Whether the page that asks shows what there is to show. One query for one row."""
    site = site_of(request)
    slug = str(request.path_params["slug"])
    with site.database.reading() as connection:
        version = ledger_live.version(connection, slug) if is_name(slug) else None
    if version is None:
        raise HTTPException(404)
    asked = request.query_params
    return asked.get("version") == str(version) and asked.get("minute", str(minute(request))) == str(
        minute(request)
    )


def minute(request: Request) -> int:
    return site_of(request).clock() // MINUTE_MS


def dashboard(request: Request, day: str | None = None) -> Dashboard:
    with fair_reading(request) as (connection, fair):
        return ledger_live.dashboard(connection, fair, now=site_of(request).clock(), day=day)


def _shown(request: Request, parameter: str) -> dict[str, Any]:
    day = request.query_params.get(parameter)
    found = dashboard(request, day)
    # A day that the reader chose stays chosen while the page is renewed; without one it follows the calendar.
    return {"board": found, "fair": found.fair, "minute": minute(request), "chosen_day": day}

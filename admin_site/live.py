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
from fairpos.ledger.live import Dashboard
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen

NOTHING_NEW = 204


@screen(may("see"))
def live(request: Request) -> Response:
    found = dashboard(request, _day(request))
    return page(request, "site/live.html", tab="live", **_shown(request, found))


@screen(may("see"))
def figures(request: Request) -> Response:
    if is_current(request):
        return Response(status_code=NOTHING_NEW)
    found = dashboard(request, _day(request))
    if is_shown(request, found):
        return Response(status_code=NOTHING_NEW)

    def draw() -> Response:
        return fragment(request, "site/live.html", "figures", tab="live", **_shown(request, found))

    return site_of(request).drawn.block(request, found, ("live", found.fair.slug, _day(request)), draw)


@screen(may("see"))
def estimate(request: Request) -> Response:
    """What today and the fair will come to: the page asks when it opens, and once a minute after that."""
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        found = site.estimates.read(connection, fair, at=site.clock())
    return fragment(request, "site/live.html", "estimate", fair=fair, estimates=found)


def _day(request: Request) -> str | None:
    return request.query_params.get("day")


def _shown(request: Request, found: Dashboard) -> dict[str, Any]:
    # A day that the reader chose stays chosen while the page is renewed; without one it follows the calendar.
    return {
        "board": found,
        "fair": found.fair,
        "minute": minute_of(found),
        "chosen_day": _day(request),
        "estimates": None,
    }


def is_current(request: Request) -> bool:
    """Whether the page that asks shows what there is to show."""
    site = site_of(request)
    slug = str(request.path_params["slug"])
    version = site.boards.version(slug) if is_name(slug) else None
    if version is None:
        raise HTTPException(404)
    return _asked(request) == (version, site.clock() // MINUTE_MS)


def is_shown(request: Request, found: Dashboard) -> bool:
    """Whether the page that asks shows this very board: it may be a moment behind the version."""
    return _asked(request) == (found.fair.version, minute_of(found))


def minute_of(found: Dashboard) -> int:
    return found.at // MINUTE_MS


def dashboard(request: Request, day: str | None = None) -> Dashboard:
    site = site_of(request)
    slug = str(request.path_params["slug"])
    found = site.boards.get(slug, now=site.clock(), day=day) if is_name(slug) else None
    if found is None:
        raise HTTPException(404)
    return found


def _asked(request: Request) -> tuple[int, int]:
    """The version and minute the page shows; one that names no minute means this one."""
    asked = request.query_params
    try:
        minute = int(asked["minute"]) if "minute" in asked else site_of(request).clock() // MINUTE_MS
        return int(asked.get("version", "-1")), minute
    except ValueError:
        return -1, -1

"""The projector's view: a few figures, readable from twenty metres. Its block `board` renews itself."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_site.live import NOTHING_NEW, dashboard, is_current, is_shown, minute_of
from admin_site.site import site_of
from fairpos.ledger.live import Dashboard
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("see"))
def wall(request: Request) -> Response:
    return page(request, "site/wall.html", **_shown(dashboard(request)))


@screen(may("see"))
def board(request: Request) -> Response:
    if is_current(request):
        return Response(status_code=NOTHING_NEW)
    found = dashboard(request)
    if is_shown(request, found):
        return Response(status_code=NOTHING_NEW)
    return site_of(request).drawn.block(
        request,
        found,
        ("wall", found.fair.slug),
        lambda: fragment(request, "site/wall.html", "board", **_shown(found)),
    )


def _shown(found: Dashboard) -> dict[str, Any]:
    return {"shown": found, "fair": found.fair, "minute": minute_of(found)}

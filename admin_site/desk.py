"""The first screen of a fair: how it stands in three figures, and what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from admin_site.live import dashboard
from admin_site.sections import keys
from admin_site.site import fair_reading, site_of
from fairpos.ledger import waiting as ledger_waiting
from fairpos.ledger.waiting import Waiting
from fairpos.web.pages import page
from fairpos.web.policy import holds, may
from fairpos.web.screen import screen


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of thing that waits, and the address where it is done; "" where this program has no screen."""

    waits: Waiting
    address: str


@screen(may("see"))
def desk(request: Request) -> Response:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        every = ledger_waiting.waiting(connection, fair, now=now)
    known = keys()
    rows = tuple(
        Row(one, _address(fair.slug, one) if one.key in known else "")
        for one in every
        if holds(request, one.ability)
    )
    board = dashboard(request)
    return page(request, "site/desk.html", tab="desk", fair=fair, rows=rows, board=board, now=now)


def _address(slug: str, waits: Waiting) -> str:
    """The very list that a row speaks of; what the law asks stands in a part of the set-up page."""
    if waits.key == "setup":
        return f"/fairs/{slug}/setup#duties"
    asks = {"day": waits.day, **waits.asks} if waits.day else waits.asks
    return f"/fairs/{slug}/{waits.key}" + (f"?{urlencode(asks)}" if asks else "")

"""Long work of a fair: what runs, how far it is, what came of it; stopped and taken up again from here.

Any page may show a piece of work while it runs, with a block that fetches
`/fairs/<slug>/works/<number>/progress`.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import fair_of, fair_reading, site_of
from fairpos.ledger import work as ledger
from fairpos.ledger.connection import Connection
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("arrange"))
def listed(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        found = ledger.listed(connection, fair.id, now=site_of(request).clock())
    return page(request, "site/works.html", tab="works", fair=fair, works=found)


@screen(may("arrange"))
def work(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        found = _find(connection, fair.id, request)
    return page(request, "site/work.html", tab="works", fair=fair, work=found)


@screen(may("arrange"))
def progress(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        found = _find(connection, fair.id, request)
    return fragment(request, "site/work.html", "progress", fair=fair, work=found)


@screen(may("arrange"))
def stop(request: Request) -> Response:
    with site_of(request).database.writing() as connection:
        fair = fair_of(connection, request)
        ledger.ask_to_stop(connection, fair.id, _find(connection, fair.id, request).number)
    return RedirectResponse(f"/fairs/{fair.slug}/works/{_number(request)}", status_code=303)


@screen(may("arrange"))
def resumption(request: Request) -> Response:
    """Take interrupted work up again; whatever else has become of it meanwhile is shown instead."""
    number = _number(request)
    with fair_reading(request) as (connection, fair):
        _find(connection, fair.id, request)
    try:
        site_of(request).workers.take_up(fair.id, number)
    except ledger.NotInterrupted:
        pass
    except ledger.AlreadyAtWork as other:
        number = other.number
    return RedirectResponse(f"/fairs/{fair.slug}/works/{number}", status_code=303)


def _find(connection: Connection, fair_id: int, request: Request) -> ledger.Work:
    try:
        return ledger.find(connection, fair_id, _number(request), now=site_of(request).clock())
    except ledger.NoSuchWork as unknown:
        raise HTTPException(404) from unknown


def _number(request: Request) -> int:
    text = str(request.path_params["number"])
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise HTTPException(404)
    return int(text)

"""The first page: the fair that is open, or the list of the fairs that this person may open."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.sections import first_screen
from admin_site.site import site_of
from fairpos.ledger import fairs
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.session import session_of


@screen(may("enter"))
def first(request: Request) -> Response:
    with site_of(request).database.reading() as connection:
        running = [place for place in _places(connection, request) if place.fair.status == "open"]
    if len(running) == 1:
        return RedirectResponse(running[0].address, status_code=303)
    return RedirectResponse("/fairs", status_code=303)


@dataclass(frozen=True, slots=True)
class Place:
    """A fair, and the first of its screens that this person may open."""

    fair: FairRow
    address: str


@screen(may("enter"))
def listed(request: Request) -> Response:
    with site_of(request).database.reading() as connection:
        places = _places(connection, request)
    return page(request, "site/fairs.html", places=places)


def _places(connection: Connection, request: Request) -> tuple[Place, ...]:
    """A fair that this person may not open is left out, as if it were not there."""
    session = session_of(request)
    found = []
    for fair in fairs.every(connection):
        key = first_screen(session, fair.slug)
        if key == "desk" and fair.status in ("closed", "archived"):
            key = "comparison"
        if key is not None:
            found.append(Place(fair, f"/fairs/{fair.slug}/{key}"))
    return tuple(found)

"""The first page: the fair that is open, or the list of all fairs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import site_of
from fairpos.ledger import fairs
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("see"))
def first(request: Request) -> Response:
    with site_of(request).database.reading() as connection:
        every = fairs.every(connection)
    running = [fair for fair in every if fair.status == "open"]
    if len(running) == 1:
        return RedirectResponse(f"/fairs/{running[0].slug}/live", status_code=303)
    return RedirectResponse("/fairs", status_code=303)


@screen(may("see"))
def listed(request: Request) -> Response:
    with site_of(request).database.reading() as connection:
        every = fairs.every(connection)
    return page(request, "site/fairs.html", fairs=every)

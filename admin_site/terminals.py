"""Terminals on machines of their own: a code to enrol one with, and shutting one out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, site_of
from fairpos.core.document import is_name
from fairpos.core.ids import uuid7
from fairpos.ledger import terminals
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

NAME_MAX = 60


@screen(may("arrange"))
def create(request: Request) -> Response:
    """Make a place for a terminal and show its code, once, on the answer to this very request."""
    site = site_of(request)
    name = field(request, "name").strip()[:NAME_MAX]
    if not name.isprintable() or not name:
        raise HTTPException(422)
    code, at = site.token(), site.clock()
    id_ = f"terminal-{uuid7(at, int.from_bytes(site.token().encode()[:9], 'big'))[:20]}"
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        terminals.make(connection, fair.id, id=id_, name=name, code=code, at=at, by=actor(request))
    origin = f"{request.url.scheme}://{request.url.netloc}"
    command = f"fairpos terminal --centre {origin} --code {code}"
    return page(request, "site/terminal.html", tab="tills", fair=fair, name=name, command=command)


@screen(may("arrange"))
def revocation(request: Request) -> Response:
    site = site_of(request)
    id_ = str(request.path_params["terminal"])
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        at, by = site.clock(), actor(request)
        if not is_name(id_) or not terminals.revoke(connection, fair.id, id_, at=at, by=by):
            raise HTTPException(404)
    return RedirectResponse(f"/fairs/{fair.slug}/tills", status_code=303)

"""Where a person is signed in, and ending a session from elsewhere."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import site_of
from fairpos.ledger import sessions
from fairpos.ledger.sessions import Session
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.session import session_of


def _own(request: Request) -> Session:
    return cast("Session", session_of(request))


@screen(may("enter"))
def listed(request: Request) -> Response:
    site = site_of(request)
    own = _own(request)
    with site.database.reading() as connection:
        found = sessions.of_account(connection, own.account, now=site.clock())
    return page(request, "site/sessions.html", sessions=found, current=own.key)


@screen(may("enter"))
def ending(request: Request) -> Response:
    """Only one's own: a key of somebody else's session ends nothing."""
    site = site_of(request)
    key = str(request.path_params["key"])
    with site.database.writing() as connection:
        mine = sessions.of_account(connection, _own(request).account, now=site.clock())
        if any(session.key == key for session in mine):
            sessions.revoke(connection, key)
    return RedirectResponse("/sessions", status_code=303)

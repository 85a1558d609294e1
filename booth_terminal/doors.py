"""Who may talk to a terminal: a device that carries a till's token, in its cookie or as a bearer."""

from __future__ import annotations

from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal.terminal import Terminal
from booth_terminal.tills import NotEnrolled, Revoked
from fairpos.core.fair import Till
from fairpos.web.machine import problem
from fairpos.web.policy import Policy

COOKIE = "fairpos_till"
COOKIE_SECONDS = 400 * 24 * 3600


def terminal_of(request: Request) -> Terminal:
    """The terminal this program runs. A central server has none until there is a fair."""
    if request.app.state.terminal is None:
        raise HTTPException(503)
    return cast("Terminal", request.app.state.terminal)


def till_of(request: Request) -> Till:
    """The till that was admitted."""
    return cast("Till", request.state.till)


def _admit(request: Request) -> Response | None:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = bearer if scheme.lower() == "bearer" else request.cookies.get(COOKIE)
    try:
        request.state.till = terminal_of(request).tills.who(token)
    except NotEnrolled:
        return problem(401, "not-enrolled")
    except Revoked:
        return problem(401, "revoked")
    return None


TILL = Policy("till", _admit)


def give(response: Response, token: str, *, https: bool) -> Response:
    """Hand a device its token, where no script can read it."""
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, path="/till", httponly=True, samesite="strict", secure=https
    )
    return response

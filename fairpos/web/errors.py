"""What a person, a page or a program is told when there is no page to show.

A browser gets a designed page in its language, everything else a short coded answer in JSON. The page for a
fault of our own is drawn without asking the database anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fairpos.core.fair_state import Forbidden
from fairpos.web.headers import security_headers
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.toolkit import Toolkit

log = logging.getLogger("fairpos.web")

CODES = {
    400: "bad-request",
    401: "sign-in-needed",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    429: "too-many-requests",
    500: "internal-error",
    503: "no-fair-yet",
}

TITLES = {
    400: _("This could not be understood"),
    401: _("Please sign in"),
    403: _("This is not open to you"),
    404: _("There is no such page"),
    405: _("This page cannot do that"),
    409: _("As things stand this cannot be changed"),
    413: _("That is too large"),
    429: _("Too many tries"),
    500: _("Something broke on our side"),
    503: _("There is no fair here yet"),
}

HELP = {
    400: _("Go back, check what was entered and send it again."),
    401: _("Your session has ended. Sign in again to go on."),
    403: _(
        "Your account may not open this, or the page stood open too long. "
        "Sign in again or ask an administrator."
    ),
    404: _("The address may have been mistyped, or the fair is no longer here."),
    405: _("Go back and use the buttons of the page."),
    409: _(
        "Nothing was changed: the fair's state forbids it, or somebody else was faster. "
        "Look at the page again; a fair that is over has to be opened again first."
    ),
    413: _("What was sent is larger than this page accepts. Send less at once."),
    429: _("Please wait a few minutes and try again."),
    500: _(
        "No sale is lost: tills keep what they sell. "
        "Try again in a minute; if it stays, tell the person who runs the server."
    ),
    503: _(
        "Nothing was sold or lost. Once the organisers have begun a fair on their pages, tills can enrol."
    ),
}

Handler = Callable[[Request, Exception], Response]


def error(request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The answer for a status: a page for people, a code for programs."""
    shown = status if status in CODES else 500 if status >= 500 else 400
    if "text/html" in request.headers.get("accept", ""):
        response = page(
            request, "shared/error.html", status=status, code=status, title=TITLES[shown], help=HELP[shown]
        )
    else:
        response = JSONResponse({"error": CODES[shown]}, status_code=status)
    response.headers.update(headers or {})
    return response


def handlers(toolkit: Toolkit) -> dict[int | type[Exception], Handler]:
    """Starlette's table of handlers."""

    def refused(request: Request, exception: Exception) -> Response:
        assert isinstance(exception, HTTPException), "registered for this class alone"
        if exception.status_code in (204, 304):
            return Response(status_code=exception.status_code, headers=exception.headers)
        return error(request, exception.status_code, exception.headers)

    def broken(request: Request, exception: Exception) -> Response:
        log.error("%s %s failed", request.method, request.url.path, exc_info=exception)
        # This handler stands outside all middleware, so it brings along what they would have added.
        request.state.toolkit = toolkit
        return error(request, 500, security_headers() | {"Cache-Control": "no-store"})

    def forbidden(request: Request, exception: Exception) -> Response:
        assert isinstance(exception, Forbidden), "registered for this class alone"
        return error(request, 409)

    return {HTTPException: refused, Forbidden: forbidden, Exception: broken}

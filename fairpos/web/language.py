"""`POST /language`: a browser chooses its language, and keeps it for a year."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from fairpos.web.i18n import COOKIE, LANGUAGES
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import field, screen

YEAR_S = 365 * 24 * 3600


def own_path(text: str) -> str:
    """A path of this very server, or "/": what a form names as the way back must not lead elsewhere."""
    plain = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if plain and text.isprintable() else "/"


@screen(PUBLIC)
def language(request: Request) -> Response:
    response = RedirectResponse(own_path(field(request, "back")), status_code=303)
    chosen = field(request, "language")
    if chosen in LANGUAGES:
        https = request.url.scheme == "https"
        response.set_cookie(COOKIE, chosen, max_age=YEAR_S, samesite="lax", secure=https, httponly=True)
    return response


def routes() -> list[Route]:
    return [Route("/language", language, methods=["POST"], name="language")]

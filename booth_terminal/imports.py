"""Taking in what a till saved to a file: a page of the terminal, for whoever looks after it."""

from __future__ import annotations

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from booth_terminal import saved_files
from booth_terminal.doors import terminal_of
from booth_terminal.operators import OPERATOR
from booth_terminal.saved_files import FILE_BYTES_MAX, NotSaved, OtherFair, Taken
from fairpos.web.pages import page
from fairpos.web.screen import screen


@screen(OPERATOR)
def show(request: Request) -> Response:
    return _page(request)


@screen(OPERATOR, body_max=FILE_BYTES_MAX)
def take_in(request: Request) -> Response:
    """Keep what is whole in a file, and say what was and what was not."""
    given = getattr(request.state, "form", FormData()).get("file")
    body = given.file.read() if isinstance(given, UploadFile) else b""
    try:
        return _page(request, taken=saved_files.take_in(terminal_of(request), body))
    except NotSaved:
        return _page(request, problem="not-saved", status=400)
    except OtherFair:
        return _page(request, problem="other-fair", status=409)


def _page(
    request: Request, *, taken: Taken | None = None, problem: str | None = None, status: int = 200
) -> Response:
    return page(request, "till/imports.html", status=status, taken=taken, problem=problem)


def routes() -> list[Route]:
    return [
        Route("/terminal/imports", show, methods=["GET"]),
        Route("/terminal/imports", take_in, methods=["POST"]),
    ]

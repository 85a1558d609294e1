"""`@screen(policy)`: a view is a plain function that runs off the event loop, behind its policy.

    @screen(may("see"))
    def live(request: Request) -> Response:
        return page(request, "site/live.html", live=…)

Starlette reads bodies asynchronously while our SQL is synchronous. So the body is read first, the rest runs
in the thread pool, and the whole house keeps one colour of function.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from fairpos.web import csrf
from fairpos.web.policy import Policy
from fairpos.web.session import token_of
from fairpos.web.toolkit import toolkit_of

View = Callable[[Request], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


BODY_BYTES_MAX = 1024 * 1024


def screen(policy: Policy, *, body_max: int = BODY_BYTES_MAX) -> Callable[[View], Endpoint]:
    """Declare who may open a view, and make an endpoint of it. A body over `body_max` bytes gets a 413."""

    def declare(view: View) -> Endpoint:
        def answer(request: Request) -> Response:
            csrf.require_same_origin(request)
            token = token_of(request)
            request.state.session = toolkit_of(request).find_session(token) if token else None
            refusal = policy.admit(request)
            return view(request) if refusal is None else refusal

        @wraps(view)
        async def endpoint(request: Request) -> Response:
            try:
                await _read(request, body_max)
                return await run_in_threadpool(answer, request)
            finally:
                await request.close()

        endpoint.policy = policy  # type: ignore[attr-defined]
        return endpoint

    return declare


async def _read(request: Request, body_max: int) -> None:
    if request.method in csrf.SAFE_METHODS:
        return
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > body_max:
            # Starlette's own limit answers in plain text; here the usual error page can be shown.
            raise HTTPException(413, headers={"Connection": "close"})
        chunks.append(chunk)
    # Where Request.body() keeps it, so that a form is parsed from the same bytes.
    request._body = b"".join(chunks)
    request.state.body = request._body
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        request.state.form = await request.form()


def body(request: Request) -> bytes:
    """The bytes that were sent."""
    return cast("bytes", getattr(request.state, "body", b""))


def field(request: Request, name: str) -> str:
    """One field of the form that was sent; "" when it is missing or a file."""
    value = cast("FormData", getattr(request.state, "form", FormData())).get(name)
    return value if isinstance(value, str) else ""


def fields(request: Request, name: str) -> tuple[str, ...]:
    """Every value of one field of the form that was sent, in its order: what was ticked."""
    sent = cast("FormData", getattr(request.state, "form", FormData())).getlist(name)
    return tuple(one for one in sent if isinstance(one, str))

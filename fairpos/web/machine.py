"""`@machine(policy)`: an endpoint that programs call, not people. It answers JSON, and errors are codes.

Unlike a screen it stays on the event loop: it only waits for the one writer's commit, and a thread for each
of three hundred tills would cost more than the sale.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from fairpos.web import csrf
from fairpos.web.policy import Policy

View = Callable[[Request, bytes], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

_ENCODER = msgspec.json.Encoder()


def as_json(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer from builtins, dataclasses or structs."""
    return Response(_ENCODER.encode(content), status, headers, media_type="application/json")


def problem(status: int, code: str, headers: dict[str, str] | None = None) -> Response:
    """An error a program can act on: {"code": "…"}."""
    return as_json({"code": code}, status, headers)


def machine(policy: Policy, *, body_max: int) -> Callable[[View], Endpoint]:
    """Declare who may call an endpoint and how large a body it takes. A larger one gets 413 "too-large"."""

    def declare(view: View) -> Endpoint:
        @wraps(view)
        async def endpoint(request: Request) -> Response:
            if not csrf.same_origin(request):
                return problem(403, "other-origin")
            refusal = policy.admit(request)
            if refusal is not None:
                return refusal
            chunks: list[bytes] = []
            size = 0
            async for chunk in request.stream():
                size += len(chunk)
                if size > body_max:
                    return problem(413, "too-large", {"Connection": "close"})
                chunks.append(chunk)
            return await view(request, b"".join(chunks))

        endpoint.policy = policy  # type: ignore[attr-defined]
        endpoint.body_max = body_max  # type: ignore[attr-defined]
        return endpoint

    return declare

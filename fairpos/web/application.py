"""`application()`: a program's routes, behind everything that stands in front of all pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from fairpos.web import errors, language, policy, static
from fairpos.web.headers import SecurityHeaders
from fairpos.web.toolkit import Provide, Toolkit


def middleware(toolkit: Toolkit) -> list[Middleware]:
    """Outermost first."""
    return [Middleware(SecurityHeaders), Middleware(Provide, {"toolkit": toolkit})]


def application(routes: Sequence[BaseRoute], toolkit: Toolkit, *, lifespan: Any = None) -> Starlette:
    """One program. Raises UndeclaredRoute when a route does not say who may open it.

    Static files and the language switch are added here, because every page needs them.
    """
    every = [*routes, *language.routes(), static.route()]
    # Walked for the assertion in it: default deny means that forgetting is noticed before the first request.
    list(policy.declared(every))
    return Starlette(
        routes=every,
        middleware=middleware(toolkit),
        exception_handlers=errors.handlers(toolkit),
        lifespan=lifespan,
    )

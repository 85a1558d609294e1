"""What every page of a program shares, built once and put within reach of every request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from jinja2 import Environment
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from fairpos.web.session import Session


def no_sessions(_token: str) -> Session | None:
    """For a program in which nobody signs in."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolkit:
    """`find_session` turns a browser's token into a living session, or None. It is called in a thread."""

    environment: Environment
    clock: Callable[[], int]
    find_session: Callable[[str], Session | None] = no_sessions
    version: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class Provide:
    """Middleware that puts named things into every request's state, for views to find with a typed getter."""

    def __init__(self, app: ASGIApp, things: Mapping[str, object]) -> None:
        self.app = app
        self.things = things

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {}).update(self.things)
        await self.app(scope, receive, send)


def toolkit_of(request: HTTPConnection) -> Toolkit:
    return cast("Toolkit", request.state.toolkit)

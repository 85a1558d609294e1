"""The session of a signed-in person, as pages see it. It is kept in a table at the centre and can be revoked;
the browser holds only a random token, which the table knows as a hash.
"""

from __future__ import annotations

from typing import Protocol, cast

from starlette.requests import Request
from starlette.responses import Response

from fairpos.core.rights import Grants


class Session(Protocol):
    """What a page may know of the person in front of it."""

    @property
    def name(self) -> str: ...
    @property
    def login(self) -> str: ...
    @property
    def grants(self) -> Grants: ...
    @property
    def csrf_token(self) -> str: ...


def session_of(request: Request) -> Session | None:
    """The session found for this request, or None for a stranger."""
    return cast("Session | None", getattr(request.state, "session", None))


def grants_of(request: Request) -> Grants:
    """The roles of the person in front of a page that lets only signed-in people in."""
    session = session_of(request)
    assert session is not None, "the policy let only signed-in people in"
    return session.grants


KNOWN_S = 180 * 24 * 3600
"""How long a browser keeps the token it is known by."""


def cookie_name(request: Request, name: str = "session") -> str:
    """`__Host-` binds the cookie to this very host, and browsers accept it over https alone."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def token_of(request: Request) -> str | None:
    return request.cookies.get(cookie_name(request))


def known_token_of(request: Request) -> str | None:
    """The token by which a browser is known to those who have signed in there. It opens nothing."""
    return request.cookies.get(cookie_name(request, "known"))


def give_known_token(request: Request, response: Response, token: str) -> None:
    """Leave it in the browser for the next time; signing out does not take it away."""
    https = request.url.scheme == "https"
    name = cookie_name(request, "known")
    response.set_cookie(name, token, max_age=KNOWN_S, secure=https, httponly=True, samesite="lax")


def give_token(request: Request, response: Response, token: str) -> None:
    """Put a new session's token into the browser. It goes when the browser closes or the session ends."""
    https = request.url.scheme == "https"
    response.set_cookie(cookie_name(request), token, secure=https, httponly=True, samesite="lax")


def take_token(request: Request, response: Response) -> None:
    """Remove the token from the browser."""
    https = request.url.scheme == "https"
    response.delete_cookie(cookie_name(request), secure=https, httponly=True, samesite="lax")

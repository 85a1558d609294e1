"""Who may open a route. Every route carries a policy; a program with a route that has none does not start.

A policy is a name and a rule. `PUBLIC` and `may(ability)` are for people; programs define their own for
tills and terminals with the same class, and their rule checks whatever credential those carry.

Where a fair stands in the URL (`{slug}`), an ability is asked for at that fair. Where none does, it is asked
for at all fairs. A fair that a person has nothing to do with answers as one that is not there; an ability
that is lacking at a fair one knows is refused in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from fairpos.core import rights
from fairpos.core.rights import Ability
from fairpos.web import csrf
from fairpos.web.session import session_of


@dataclass(frozen=True, slots=True)
class Policy:
    """`admit` returns None to let the request in, or the answer that keeps it out.

    It runs off the event loop, after the body was read and the session, if any, was found.
    """

    name: str
    admit: Callable[[Request], Response | None]


class UndeclaredRoute(AssertionError):
    """A route without a policy: nobody has said who may open it, so nobody may."""


PUBLIC = Policy("public", lambda _request: None)


def may(ability: Ability) -> Policy:
    """People who hold this ability at the fair in the URL. Strangers are sent to the sign-in page.

    "enter" is held by everybody who is signed in.
    """

    def admit(request: Request) -> Response | None:
        session = session_of(request)
        if session is None:
            return _to_sign_in(request)
        fair = fair_in(request)
        if fair is not None and not rights.knows(session.grants, fair):
            raise HTTPException(404)
        if not holds(request, ability):
            raise HTTPException(403)
        csrf.require_token(request, session.csrf_token)
        return None

    return Policy(f"may:{ability}", admit)


def fair_in(request: Request) -> str | None:
    """The slug of the fair in a request's URL; None where the URL names no fair."""
    slug = request.path_params.get("slug")
    return None if slug is None else str(slug)


def holds(request: Request, ability: Ability, *, everywhere: bool = False) -> bool:
    """Whether the person in front of this page holds an ability at its fair, or at all fairs without one.

    A page of one fair that leads to what belongs to none asks `everywhere`.
    """
    session = session_of(request)
    if session is None:
        return False
    return ability == "enter" or rights.holds(
        session.grants, ability, None if everywhere else fair_in(request)
    )


def _to_sign_in(request: Request) -> Response:
    if request.method not in csrf.SAFE_METHODS:
        raise HTTPException(403)
    if "hx-request" in request.headers:
        # A fragment that is asked for once a second must not turn into a sign-in form inside a page.
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(path, safe='')}", status_code=303)


@dataclass(frozen=True, slots=True)
class DeclaredRoute:
    """One row of the walk over a program: a path template, its methods, and who may open it."""

    path: str
    methods: frozenset[str]
    policy: Policy


def declared(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[DeclaredRoute]:
    """Walk every route of a program. Raises UndeclaredRoute at the first without a policy."""
    for route in routes:
        if isinstance(route, Mount) and not hasattr(route.app, "policy"):
            if not route.routes:
                raise UndeclaredRoute(f"{prefix}{route.path} has no policy")
            yield from declared(route.routes, prefix + route.path)
            continue
        path = prefix + str(getattr(route, "path", route))
        endpoint = getattr(route, "endpoint", None) or getattr(route, "app", None)
        policy = getattr(endpoint, "policy", None)
        if not isinstance(policy, Policy):
            raise UndeclaredRoute(f"{path} has no policy")
        methods = frozenset(route.methods or ()) if isinstance(route, Route) else frozenset({"GET", "HEAD"})
        yield DeclaredRoute(path, methods, policy)

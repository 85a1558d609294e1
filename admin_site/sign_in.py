"""Signing in, by password or by a one-time link, and out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import site_of
from fairpos.ledger import people, sessions
from fairpos.ledger.passwords import Crowded
from fairpos.ledger.people import Account
from fairpos.web.language import own_path
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC, may
from fairpos.web.screen import field, screen
from fairpos.web.session import give_token, session_of, take_token, token_of

FORM_BYTES_MAX = 16 * 1024


@screen(PUBLIC)
def form(request: Request) -> Response:
    back = own_path(request.query_params.get("next", "/"))
    if session_of(request) is not None:
        return RedirectResponse(back, status_code=303)
    return page(request, "site/sign_in.html", back=back, login="", problem="")


@screen(PUBLIC, body_max=FORM_BYTES_MAX)
def sign_in(request: Request) -> Response:
    site = site_of(request)
    login, back = field(request, "login")[: people.LOGIN_MAX], own_path(field(request, "next"))
    address = request.client.host if request.client else ""

    def again(problem: str, status: int) -> Response:
        return page(request, "site/sign_in.html", status=status, back=back, login=login, problem=problem)

    key = login.strip().casefold()
    if not site.limit.allows(address, key):
        return again("wait", 429)
    with site.database.reading() as connection:
        found = people.credentials(connection, login)
    try:
        account = people.authenticate(site.passwords, found, field(request, "password"))
    except Crowded:
        return again("crowded", 503)
    if account is None:
        return again("wrong", 422)
    site.limit.forgive(address, key)
    return _let_in(request, account, back)


@screen(PUBLIC)
def link(request: Request) -> Response:
    """Says whom the link signs in and waits for a tap: programs that preview links must not use it up."""
    site = site_of(request)
    with site.database.reading() as connection:
        account = people.link_account(connection, code=_code(request), now=site.clock())
    status = 200 if account else 404
    return page(request, "site/sign_in_link.html", status=status, account=account, here_code=_code(request))


@screen(PUBLIC, body_max=FORM_BYTES_MAX)
def use_link(request: Request) -> Response:
    site = site_of(request)
    with site.database.writing() as connection:
        account = people.use_link(connection, code=_code(request), now=site.clock())
    if account is None:
        return page(request, "site/sign_in_link.html", status=404, account=None, here_code=_code(request))
    return _let_in(request, account, "/")


@screen(may("enter"))
def sign_out(request: Request) -> Response:
    _end_current(request)
    response = RedirectResponse("/sign-in", status_code=303)
    take_token(request, response)
    return response


def _let_in(request: Request, account: Account, back: str) -> Response:
    """A new session under a new token, whatever the browser brought along: a planted one is worthless."""
    site = site_of(request)
    _end_current(request)
    token = site.token()
    with site.database.writing() as connection:
        sessions.begin(connection, account=account, token=token, csrf_token=site.token(), now=site.clock())
    response = RedirectResponse(back, status_code=303)
    give_token(request, response, token)
    return response


def _end_current(request: Request) -> None:
    site = site_of(request)
    token = token_of(request)
    if token is None:
        return
    with site.database.writing() as connection:
        current = sessions.find(connection, token=token, now=site.clock())
        if current is not None:
            sessions.revoke(connection, current.key)


def _code(request: Request) -> str:
    code = str(request.path_params["code"])
    if len(code) > 100:
        raise HTTPException(404)
    return code

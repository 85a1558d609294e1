"""Signing in, by password or by a one-time link, and out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import site_of
from fairpos.ledger import browsers, people, sessions
from fairpos.ledger.connection import Connection
from fairpos.ledger.passwords import Crowded
from fairpos.ledger.people import Account
from fairpos.ledger.sessions import How
from fairpos.web.language import own_path
from fairpos.web.pages import page
from fairpos.web.passkeys import host_of
from fairpos.web.policy import PUBLIC, may
from fairpos.web.screen import field, screen
from fairpos.web.session import (
    give_known_token,
    give_token,
    known_token_of,
    session_of,
    take_token,
    token_of,
)

FORM_BYTES_MAX = 16 * 1024
TOKEN_LENGTH = 43


@screen(PUBLIC)
def form(request: Request) -> Response:
    back = own_path(request.query_params.get("next", "/"))
    if session_of(request) is not None:
        return RedirectResponse(back, status_code=303)
    return page(request, "site/sign_in.html", back=back, login="", problem="", host=host_of(request))


@screen(PUBLIC, body_max=FORM_BYTES_MAX)
def sign_in(request: Request) -> Response:
    site = site_of(request)
    login, back = field(request, "login")[: people.LOGIN_MAX], own_path(field(request, "next"))
    address = request.client.host if request.client else ""

    def again(problem: str, status: int) -> Response:
        shown = {"back": back, "login": login, "problem": problem, "host": host_of(request)}
        return page(request, "site/sign_in.html", status=status, **shown)

    key = login.strip().casefold()
    with site.database.reading() as connection:
        found = people.credentials(connection, login)
        browser = _known_browser(request, connection, found)
    if not site.limit.allows(address, key, browser=browser):
        return again("wait", 429)
    try:
        account = people.authenticate(
            site.passwords, found, field(request, "password"), known=browser is not None
        )
    except Crowded:
        return again("crowded", 503)
    if account is None:
        return again("wrong", 422)
    site.limit.forgive(address, key, browser=browser)
    return let_in(request, account, RedirectResponse(back, status_code=303), how="password")


def _known_browser(request: Request, connection: Connection, found: people.Credentials | None) -> str | None:
    """The token of this browser, if this very person has signed in with it before."""
    token = known_token_of(request)
    if found is None or token is None:
        return None
    now = site_of(request).clock()
    return token if browsers.is_known(connection, account=found.account.id, token=token, now=now) else None


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
    return let_in(request, account, RedirectResponse("/", status_code=303), how="link")


@screen(may("enter"))
def sign_out(request: Request) -> Response:
    _end_current(request)
    response = RedirectResponse("/sign-in", status_code=303)
    take_token(request, response)
    return response


def let_in(request: Request, account: Account, response: Response, *, how: How) -> Response:
    """This answer with a new session in it, whatever the browser brought: a planted one is worthless."""
    site = site_of(request)
    _end_current(request)
    token, now = site.token(), site.clock()
    with site.database.writing() as connection:
        sessions.begin(connection, account=account, token=token, csrf_token=site.token(), now=now, how=how)
    give_token(request, response, token)
    remember(request, response, account.id)
    return response


def remember(request: Request, response: Response, account: str) -> None:
    """Know this browser as one of this person's from now on."""
    site = site_of(request)
    # Kept when there is one, for several people may share a browser. It opens nothing: whoever planted it
    # beforehand has won ten tries.
    token = known_token_of(request) or ""
    token = token if len(token) == TOKEN_LENGTH else site.token()
    with site.database.writing() as connection:
        browsers.remember(connection, account=account, token=token, now=site.clock())
    give_known_token(request, response, token)


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

"""One's own password: the first one after a link, or another one."""

from __future__ import annotations

import unicodedata
from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.sign_in import FORM_BYTES_MAX, remember
from admin_site.site import site_of
from fairpos.ledger import accounts, people
from fairpos.ledger.passwords import PASSWORD_MAX, Crowded
from fairpos.ledger.sessions import Session
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.session import session_of

CHARACTERS_MIN = 12
DIFFERENT_MIN = 5


@screen(may("enter"))
def form(request: Request) -> Response:
    return _form(request, {}, done="done" in request.query_params)


@screen(may("enter"), body_max=FORM_BYTES_MAX)
def change(request: Request) -> Response:
    """All that is wrong is said at once. Every other session ends with the password they were begun by."""
    site, own = site_of(request), _own(request)
    wanted = field(request, "password")
    faults = faults_of(wanted, own.login)
    if wanted != field(request, "again"):
        faults["again"] = "again"
    try:
        if _is_asked(request):
            address = request.client.host if request.client else ""
            if not site.limit.allows(address, own.login, browser=own.key):
                return _form(request, faults | {"current": "wait"}, status=429)
            with site.database.reading() as connection:
                found = people.credentials(connection, own.login)
            if people.authenticate(site.passwords, found, field(request, "current"), known=True) is None:
                faults["current"] = "wrong"
        if faults:
            return _form(request, faults, status=422)
        hashed = site.passwords.hash(wanted)
    except Crowded:
        return _form(request, {"current": "crowded"}, status=503)
    with site.database.writing() as connection:
        account = accounts.find(connection, own.account)
        accounts.set_password(connection, account, hashed, keep=own.key, at=site.clock(), by=own.login)
    response = RedirectResponse("/password?done", status_code=303)
    remember(request, response, own.account)
    return response


def faults_of(password: str, login: str) -> dict[str, str]:
    """Length is what makes a password hard to guess; no letters, digits or signs are asked for."""
    text = unicodedata.normalize("NFC", password)
    if len(text) > PASSWORD_MAX:
        return {"password": "long"}
    if len(text) < CHARACTERS_MIN:
        return {"password": "short"}
    folded = text.casefold()
    simple = len(set(folded)) < DIFFERENT_MIN or (len(login) >= 4 and login in folded and len(text) < 20)
    return {"password": "simple"} if simple else {}


def _own(request: Request) -> Session:
    return cast("Session", session_of(request))


def _is_asked(request: Request) -> bool:
    """Whether the password of now is asked for: not of whoever came in without one."""
    return _own(request).how == "password"


def _form(request: Request, faults: dict[str, str], *, status: int = 200, done: bool = False) -> Response:
    return page(
        request,
        "site/password.html",
        status=status,
        faults=faults,
        is_asked=_is_asked(request),
        least=CHARACTERS_MIN,
        done=done,
    )

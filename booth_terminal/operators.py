"""Who may open the terminal's own page: whoever stands at the machine, or holds a link from there.

The page shows which tills wait and sets up printers; it shows no takings and changes no sale. A request from
the machine itself needs no credential, because whoever sits there has the disk as well. "From the machine" is
narrow: the address is its own, the name in the browser's bar is too (a foreign page cannot borrow it), and no
proxy stands between. Everybody else opens a link that is made on the page, works once within a quarter of an
hour and lets that device in for the rest of a fair; inside the central server organisers are let in as well.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import tables
from booth_terminal.doors import terminal_of
from fairpos.core import rights
from fairpos.core.secret import hash_secret
from fairpos.web import csrf
from fairpos.web.pages import page
from fairpos.web.policy import Policy
from fairpos.web.session import session_of

COOKIE = "fairpos_operator"
LINK_MS = 15 * 60_000
DEVICE_MS = 14 * 24 * 3_600_000


class LinkSpent(LookupError):
    """This link was used, is too old, or was never made."""


def make_link(connection: Connection, code: str, *, at: int) -> None:
    table = tables.operator
    connection.execute(delete(table).where(table.c.until < at))
    connection.execute(insert(table).values(secret_hash=hash_secret(code), kind="link", until=at + LINK_MS))


def use_link(connection: Connection, code: str, token: str, *, at: int) -> None:
    """Trade a link for a device's credential. Raises LinkSpent."""
    table = tables.operator
    used = connection.execute(
        delete(table).where(
            table.c.secret_hash == hash_secret(code), table.c.kind == "link", table.c.until >= at
        )
    )
    if not used.rowcount:
        raise LinkSpent
    secret = hash_secret(token)
    connection.execute(insert(table).values(secret_hash=secret, kind="device", until=at + DEVICE_MS))


def knows(connection: Connection, token: str, *, at: int) -> bool:
    table = tables.operator
    found = connection.execute(
        select(table.c.until).where(table.c.secret_hash == hash_secret(token), table.c.kind == "device")
    ).scalar()
    return found is not None and found >= at


def is_here(request: Request) -> bool:
    """Whether a request comes from a browser on this very machine, by this machine's own name."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    proxied = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    client = request.client.host if request.client else ""
    return not proxied and _is_loopback(client) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _admit(request: Request) -> Response | None:
    if is_here(request):
        return None
    session = session_of(request)
    terminal = terminal_of(request)
    if session is not None and rights.holds(session.grants, "arrange", terminal.identity.fair):
        csrf.require_token(request, session.csrf_token)
        return None
    token = request.cookies.get(COOKIE)
    if token:
        with terminal.database.reading() as connection:
            if knows(connection, token, at=terminal.now()):
                return None
    return page(request, "till/operator.html", status=403, code="", spent=False)


OPERATOR = Policy("operator", _admit)


def give(response: Response, token: str, *, https: bool) -> Response:
    """Hand a device its credential, where no script and no foreign page can use it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=DEVICE_MS // 1000,
        path="/terminal",
        httponly=True,
        samesite="strict",
        secure=https,
    )
    return response

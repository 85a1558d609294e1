"""What every organisers' screen needs, put together once and found through the request."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request

from admin_site.boards import Boards
from admin_site.drawn import Drawn
from admin_site.estimates import Estimates
from admin_site.heats import Heats
from admin_site.office import NoOffice, Office
from fairpos.core.document import is_name
from fairpos.db.database import Database
from fairpos.ledger import fairs
from fairpos.ledger.connection import Connection
from fairpos.ledger.facts import Kept
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.passwords import Passwords
from fairpos.server.workers import Workers
from fairpos.web.rate import PAPERS_SENT, FormLimit, SignInLimit
from fairpos.web.session import session_of


def random_token() -> str:
    """256 random bits, as text that fits a cookie and a URL."""
    return secrets.token_urlsafe(32)


def enrolment_address(origin: str, _fair_slug: str, code: str) -> str:
    """Where a tablet enrols at the terminal inside this server; halls with their own have other addresses."""
    return f"{origin}/till/enrolment/{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`enrolment_address` makes the link a tablet opens, from this server's origin, the fair and the code;
    `origin_for_others` makes of this server's origin the one that another device can open."""

    database: Database
    clock: Callable[[], int]
    passwords: Passwords
    token: Callable[[], str] = random_token
    boards: Boards
    heats: Heats
    workers: Workers
    facts: Kept
    estimates: Estimates
    limit: SignInLimit = field(default_factory=SignInLimit)
    form_limit: FormLimit = field(default_factory=FormLimit)
    paper_limit: FormLimit = field(default_factory=lambda: FormLimit(sent=PAPERS_SENT))
    office: Office = field(default_factory=NoOffice)
    drawn: Drawn = field(default_factory=Drawn)
    enrolment_address: Callable[[str, str, str], str] = enrolment_address
    origin_for_others: Callable[[str], str] = str


def site_of(request: Request) -> Site:
    return cast("Site", request.state.site)


def fair_of(connection: Connection, request: Request) -> FairRow:
    """The fair in the URL, or the page that says there is none."""
    slug = str(request.path_params["slug"])
    # Asked before the database is: PostgreSQL would choke on what a hostile address may hold.
    fair = fairs.by_slug(connection, slug) if is_name(slug) else None
    if fair is None:
        raise HTTPException(404)
    return fair


@contextmanager
def fair_reading(request: Request) -> Generator[tuple[Connection, FairRow]]:
    """A consistent view for one screen of one fair."""
    with site_of(request).database.reading() as connection:
        yield connection, fair_of(connection, request)


@contextmanager
def public_reading(request: Request) -> Generator[tuple[Connection, FairRow]]:
    """As `fair_reading`, for a page that anybody may open: a draft is nobody's business yet."""
    with fair_reading(request) as (connection, fair):
        if fair.status == "draft":
            raise HTTPException(404)
        yield connection, fair


def actor(request: Request) -> str:
    """The login of the person who acts, for the records."""
    session = session_of(request)
    assert session is not None, "only screens of signed-in people record who acts"
    return session.login

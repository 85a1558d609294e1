"""Putting the programs together: the one place where every room is known to every other."""

from __future__ import annotations

import gc
import secrets
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from starlette.applications import Starlette

import booth_terminal.app
import booth_terminal.openapi
import booth_terminal.terminal
from admin_site import app as admin
from admin_site import known_sessions, site
from booth_terminal.courier import HttpTransport
from booth_terminal.feeds import settings as feeds
from booth_terminal.feeds.starting import watch_of
from booth_terminal.terminal import Terminal
from fairpos.cli import inside
from fairpos.cli.chance import new_id, new_secret
from fairpos.cli.office import Offices
from fairpos.core.fair import FairStatus
from fairpos.core.ids import uuid7
from fairpos.core.rights import Grant
from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.db.writer import Writer
from fairpos.ledger import accounts, fairs, grants, people, tables
from fairpos.server import jobs, openapi, sync
from fairpos.server.settings import Settings
from fairpos.web import setup
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit

Clock = Callable[[], int]
CONSOLE = "fairpos link"
"""Who stands in the record for what was done at the machine itself."""


class NoSuchFair(LookupError):
    """There is no fair of this slug to serve."""


FIRST_FAIR_SECONDS = 2
"""How often a program without any fair looks whether somebody has begun one."""


class CannotEnrol(RuntimeError):
    """The centre did not take this terminal's code."""


def wall_clock() -> int:
    """Unix milliseconds. The only clock of a program in earnest."""
    return time.time_ns() // 1_000_000


def open_ledger(settings: Settings) -> Database:
    """The centre's database at the newest schema."""
    database = Database(settings.database_url())
    migrate(database, tables.metadata)
    return database


@dataclass(frozen=True, slots=True)
class Central:
    """The central program, running: its parts for whoever has to look inside, and its pages."""

    database: Database
    writer: Writer
    centre: sync.Centre
    app: Starlette

    @property
    def terminal(self) -> Terminal:
        """The terminal inside."""
        assert self.app.state.terminal is not None, "there is a fair to serve"
        return cast("Terminal", self.app.state.terminal)

    @property
    def fair(self) -> str | None:
        """The slug of the fair whose tills are served; None until there is one."""
        return None if self.app.state.terminal is None else self.terminal.identity.fair


def _settle() -> None:
    """Spare what is here from every later search for garbage.

    Modules, templates and routes are some 200,000 objects that stay until the end; without this a seller or a
    page waits an eighth of a second behind each full search that finds nothing.
    """
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _settled(_app: Starlette) -> AsyncGenerator[None]:
    _settle()
    yield


@contextmanager
def central(settings: Settings, *, fair: str | None, clock: Clock) -> Generator[Central]:
    """The central server with its own terminal inside: tablets need only a browser.

    `fair` is the slug of the fair whose tills are served; without it, the open one, or else the one that will
    open or was open last. Where there is none at all the organisers' pages are served alone, and the first
    fair that is begun there gets its terminal within seconds. Raises NoSuchFair and BadFeeds.
    """
    watched = feeds.load(settings.folder())
    database = open_ledger(settings)
    writer = Writer(database, "ledger")
    centre = sync.Centre(database, writer, clock)
    schedule = jobs.scheduler(database, writer, clock)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        schedule.start()
        async with _settled(app):
            yield
        schedule.shutdown(wait=False)

    def for_others(origin: str) -> str:
        # The organiser may sit at the server itself; links and their QR codes are for other devices.
        return setup.for_others(getattr(app.state, "door", None), origin)

    def enrolment_address(origin: str, slug: str, code: str) -> str:
        return site.enrolment_address(for_others(origin), slug, code)

    offices = Offices(settings, database, centre, clock)
    aside = ThreadPoolExecutor(1, "aside")
    kit = admin.toolkit(database, clock, session_known_s=known_sessions.KNOWN_S, aside=aside.submit)
    # Routes are tried in their order, and terminals and tills ask most.
    routes = [
        *sync.routes(centre),
        *booth_terminal.app.routes(),
        *admin.routes(
            database,
            clock,
            enrolment_address=enrolment_address,
            origin_for_others=for_others,
            office=offices,
        ),
        *openapi.routes([booth_terminal.openapi.part()]),
        *setup.routes(),
    ]
    app = application(routes, kit, lifespan=lifespan)
    app.state.terminal = None
    with ExitStack() as running:
        running.callback(database.close)
        running.callback(writer.stop)
        running.callback(offices.stop)
        running.callback(aside.shutdown, cancel_futures=True)
        slug = _fair_to_serve(database, fair)

        def begin(slug: str) -> None:
            terminal = inside.start(
                settings, database, centre, slug,
                name="central", journal=slug, clock=clock, receipt_link=_receipts(settings, app),
            )  # fmt: skip
            running.callback(terminal.stop)
            offices.wake(slug)
            app.state.terminal = terminal
            running.enter_context(_watching(app, settings, watched))

        def look() -> None:
            found = _fair_to_serve(database, None)
            if found is not None:
                looking.remove()
                begin(found)

        if slug is not None:
            begin(slug)
        else:
            looking = schedule.add_job(look, "interval", seconds=FIRST_FAIR_SECONDS)
        yield Central(database, writer, centre, app)


@contextmanager
def _watching(app: Starlette, settings: Settings, watched: feeds.Feeds) -> Generator[None]:
    """Ask the bank feeds for as long as the program runs."""
    app.state.watch = watch_of(app.state.terminal, watched, settings.folder())
    app.state.watch.start()
    try:
        yield
    finally:
        app.state.watch.stop()


def _receipts(settings: Settings, app: Starlette) -> Callable[[str], str]:
    """The address of a sale's receipt, as it is when a slip is drawn: a door may move meanwhile."""
    return lambda sale: setup.receipt_address(settings.receipts, getattr(app.state, "door", None), sale)


SERVED_FIRST: tuple[FairStatus, ...] = ("open", "published", "draft", "closed", "archived")
"""Tills are enrolled before a fair opens, and what a tablet still holds comes in after it closed."""


def _fair_to_serve(database: Database, fair: str | None) -> str | None:
    with database.reading() as connection:
        known = fairs.every(connection)
    if fair is not None:
        if all(row.slug != fair for row in known):
            raise NoSuchFair(fair)
        return fair
    # The newest season stands first in each state.
    return min(known, key=lambda row: SERVED_FIRST.index(row.status)).slug if known else None


@contextmanager
def hall(
    settings: Settings, *, centre: str, code: str | None, clock: Clock, centre_ca: Path | None = None
) -> Generator[Starlette]:
    """A terminal on a machine of its own, speaking to `centre` over HTTP. Raises CannotEnrol.

    `centre_ca` is the authority that signed the centre's certificate, when the system does not know it.
    Raises BadFeeds, too.
    """
    watched = feeds.load(settings.folder())
    trust = _trust(centre_ca)
    journal = booth_terminal.terminal.prepare(settings.journal_url("hall"))
    if booth_terminal.terminal.enrolled(journal) is None:
        if code is None:
            raise CannotEnrol("this machine has no terminal yet; give the --code the organisers' page shows")
        key = Ed25519PrivateKey.generate()
        id_, slug = _enrol(centre, code, key, trust)
        booth_terminal.terminal.take_identity(journal, id=id_, fair=slug, key=key)
    app = application(
        [*booth_terminal.app.routes(), *setup.routes()],
        Toolkit(environment=environment(), clock=clock),
        lifespan=_settled,
    )
    terminal = app.state.terminal = booth_terminal.terminal.start(
        journal,
        lambda who: HttpTransport(centre, who, trust),
        clock=clock,
        new_id=lambda: new_id(clock),
        new_secret=new_secret,
        receipt_link=_receipts(settings, app),
    )
    try:
        with _watching(app, settings, watched):
            yield app
    finally:
        terminal.stop()


def _trust(authority: Path | None) -> ssl.SSLContext | bool:
    if authority is None:
        return True
    try:
        return ssl.create_default_context(cafile=authority)
    except (OSError, ValueError) as error:
        raise CannotEnrol(f"{authority} is not a certificate authority in PEM: {error}") from error


def _enrol(centre: str, code: str, key: Ed25519PrivateKey, trust: ssl.SSLContext | bool) -> tuple[str, str]:
    public_key = key.public_key().public_bytes_raw().hex()
    try:
        answer = httpx2.post(
            f"{centre}/sync/v1/enrolment",
            json={"code": code, "public_key": public_key},
            timeout=10,
            verify=trust,
        )
        content = answer.json()
        return content["terminal"], content["fair"]
    except (httpx2.HTTPError, ValueError, KeyError) as error:
        raise CannotEnrol(f"the centre did not enrol this machine: {error!r}") from error


def sign_in_link(connection: Connection, *, login: str, name: str, code: str, at: int) -> None:
    """Open a one-time sign-in, good for a day, for an administrator who is made if need be.

    Whoever sits at the machine has the database as well, so this is the way back in when nobody has one: an
    account that is shut is let in again. All of it is on record. Raises people.NotALogin.
    """
    account = people.find_account(connection, login)
    if account is None:
        made = uuid7(at, secrets.randbits(74))
        account = accounts.open_account(connection, id=made, login=login, name=name, at=at, by=CONSOLE)
        grants.give(connection, account.id, Grant("administrator"), at=at, by=CONSOLE)
    if account.disabled_at is not None:
        accounts.reopen(connection, account, at=at, by=CONSOLE)
    accounts.open_link(connection, account, code=code, at=at, by=CONSOLE)

"""One believable fair, the organisers' program over it, and browsers that are signed in or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_site.app import routes, toolkit
from fairpos.core.rights import Grant
from fairpos.db.database import Database
from fairpos.ledger import grants, people, sessions
from fairpos.ledger.passwords import Passwords, cheap_passwords
from fairpos.ledger.people import Account
from fairpos.web.application import application
from fairpos.web.rate import SignInLimit
from tests.admin_site import believable
from tests.admin_site.office import LedgerOffice


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: int = believable.NOW

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True)
class World:
    database: Database
    clock: Clock
    app: Starlette
    fair_id: int
    account: Account
    office: LedgerOffice
    passwords: Passwords
    token: str = "t" * 43
    csrf_token: str = "c" * 43

    def stranger(self) -> TestClient:
        return TestClient(self.app, follow_redirects=False, raise_server_exceptions=False)

    def holding(self, *held: Grant, login: str = "lan") -> TestClient:
        """A browser of somebody who holds these roles and no others."""
        with self.database.writing() as connection:
            account = people.add_account(connection, id=f"A-{login}", login=login, name="Trần Thị Lan")
            for grant in held:
                grants.give(connection, account.id, grant, at=self.clock(), by="hoa")
        return self.signed_in(account, token=login[0] * 43)

    def signed_in(self, account: Account | None = None, token: str | None = None) -> TestClient:
        """A browser with a living session. Unsafe requests still need the token of that session."""
        token = token or self.token
        with self.database.writing() as connection:
            if sessions.find(connection, token=token, now=self.clock()) is None:
                sessions.begin(
                    connection,
                    account=account or self.account,
                    token=token,
                    csrf_token=self.csrf_token,
                    now=self.clock(),
                )
        client = self.stranger()
        client.cookies.set("session", token)
        return client


Build = Callable[..., World]


def at_once(run: Callable[[], None]) -> None:
    """Long work is done before the answer, so that a test need not wait for it."""
    run()


@pytest.fixture
def build(request: pytest.FixtureRequest) -> Iterator[Build]:
    """Builds a world on SQLite; `url` for another database, `prior` and `sold` for its states."""
    made: list[Database] = []

    def build(url: str | None = None, *, prior: bool = True, sold: bool = True, silent: int = 2) -> World:
        database = Database(url or request.getfixturevalue("sqlite_ledger_url"), synchronous="OFF")
        made.append(database)
        passwords = cheap_passwords()
        clock = Clock()
        with database.writing() as connection:
            fair_id = believable.load(connection, prior=prior, sold=sold)
            if sold:
                believable.speak(connection, fair_id, silent=silent)
                believable.find_fault(connection, fair_id)
            account = believable.organiser(connection, passwords)
        office = LedgerOffice(database, clock)
        every = routes(
            database,
            clock,
            passwords=passwords,
            limit=SignInLimit(),
            board_pause_s=0,
            spawn=at_once,
            office=office,
        )
        app = application(every, toolkit(database, clock))
        return World(database, clock, app, fair_id, account, office, passwords)

    yield build
    for database in made:
        database.close()


@pytest.fixture
def world(build: Build) -> World:
    return build()

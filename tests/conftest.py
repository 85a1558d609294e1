"""Fixtures for every test: fresh databases of both kinds, and one browser per worker.

A test that asks for `database_url` runs twice, on SQLite and on PostgreSQL. Nothing is skipped quietly: the
reasons are printed at the end, and with CI=true in the environment a skipped test counts as failed.
"""

import functools
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection

from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.ledger import audit
from fairpos.ledger.tables import metadata
from fairpos.web.change_words import wordless
from tests import postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Set by the process that collects the results, and inherited by the xdist workers.
RUN_FOLDER = "FAIRPOS_TEST_RUN_FOLDER"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if not is_worker(config):
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="fairpos-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config) and RUN_FOLDER in os.environ:
        postgres.stop(Path(os.environ.pop(RUN_FOLDER)))


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI allows no skipped test, and this one was. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


@functools.cache
def postgres_server() -> str | Exception:
    """The server's address, or why there is none: asked once, answered to every test."""
    try:
        return postgres.server_url(Path(os.environ[RUN_FOLDER]))
    except Exception as error:
        return error


@pytest.fixture(autouse=True)
def every_change_has_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test makes the code write down as a change can be read on the page of changes."""
    kept = audit.note

    def note(
        connection: Connection,
        fair_id: int | None,
        *,
        kind: str,
        act: str,
        before: audit.Fields | None,
        after: audit.Fields | None,
        **more: Any,
    ) -> None:
        lacking = wordless(kind, act, {*(before or {}), *(after or {})})
        assert lacking == (), f"fairpos/web/change_words.py has no word for {', '.join(lacking)}"
        kept(connection, fair_id, kind=kind, act=act, before=before, after=after, **more)

    monkeypatch.setattr(audit, "note", note)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'fairpos.sqlite3'}"


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    server = postgres_server()
    if isinstance(server, Exception):
        pytest.skip(f"PostgreSQL cannot start: {type(server).__name__}: {server}")
    with postgres.empty_database(server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; the test runs once with each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated ledger without a row, to be copied: migrating anew costs more than most tests do."""
    path = tmp_path_factory.mktemp("template") / "ledger.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    server = postgres_server()
    if isinstance(server, Exception):
        pytest.skip(f"PostgreSQL cannot start: {type(server).__name__}: {server}")
    with postgres.empty_database(server) as url:
        _migrate(url)
        yield url


@pytest.fixture
def sqlite_ledger_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "ledger.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_ledger_url(postgresql_template: str) -> Iterator[str]:
    server = postgres_server()
    assert isinstance(server, str), "the template stands on a server"
    with postgres.empty_database(server, postgresql_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated ledger without a row; the test runs once with each kind of database."""
    url: str = request.getfixturevalue(f"{request.param}_ledger_url")
    return url


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database, metadata)
    database.close()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of the system: FAIRPOS_CHROMIUM, or the first one found."""
    path = os.environ.get("FAIRPOS_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(CHROMIUM)} is installed and FAIRPOS_CHROMIUM is not set")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> "Iterator[Browser]":
    """A running browser. Take a fresh `browser.new_context()` in every test and close it again."""
    # Half a second, which test runs without a browser need not spend.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()

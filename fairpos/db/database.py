"""A database with two doors: `reading()` and `writing()`.

SQLite first, because its traps are the sharper ones. SQLAlchemy's default with sqlite3 silently loses
concurrent read-then-write updates, so a writer begins with BEGIN IMMEDIATE and there is one of it at a time;
readers have an engine of their own and never wait for it. `synchronous=FULL` is what makes a commit survive a
power cut; NORMAL survives only a killed process. Every SQLite before 3.51.3 has a WAL race that can lose
committed data, so an older one is refused in earnest.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pysqlite3.dbapi2 as pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event, make_url

SQLITE_MIN = (3, 51, 3)
_BUSY_SECONDS = 10.0


class UnsoundSQLite(RuntimeError):
    """This SQLite can lose committed data. Install the `pysqlite3` wheel."""


def require_sound_sqlite(version: tuple[int, ...] = pysqlite3.sqlite_version_info) -> None:
    """Raises UnsoundSQLite when the library in use is older than 3.51.3."""
    if version < SQLITE_MIN:
        found = ".".join(map(str, version))
        raise UnsoundSQLite(
            f"SQLite {found} can lose committed sales; 3.51.3 or newer is needed (pip install pysqlite3)"
        )


class Database:
    """One database by URL. `synchronous` is for tests that simulate crashes themselves, and only for them."""

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        parsed = make_url(url)
        self.url = parsed
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            require_sound_sqlite()
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", synchronous, pool_size=1)
            self._reader = _sqlite_engine(url, "BEGIN", synchronous, pool_size=8)
        else:
            self._writer = self._reader = create_engine(
                parsed.set(drivername="postgresql+psycopg"), pool_size=10
            )
        self._one_writer = threading.Lock()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A consistent view. Keep it short: a forgotten reader keeps SQLite's WAL from being folded back."""
        with self._reader.connect() as connection:
            if self.is_sqlite:
                with connection.begin():
                    yield connection
            else:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                with connection.begin():
                    yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction: committed when the block ends, rolled back when it raises; SQLite: one at once."""
        if self.is_sqlite:
            with self._one_writer, self._writer.begin() as connection:
                yield connection
        else:
            with self._writer.begin() as connection:
                yield connection

    @property
    def engine(self) -> Engine:
        """The writing engine itself, for migrations."""
        return self._writer

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


def _sqlite_engine(url: str, begin: str, synchronous: str, *, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        module=pysqlite3,
        pool_size=pool_size,
        max_overflow=0 if pool_size == 1 else 24,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transaction control is off, or it would begin for us, too late and deferred.
        connection.isolation_level = None
        _write_ahead(connection)
        for pragma in (
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            # Or REPLACE would delete a row of the ledger without its trigger being asked.
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(connection: Any) -> None:
    """Put the file into WAL mode, also when several programs open a new one at the same moment.

    The change to WAL is the one statement for which SQLite does not wait while another holds the file (it
    would be a deadlock), so whoever finds it busy waits where SQLite does wait, for the write lock, and asks
    again.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except pysqlite3.OperationalError as error:
            if error.sqlite_errorcode != pysqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")

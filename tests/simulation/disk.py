"""A machine's disk: real SQLite in a file, that can be killed, filled, copied and put back.

Death comes through SQLAlchemy's events, at any statement, just before the COMMIT or just after it. A full
disk is SQLite's own (`max_page_count`), so what it rolls back by itself is real. That COMMIT is durable is
assumed here; power cuts are tested apart.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, event

from fairpos.db.database import Database
from fairpos.db.writer import Handler, Lane, Writer, _Piece

Item = TypeVar("Item")
Result = TypeVar("Result")
Moment = Literal["inside", "before", "after"]


class Killed(BaseException):
    """The process is dead. No code of ours may catch this and carry on."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a disk held at one moment."""

    database: bytes
    log: bytes


class _Drive:
    """The engines over one path, for whichever disk lies there now.

    Making engines, and compiling every statement anew for them, took most of a seed's time.
    """

    def __init__(self, path: Path) -> None:
        self.disk: Disk | None = None
        self.database = Database(f"sqlite:///{path}", synchronous="OFF")
        event.listen(self.database.engine, "connect", self._on_connect)
        event.listen(self.database.engine, "before_cursor_execute", self._on_statement)
        event.listen(self.database.engine, "commit", self._on_commit)

    def _on_connect(self, connection: Any, _record: object) -> None:
        assert self.disk is not None, "a disk lies there before anybody opens it"
        connection.execute(f"PRAGMA max_page_count={_page_limit(self.disk.full)}")

    def _on_statement(self, *_: object) -> None:
        assert self.disk is not None, "a disk lies there before anybody asks it"
        self.disk.count_down()

    def _on_commit(self, _connection: Connection) -> None:
        assert self.disk is not None, "a disk lies there before anybody writes to it"
        self.disk.strike("before")


@cache
def _drive(path: Path) -> _Drive:
    return _Drive(path)


class Disk:
    """One SQLite file. `doom` says when the process that writes to it dies next."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._path.write_bytes(content)
        self.doom: Moment | None = None
        self._countdown = 0
        self.full = False
        self.database: Database | None = None

    def open(self) -> Database:
        drive = _drive(self._path)
        drive.disk = self
        self.database = drive.database
        return self.database

    def close(self) -> None:
        """The process ends: what was not committed was never there."""
        if self.database is not None:
            self.database.close()
            self.database = None
        self.doom = None

    def condemn(self, moment: Moment, statements: int) -> None:
        """The next transaction kills its process: at its `statements`th statement, before or after COMMIT."""
        self.doom, self._countdown = moment, statements

    def strike(self, moment: Moment) -> None:
        if self.doom == moment:
            self.doom = None
            raise Killed

    def fill(self, full: bool) -> None:
        """Not one page more fits, or there is room again."""
        self.full = full
        if self.database is not None:
            doom, self.doom = self.doom, None
            with self.database.engine.connect() as connection:
                limit = _page_limit(full)
                connection.exec_driver_sql(f"PRAGMA max_page_count={limit}")
            self.doom = doom

    def copy(self) -> Copy:
        """The disk as it is between two transactions."""
        return Copy(self._path.read_bytes(), self._log.read_bytes() if self._log.exists() else b"")

    def put_back(self, copy: Copy) -> None:
        """The disk goes back in time. Its process must be down."""
        assert self.database is None, "a disk is put back under no running process"
        self._path.with_name(f"{self._path.name}-shm").unlink(missing_ok=True)
        self._path.write_bytes(copy.database)
        self._log.write_bytes(copy.log)

    def count_down(self) -> None:
        """A statement is about to be executed."""
        if self.doom == "inside":
            self._countdown -= 1
            if self._countdown <= 0:
                self.strike("inside")


def _page_limit(full: bool) -> int:
    return 1 if full else 1 << 30  # a limit below what is used becomes what is used


class Scribe(Writer):
    """The one writer without its thread: its own groups and savepoints, committed when the caller says so."""

    def __init__(self, database: Database, disk: Disk) -> None:
        self._database = database
        self._disk = disk
        self._pieces: list[_Piece] = []
        self.gathering = False

    def submit_to(
        self, handler: Handler[Item, Result], item: Item, *, lane: Lane = "live", weight: int = 1
    ) -> Future[Result]:
        piece = _Piece(handler, item, weight, Future())
        self._pieces.append(piece)
        if not self.gathering:
            self.flush()
        return piece.future

    def flush(self) -> None:
        """Commit all waiting work together."""
        self.gathering = False
        group, self._pieces = self._pieces, []
        if group:
            self._commit(group)
            self._disk.strike("after")

    def stop(self) -> None:
        pass

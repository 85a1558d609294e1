"""The two databases as they are before anything happens, migrated once and copied for every seed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from booth_terminal import tables as terminal_tables
from booth_terminal.terminal import MIGRATIONS
from fairpos.core.business_day import moment
from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.ledger import editions, fairs, tables
from fixtures.small import DAYS, small_fair


@cache
def centre() -> bytes:
    """The small fair, loaded and published."""

    def build(database: Database) -> None:
        migrate(database, tables.metadata)
        with database.writing() as connection:
            at = moment(DAYS[0], 0)
            editions.publish(connection, fairs.load(connection, small_fair(), at=at), at=at, by="")

    return _built(build)


@cache
def terminal() -> bytes:
    """A terminal that has not enrolled."""
    return _built(lambda database: migrate(database, terminal_tables.metadata, MIGRATIONS))


def _built(build: Callable[[Database], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        database = Database(f"sqlite:///{path}", synchronous="OFF")
        build(database)
        database.close()
        return path.read_bytes()

"""The bound: the same rows and rollup sums, given to the database driver alone, in one plain loop.

No HTTP, no signature, no chain, no JSON, no checks: what it costs to keep these rows durably, one flushed
commit for every thousand sales, and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3.dbapi2 as pysqlite3
from sqlalchemy import make_url

from fairpos.db.bulk import Row
from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.ledger import tables
from fairpos.ledger.fold import ROLLUPS, Deltas, Rollup, Rules, add_fold, fold
from fairpos.ledger.rollups import DOCUMENT_COLUMNS
from fairpos.wire import messages
from tests import postgres
from tests.bench._backlog import DAY, Hall, Message
from tests.bench._process import postgresql_cpu

ENTRY_COLUMNS = ("fair_id", "stream_no", "seq", "hash", "body")
GROUP = 20
"""Batches in one commit: a thousand sales at 50 a batch."""

Batch = tuple[list[Row], list[Row], list[tuple[Rollup, list[Row]]]]


@contextmanager
def database(name: str, folder: Path) -> Generator[str]:
    """The address of an empty, durable database."""
    if name == "sqlite":
        yield f"sqlite:///{folder / 'ledger.sqlite3'}"
        return
    server = folder / "postgresql"
    server.mkdir()
    url = postgres.server_url(server)
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = on".encode())
        connection.execute("SELECT pg_reload_conf()")
    with postgres.empty_database(url) as made:
        yield made
    postgres.stop(server)


def measure(url: str, hall: Hall, backlogs: Sequence[Sequence[Message]], folder: Path) -> float:
    """CPU seconds of the loop, the database's own processes included."""
    batches = _batches(backlogs)
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(batches, folder / "bound.sqlite3")
    return _postgresql(batches, url, folder)


def _batches(backlogs: Sequence[Sequence[Message]]) -> list[Batch]:
    """What each push adds, worked out before the clock runs; one push of each terminal after the other."""
    rules = Rules(240, frozenset((DAY,)))
    made = []
    for nth in range(max(map(len, backlogs))):
        for stream_no, backlog in enumerate(backlogs, 1_000):
            if nth >= len(backlog):
                continue
            push = messages.read_push(backlog[nth].body)
            deltas = Deltas()
            entries: list[Row] = []
            documents: list[Row] = []
            for seq, body in enumerate(push.bodies, push.first):
                folded = fold(body, rules)
                assert folded.row is not None, "the backlog holds sound sales"
                add_fold(deltas, folded)
                entries.append((2, stream_no, seq, bytes(32), body))
                documents.append((*folded.row, 2, stream_no, seq))
            sums = [(rollup, list(deltas.rows(rollup, 2))) for rollup in ROLLUPS]
            made.append((entries, documents, [(rollup, rows) for rollup, rows in sums if rows]))
    return made


def _sqlite(batches: Sequence[Batch], path: Path) -> float:
    database = Database(f"sqlite:///{path}")
    migrate(database, tables.metadata)
    database.close()
    connection: Any = pysqlite3.connect(str(path), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    started = time.process_time()
    for start in range(0, len(batches), GROUP):
        connection.execute("BEGIN IMMEDIATE")
        for entries, documents, sums in batches[start : start + GROUP]:
            connection.executemany(_insert("entry", ENTRY_COLUMNS, "?"), entries)
            connection.executemany(_insert("document", DOCUMENT_COLUMNS, "?"), documents)
            for rollup, rows in sums:
                columns = ("fair_id", *rollup.keys, *rollup.sums, *rollup.highs)
                connection.executemany(_insert(rollup.table, columns, "?") + _upsert(rollup, "max"), rows)
        connection.execute("COMMIT")
    used = time.process_time() - started
    connection.close()
    return used


def _postgresql(batches: Sequence[Batch], url: str, folder: Path) -> float:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        started = time.process_time() + postgresql_cpu(folder)
        for start in range(0, len(batches), GROUP):
            for entries, documents, sums in batches[start : start + GROUP]:
                _copy(cursor, "entry", ENTRY_COLUMNS, entries)
                _copy(cursor, "document", DOCUMENT_COLUMNS, documents)
                for rollup, rows in sums:
                    columns = ("fair_id", *rollup.keys, *rollup.sums, *rollup.highs)
                    statement = _insert(rollup.table, columns, "%s") + _upsert(rollup, "greatest")
                    cursor.executemany(statement.encode(), rows)
            connection.commit()
        return time.process_time() + postgresql_cpu(folder) - started


def _copy(cursor: psycopg.Cursor[Any], table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})"


def _upsert(rollup: Rollup, highest: str) -> str:
    keys = ", ".join(f'"{key}"' for key in ("fair_id", *rollup.keys))
    sums = [f'"{name}" = {rollup.table}."{name}" + excluded."{name}"' for name in rollup.sums]
    highs = [f'"{n}" = {highest}({rollup.table}."{n}", excluded."{n}")' for n in rollup.highs]
    return f" ON CONFLICT ({keys}) DO UPDATE SET {', '.join(sums + highs)}"

"""Many rows at once, as each database likes it best: tuples through the driver on SQLite, COPY and unnest on
PostgreSQL. Building statements row by row through the ORM costs twelve to eighteen times as much, and this is
the one path where that decides how many tills a laptop can serve.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Table

Row = tuple[Any, ...]


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows, all or none. A key that is already there raises the driver's integrity error."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_sqlite_insert(table.name, tuple(columns)), list(rows))
        return
    statement = f"COPY {table.name} ({', '.join(_quoted(columns))}) FROM STDIN"
    with _psycopg(connection).cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def add_up(
    connection: Connection,
    table: Table,
    keys: Sequence[str],
    sums: Sequence[str],
    highs: Sequence[str],
    rows: Iterable[Row],
) -> None:
    """Add each row's `sums` to the row of the same `keys`, raise its `highs`, or insert it.

    A row is its keys, then its sums, then its highs. Every key stands in `rows` once.
    """
    batch = list(rows)
    if not batch:
        return
    names = (table.name, tuple(keys), tuple(sums), tuple(highs))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_sqlite_upsert(*names), batch)
        return
    types = tuple(_pg_type(table, name) for name in (*keys, *sums, *highs))
    with _psycopg(connection).cursor() as cursor:
        cursor.execute(_pg_upsert(*names, types), [list(column) for column in zip(*batch, strict=True)])


def _psycopg(connection: Connection) -> psycopg.Connection[Any]:
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _pg_type(table: Table, name: str) -> str:
    kind = table.c[name].type.__class__.__name__
    return {"Text": "text", "Integer": "integer", "BigInteger": "bigint"}[kind]


@cache
def _sqlite_insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(_quoted(columns))}) VALUES ({marks})"  # noqa: S608 our own names


def _on_conflict(
    table: str, keys: tuple[str, ...], sums: tuple[str, ...], highs: tuple[str, ...], high: str
) -> str:
    adds = [f'"{name}" = {table}."{name}" + excluded."{name}"' for name in sums]
    raises = [f'"{name}" = {high}({table}."{name}", excluded."{name}")' for name in highs]
    return f" ON CONFLICT ({', '.join(_quoted(keys))}) DO UPDATE SET {', '.join(adds + raises)}"


@cache
def _sqlite_upsert(table: str, keys: tuple[str, ...], sums: tuple[str, ...], highs: tuple[str, ...]) -> str:
    return _sqlite_insert(table, keys + sums + highs) + _on_conflict(table, keys, sums, highs, "max")


@cache
def _pg_upsert(
    table: str,
    keys: tuple[str, ...],
    sums: tuple[str, ...],
    highs: tuple[str, ...],
    types: tuple[str, ...],
) -> str:
    columns = ", ".join(_quoted(keys + sums + highs))
    arrays = ", ".join(f"%s::{kind}[]" for kind in types)
    insert = f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays})"  # noqa: S608 our own names
    return insert + _on_conflict(table, keys, sums, highs, "greatest")

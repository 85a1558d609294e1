"""Lists of booths, exhibitors and products: read once, looked at, and then written whole or not at all.

A list that was read is kept for a day with every cell and its address, so that nothing is sent twice. It is
examined anew each time it is looked at and once more in the transaction that writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from sqlalchemy import Connection, delete, insert, select, update

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import booth_lists, exhibitor_lists, fairs, product_lists, tables
from fairpos.ledger.list_lines import Done, Line, Progress, silent
from fairpos.wire import application_lists, sheets
from fairpos.wire import booth_lists as booth_columns
from fairpos.wire import exhibitor_lists as exhibitor_columns
from fairpos.wire import product_lists as product_columns
from fairpos.wire.cells import Cell
from fairpos.wire.sheets import Column, Row, Sheet

Kind = Literal["booths", "exhibitors", "products"]
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "exhibitors": (*exhibitor_columns.COLUMNS, *application_lists.COLUMNS),
    "booths": booth_columns.COLUMNS,
    "products": product_columns.COLUMNS,
}
KEPT_MS = DAY_MS


class List(Protocol):
    """What each kind of list knows to do with its rows."""

    def examine(self, connection: Connection, fair_id: int, rows: tuple[Row, ...]) -> tuple[Line, ...]: ...
    def write(
        self,
        connection: Connection,
        fair_id: int,
        lines: tuple[Line, ...],
        *,
        at: int,
        by: str,
        progress: Progress = silent,
    ) -> Done: ...


_LISTS: Mapping[Kind, List] = {
    "booths": booth_lists,
    "exhibitors": exhibitor_lists,
    "products": product_lists,
}


class UnknownReading(LookupError):
    """No such list waits: it was written already, its day is over, or it never was."""


class BadLines(ValueError):
    """Some lines are bad, and nobody said that they may be left out. Nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A list that waits for a yes. `unknown`, `empty` and `strange` as in `sheets.Sheet`."""

    id: str
    kind: Kind
    file_name: str
    made_at: int
    made_by: str
    sheet: Sheet


def read(kind: Kind, file_name: str, body: bytes, *, watch: sheets.Watch = lambda _rows: None) -> Sheet:
    """What a file of this kind says. Raises cells.BadSheet."""
    return sheets.read(file_name, body, COLUMNS[kind], watch=watch)


def keep(
    connection: Connection,
    fair_id: int,
    *,
    kind: Kind,
    file_name: str,
    sheet: Sheet,
    id_: str,
    at: int,
    by: str,
) -> None:
    """Keep what a file says under `id_`. It was read before: nobody's sale waits while a file is read."""
    table = tables.list_reading
    connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.ends_at <= at))
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            id=id_,
            kind=kind,
            file_name=file_name[-120:],
            made_at=at,
            made_by=by,
            ends_at=at + KEPT_MS,
            body=_written(sheet),
        )
    )


def find(connection: Connection, fair_id: int, kind: Kind, id_: str, *, now: int) -> Reading:
    """Raises UnknownReading."""
    table = tables.list_reading
    row = connection.execute(
        select(table).where(
            table.c.fair_id == fair_id,
            table.c.id == id_,
            table.c.kind == kind,
            table.c.used_at.is_(None),
            table.c.ends_at > now,
        )
    ).one_or_none()
    if row is None:
        raise UnknownReading(id_)
    return Reading(
        id=row.id,
        kind=kind,
        file_name=row.file_name,
        made_at=row.made_at,
        made_by=row.made_by,
        sheet=_read(bytes(row.body)),
    )


def examine(connection: Connection, fair_id: int, reading: Reading) -> tuple[Line, ...]:
    """What each row would do to the register as it stands now, and what is wrong with it."""
    return examine_rows(connection, fair_id, reading.kind, reading.sheet.rows)


def write(
    connection: Connection,
    fair_id: int,
    kind: Kind,
    id_: str,
    *,
    without_bad: bool,
    at: int,
    by: str,
    progress: Progress = silent,
) -> Done:
    """Write all good lines of a list, and forget it. Bad ones must be left out by somebody's word.

    Raises UnknownReading, BadLines: then nothing was written. Who calls publishes what tills must know.
    """
    fairs.bump(connection, fair_id)
    reading = find(connection, fair_id, kind, id_, now=at)
    done = write_rows(
        connection,
        fair_id,
        kind,
        reading.sheet.rows,
        without_bad=without_bad,
        at=at,
        by=by,
        progress=progress,
    )
    table = tables.list_reading
    connection.execute(update(table).where(table.c.fair_id == fair_id, table.c.id == id_).values(used_at=at))
    return done


def write_rows(
    connection: Connection,
    fair_id: int,
    kind: Kind,
    rows: Iterable[Row],
    *,
    without_bad: bool,
    at: int,
    by: str,
    progress: Progress = silent,
) -> Done:
    """As `write`, for rows that nobody kept: a program's. Raises BadLines."""
    lines = examine_rows(connection, fair_id, kind, tuple(rows))
    if any(line.faults for line in lines) and not without_bad:
        raise BadLines
    return _LISTS[kind].write(connection, fair_id, lines, at=at, by=by, progress=progress)


def examine_rows(connection: Connection, fair_id: int, kind: Kind, rows: tuple[Row, ...]) -> tuple[Line, ...]:
    """As `examine`, for rows that nobody kept."""
    return _LISTS[kind].examine(connection, fair_id, rows)


def _written(sheet: Sheet) -> bytes:
    rows = [
        [
            row.sheet,
            row.number,
            {key: [cell.text, cell.column, cell.fault] for key, cell in row.cells.items()},
        ]
        for row in sheet.rows
    ]
    told = {"rows": rows, "unknown": sheet.unknown, "empty": sheet.empty, "strange": sheet.strange}
    return json.dumps(told, ensure_ascii=False).encode()


def _read(body: bytes) -> Sheet:
    told: dict[str, Any] = json.loads(body)
    rows = tuple(
        Row(
            title,
            number,
            {
                key: Cell(text, title, number, column, fault)
                for key, (text, column, fault) in cast("dict[str, Any]", cells).items()
            },
        )
        for title, number, cells in told["rows"]
    )
    return Sheet(rows, tuple(told["unknown"]), tuple(told["empty"]), tuple(told["strange"]))

"""Rollups: sums folded from the ledger. They may be thrown away and recounted at any time."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from fairpos.core.sync import TillState
from fairpos.db.bulk import Row, add_up, insert_rows
from fairpos.ledger import tables
from fairpos.ledger.fold import ROLLUPS, Deltas, DocumentRow
from fairpos.ledger.terminals import Terminal

DOCUMENT_COLUMNS = (*DocumentRow._fields, "fair_id", "stream_no", "seq")


def add(connection: Connection, fair_id: int, deltas: Deltas) -> None:
    """Add a batch's sums to the rollup tables, one row a key."""
    for rollup in ROLLUPS:
        table = tables.metadata.tables[rollup.table]
        keys = ("fair_id", *rollup.keys)
        add_up(connection, table, keys, rollup.sums, rollup.highs, deltas.rows(rollup, fair_id))


def clear(connection: Connection, fair_id: int) -> None:
    """Throw every rollup of a fair away, and the list of counted documents with them."""
    for name in (*(rollup.table for rollup in ROLLUPS), "document"):
        table = tables.metadata.tables[name]
        connection.execute(table.delete().where(table.c.fair_id == fair_id))


def stored(connection: Connection, fair_id: int) -> dict[str, set[Row]]:
    """All rollup rows and counted documents as they stand, by table, without fair_id."""
    found: dict[str, set[Row]] = {}
    for rollup in ROLLUPS:
        table = tables.metadata.tables[rollup.table]
        columns = [table.c[name] for name in (*rollup.keys, *rollup.sums, *rollup.highs)]
        rows = connection.execute(
            table.select().with_only_columns(*columns).where(table.c.fair_id == fair_id)
        )
        found[rollup.table] = {tuple(row) for row in rows}
    columns = [tables.document.c[name] for name in DOCUMENT_COLUMNS if name != "fair_id"]
    rows = connection.execute(
        tables.document.select().with_only_columns(*columns).where(tables.document.c.fair_id == fair_id)
    )
    found["document"] = {tuple(row) for row in rows}
    return found


def note_tills(connection: Connection, terminal: Terminal, states: Iterable[TillState]) -> None:
    """Take in what a terminal says of its tills: when each last spoke and what it still holds."""
    rows = [
        (
            terminal.fair_id,
            state.till[:64],
            terminal.id,
            state.seen_at,
            max(0, state.pending),
            state.oldest_at,
            state.ahead,
            state.persisted,
            state.version,
            state.edition,
            state.printer,
        )
        for state in states
    ]
    if not rows:
        return
    table = tables.till_state
    connection.execute(
        table.delete().where(
            table.c.fair_id == terminal.fair_id, table.c.till.in_([str(row[1]) for row in rows])
        )
    )
    insert_rows(connection, table, [column.name for column in table.columns], rows)

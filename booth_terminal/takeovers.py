"""Where a device begins that becomes a till which another device was before.

Its documents go on where the journal's end. Its receipts do not: the other device may have handed out some
that nobody else has heard of, so the new one leaves room for those and no receipt number is given twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Text, case, cast, func, select

from booth_terminal import tables
from fairpos.core.document import COUNT_MAX
from fairpos.core.series import ROOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """The last number taken of each series: of documents, of receipts, and of receipts in training."""

    n: int = 0
    number: int = 0
    training: int = 0


def begin(connection: Connection, till: str) -> Begin:
    """Where the next device of this till begins, by what the journal holds of it. Reads the whole journal."""
    text = cast(tables.entry.c.body, Text)
    # The journal keeps what it is given: only what SQLite can read as JSON is looked into.
    readable = case((func.json_valid(text), text), else_="{}")

    def field(name: str) -> ColumnElement[Any]:
        return func.json_extract(readable, f"$.{name}")

    def highest(name: str, *, training: bool | None = None) -> ColumnElement[int]:
        found = cast(field(name), Integer)
        sound: ColumnElement[bool] = found.between(0, COUNT_MAX)
        if training is not None:
            sound = sound & (func.coalesce(field("training"), 0) == int(training))
        return func.coalesce(func.max(case((sound, found))), 0)

    row = connection.execute(
        select(highest("n"), highest("number", training=False), highest("number", training=True)).where(
            # Most entries are other tills', and are not worth reading as JSON.
            func.instr(text, f'"{till}"') > 0,
            field("till") == till,
        )
    ).one()
    return Begin(n=row[0], number=_after(row[1]), training=_after(row[2]))


def _after(number: int) -> int:
    return (number // ROOM + 1) * ROOM if number else 0

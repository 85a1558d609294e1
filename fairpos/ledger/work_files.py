"""Files of long work: what it was given to read, and what it made, kept for a day and then removed.

They lie in the database in parts, so that any server of the fair can hand them out and none of them is ever
held in memory or in one long transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, exists, insert, select

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import tables

KEPT_MS = DAY_MS
PART_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that can be fetched: `size` in bytes, `ends_at` when it is removed."""

    name: str
    media: str
    size: int
    ends_at: int


def put(connection: Connection, fair_id: int, number: int, no: int, body: bytes) -> None:
    """Keep one part, at most PART_BYTES of it."""
    connection.execute(insert(tables.work_part).values(fair_id=fair_id, work=number, no=no, body=body))


def split(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Bytes as numbered parts."""
    return ((no, body[at : at + PART_BYTES]) for no, at in enumerate(range(0, len(body), PART_BYTES)))


def keep(
    connection: Connection, fair_id: int, number: int, *, name: str, media: str, size: int, at: int
) -> None:
    """Hand a file out from now on: all its parts are there."""
    connection.execute(
        insert(tables.work_file).values(
            fair_id=fair_id, work=number, name=name, media=media, size=size, ends_at=at + KEPT_MS
        )
    )


def find(connection: Connection, fair_id: int, number: int, *, now: int) -> File | None:
    """The file that a piece of work made; None when it made none, or when its day is over."""
    file = tables.work_file
    row = connection.execute(
        select(file).where(file.c.fair_id == fair_id, file.c.work == number, file.c.ends_at > now)
    ).one_or_none()
    if row is None:
        return None
    return File(name=row.name, media=row.media, size=row.size, ends_at=row.ends_at)


def part(connection: Connection, fair_id: int, number: int, no: int) -> bytes | None:
    """One part of a file; None behind the last."""
    table = tables.work_part
    body = connection.execute(
        select(table.c.body).where(table.c.fair_id == fair_id, table.c.work == number, table.c.no == no)
    ).scalar_one_or_none()
    return None if body is None else bytes(body)


def whole(connection: Connection, fair_id: int, number: int) -> bytes:
    """All parts together: of a file that was given to read, which is never large."""
    table = tables.work_part
    bodies = connection.execute(
        select(table.c.body).where(table.c.fair_id == fair_id, table.c.work == number).order_by(table.c.no)
    ).scalars()
    return b"".join(map(bytes, bodies))


def drop(connection: Connection, fair_id: int, number: int) -> None:
    """Remove whatever a piece of work was given or has made."""
    for table in (tables.work_file, tables.work_part):
        connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.work == number))


def forget_ended(connection: Connection, *, now: int) -> None:
    """Remove the files whose day is over, and what interrupted work left behind and nobody took up again."""
    file, piece, work = tables.work_file, tables.work_part, tables.work
    connection.execute(delete(file).where(file.c.ends_at <= now))
    its_file = exists().where(and_(file.c.fair_id == piece.c.fair_id, file.c.work == piece.c.work))
    in_use = exists().where(
        and_(
            work.c.fair_id == piece.c.fair_id,
            work.c.number == piece.c.work,
            work.c.state == "running",
            work.c.heard_at > now - KEPT_MS,
        )
    )
    connection.execute(delete(piece).where(~its_file, ~in_use))

"""The newest settings edition, as the centre published it."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from booth_terminal import tables
from fairpos.core.fair import Edition
from fairpos.wire import editions as wire

_NUMBER = select(func.max(tables.edition.c.number))


def number(connection: Connection) -> int:
    """The number of the newest edition kept here; 0 before the first."""
    return connection.execute(_NUMBER).scalar() or 0


def newest(connection: Connection) -> Edition | None:
    table = tables.edition
    body = connection.execute(select(table.c.body).order_by(table.c.number.desc()).limit(1)).scalar()
    return None if body is None else wire.read(bytes(body))


def keep(connection: Connection, body: bytes, *, at: int) -> Edition:
    """Keep an edition. The same number again changes nothing. Raises wire.editions.BadEdition."""
    edition = wire.read(body)
    known = connection.execute(
        select(tables.edition.c.number).where(tables.edition.c.number == edition.number)
    ).scalar()
    if known is None:
        connection.execute(insert(tables.edition).values(number=edition.number, body=body, received_at=at))
    return edition

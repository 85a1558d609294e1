"""Notices to booths and visitors: who said what to whom, for how long.

A notice reaches tills with the next edition. Whoever puts one up or takes it down publishes one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from fairpos.core.notice import Notice
from fairpos.ledger import audit, tables


class NoSuchNotice(LookupError):
    """No notice of this id stands at this fair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice with who made it and when it was taken down, if it was."""

    notice: Notice
    made_at: int
    made_by: str
    withdrawn_at: int | None


def listed(connection: Connection, fair_id: int) -> tuple[NoticeRow, ...]:
    """Every notice there ever was, the newest first."""
    table = tables.notice
    rows = connection.execute(
        select(table).where(table.c.fair_id == fair_id).order_by(table.c.made_at.desc(), table.c.id.desc())
    )
    return tuple(
        NoticeRow(
            notice=Notice(
                id=row.id,
                text=row.text,
                text_en=row.text_en,
                from_at=row.from_at,
                until_at=row.until_at,
                zone=row.zone,
                district=row.district,
                group=row.product_group,
            ),
            made_at=row.made_at,
            made_by=row.made_by,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    )


def standing(connection: Connection, fair_id: int) -> tuple[Notice, ...]:
    """Those that nobody took down, over or not, by when they begin: tills look at their own clock."""
    found = (row.notice for row in listed(connection, fair_id) if row.withdrawn_at is None)
    return tuple(sorted(found, key=lambda notice: (notice.from_at, notice.id)))


def put_up(connection: Connection, fair_id: int, notice: Notice, *, at: int, by: str) -> None:
    values = {
        "text": notice.text,
        "text_en": notice.text_en,
        "from_at": notice.from_at,
        "until_at": notice.until_at,
        "zone": notice.zone,
        "district": notice.district,
        "product_group": notice.group,
    }
    connection.execute(
        insert(tables.notice).values(fair_id=fair_id, id=notice.id, made_at=at, made_by=by, **values)
    )
    _note(connection, fair_id, notice.id, "creation", before=None, after=values, at=at, by=by)


def withdraw(connection: Connection, fair_id: int, id_: str, *, at: int, by: str) -> None:
    """Take a notice down before its time. Raises NoSuchNotice."""
    table = tables.notice
    changed = connection.execute(
        update(table)
        .where(table.c.fair_id == fair_id, table.c.id == id_, table.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )
    if changed.rowcount != 1:
        raise NoSuchNotice(id_)
    before, after = {"withdrawn_at": None}, {"withdrawn_at": at}
    _note(connection, fair_id, id_, "withdrawal", before=before, after=after, at=at, by=by)


def _note(
    connection: Connection,
    fair_id: int,
    id_: str,
    act: str,
    *,
    before: audit.Fields | None,
    after: audit.Fields,
    at: int,
    by: str,
) -> None:
    audit.note(
        connection, fair_id, kind="notice", subject=id_, act=act, before=before, after=after, at=at, by=by
    )

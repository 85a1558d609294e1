"""Articles taken off the shelf: which booth may not sell what, since when, and who lifted it.

A stop reaches tills with the next edition. Whoever stops or lifts publishes one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from fairpos.core.fair import ShelfStop
from fairpos.ledger import audit, tables


class NoSuchStop(LookupError):
    """No article was taken off a shelf by this inspection, or it was lifted already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """One stop and its end. `inspection` is the id of the document that made it."""

    inspection: str
    booth: str
    article: str
    fault: str
    at: int
    lifted_at: int | None
    lifted_by: str | None
    lifted_why: str | None


def standing(connection: Connection, fair_id: int) -> tuple[ShelfStop, ...]:
    """What is off the shelf now, each article of a booth once, by booth and article."""
    stop = tables.shelf_stop.c
    rows = connection.execute(
        select(stop.booth, stop.article, stop.at, stop.fault)
        .where(stop.fair_id == fair_id, stop.lifted_at.is_(None))
        .order_by(stop.booth, stop.article, stop.at.desc(), stop.inspection)
    )
    # Two inspectors may stop the same thing: the first stop is the one that is told of.
    found = {(row.booth, row.article): row for row in rows}
    return tuple(
        ShelfStop(booth=row.booth, article=row.article, at=row.at, fault=row.fault) for row in found.values()
    )


def listed(connection: Connection, fair_id: int) -> dict[str, StopRow]:
    """Every stop there ever was, by the inspection that made it."""
    table = tables.shelf_stop
    columns = [table.c[name] for name in StopRow.__slots__]
    rows = connection.execute(select(*columns).where(table.c.fair_id == fair_id))
    return {row.inspection: StopRow(**row._mapping) for row in rows}


def stop(
    connection: Connection, fair_id: int, inspection: str, made: ShelfStop, *, by: str, now: int
) -> bool:
    """Take an article off a booth's shelf. False where this inspection did so before, lifted or not."""
    table = tables.shelf_stop
    known = select(table.c.inspection).where(table.c.fair_id == fair_id, table.c.inspection == inspection)
    if connection.execute(known).scalar() is not None:
        return False
    values = {"booth": made.booth, "article": made.article, "fault": made.fault, "at": made.at}
    connection.execute(insert(table).values(fair_id=fair_id, inspection=inspection, **values))
    audit.note(
        connection,
        fair_id,
        kind="shelf_stop",
        subject=f"{made.booth}/{made.article}",
        act="creation",
        before=None,
        after={"inspection": inspection, **values},
        at=now,
        by=by,
    )
    return True


def lift(connection: Connection, fair_id: int, inspection: str, *, why: str, at: int, by: str) -> StopRow:
    """Let a booth sell an article again, and return what had stopped it. Raises NoSuchStop.

    All stops of the same article at the same booth end together: it is sold, or it is not.
    """
    table = tables.shelf_stop
    found = listed(connection, fair_id).get(inspection)
    if found is None or found.lifted_at is not None:
        raise NoSuchStop(inspection)
    connection.execute(
        update(table)
        .where(
            table.c.fair_id == fair_id,
            table.c.booth == found.booth,
            table.c.article == found.article,
            table.c.lifted_at.is_(None),
        )
        .values(lifted_at=at, lifted_by=by, lifted_why=why)
    )
    audit.note(
        connection,
        fair_id,
        kind="shelf_stop",
        subject=f"{found.booth}/{found.article}",
        act="lifting",
        before={"lifted_at": None},
        after={"lifted_at": at},
        at=at,
        by=by,
        reason=why,
    )
    return found

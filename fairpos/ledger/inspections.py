"""Inspections as the centre knows them: what they say, and the goods they take off the shelf."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, func, select

from fairpos.core.fair import ShelfStop
from fairpos.core.inspection import Inspection, Picture, picture_of
from fairpos.ledger import checks, editions, fairs, findings, shelf, tables
from fairpos.wire import documents

A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which inspections are asked for; "" is all of them."""

    booth: str = ""
    fault: str = ""
    action: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One inspection: what its document says, and whether the till that made it is an inspector's phone."""

    id: str
    day: str
    at: int
    till: str
    booth: str
    article: str
    fault: str
    action: str
    inspector: str
    note: str
    pictured: bool


def act(connection: Connection, fair_id: int, ids: Collection[str], *, now: int) -> None:
    """Do what counted inspections ask for: take articles off the shelf, in one new edition.

    Doing it twice changes nothing, so a recount may ask again. Nobody but an inspector's device stops goods.
    """
    stopped = False
    for id_ in sorted(ids):
        found = _document(connection, fair_id, id_)
        if found is None or found.action != "off-shelf":
            continue
        if _kind(connection, fair_id, found.till) != "inspector":
            _tell(connection, fair_id, "not-an-inspector", found, found.till, now=now)
            continue
        if not _sells(connection, fair_id, found.booth, found.article):
            detail = f"{found.article} @ {found.booth}"
            _tell(connection, fair_id, "nothing-to-stop", found, detail, now=now)
            continue
        made = ShelfStop(booth=found.booth, article=found.article, at=found.corrected_at, fault=found.fault)
        stopped |= shelf.stop(connection, fair_id, id_, made, by=found.till, now=now)
    if stopped:
        editions.publish(connection, fair_id, at=now, by="fairpos")


def _tell(
    connection: Connection, fair_id: int, code: str, about: Inspection, detail: str, *, now: int
) -> None:
    opening = findings.Opening(code=code, subject=about.id, document=about.id, till=about.till, detail=detail)
    findings.open_all(connection, fair_id, [opening], now=now)


def _kind(connection: Connection, fair_id: int, till: str) -> str | None:
    table = tables.till
    return connection.execute(
        select(table.c.kind).where(table.c.fair_id == fair_id, table.c.id == till)
    ).scalar()


def _sells(connection: Connection, fair_id: int, booth: str, article: str) -> bool:
    """Whether somebody who stands at this booth sells this article."""
    sold, stands = tables.article.c, tables.allocation.c
    found = connection.execute(
        select(sold.id)
        .select_from(
            tables.article.join(
                tables.allocation, (sold.fair_id == stands.fair_id) & (sold.exhibitor == stands.exhibitor)
            )
        )
        .where(sold.fair_id == fair_id, sold.id == article, stands.booth == booth)
    )
    return found.first() is not None


def _document(connection: Connection, fair_id: int, id_: str) -> Inspection | None:
    """A counted inspection by its id."""
    table = tables.document.c
    row = connection.execute(
        select(table.stream_no, table.seq).where(
            table.fair_id == fair_id, table.id == id_, table.type == "inspection"
        )
    ).one_or_none()
    if row is None:
        return None
    body = checks.body_of(connection, fair_id, row.stream_no, row.seq)
    return cast("Inspection", documents.scan(body))


def picture(connection: Connection, fair_id: int, id_: str) -> Picture | None:
    """The picture of an inspection; None where there is none."""
    found = _document(connection, fair_id, id_)
    return None if found is None else picture_of(found)


def listed(
    connection: Connection, fair_id: int, wanted: Wanted, *, offset: int = 0, limit: int = A_PAGE
) -> tuple[int, tuple[Found, ...]]:
    """How many inspections are as wanted, and a page of them, the newest first."""
    looked, table = tables.inspection, tables.document
    rows = (
        select(table.c.id, table.c.stream_no, table.c.seq)
        .select_from(looked.join(table, (looked.c.fair_id == table.c.fair_id) & (looked.c.id == table.c.id)))
        .where(looked.c.fair_id == fair_id)
    )
    for name in Wanted.__slots__:
        if value := getattr(wanted, name):
            rows = rows.where(looked.c[name] == value)
    count = connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
    page = connection.execute(
        rows.order_by(table.c.at.desc(), table.c.id.desc()).offset(offset).limit(limit)
    ).all()
    return count, tuple(
        _found(
            cast("Inspection", documents.scan(checks.body_of(connection, fair_id, row.stream_no, row.seq)))
        )
        for row in page
    )


def _found(document: Inspection) -> Found:
    return Found(
        id=document.id,
        day=document.day,
        at=document.corrected_at,
        till=document.till,
        booth=document.booth,
        article=document.article,
        fault=document.fault,
        action=document.action,
        inspector=document.inspector,
        note=document.note,
        pictured=document.picture != "",
    )


def numbers(connection: Connection, fair_id: int) -> Mapping[tuple[str, str], int]:
    """How many inspections there are, by fault and action."""
    looked = tables.inspection.c
    rows = connection.execute(
        select(looked.fault, looked.action, func.sum(looked.count))
        .where(looked.fair_id == fair_id)
        .group_by(looked.fault, looked.action)
    )
    return {(fault, action): int(count) for fault, action, count in rows}


def names(connection: Connection, fair_id: int) -> tuple[dict[str, str], dict[str, str]]:
    """What booths and articles are called, by id."""
    booths = {booth.id: booth.name for booth in fairs.booths(connection, fair_id)}
    return booths, {article.id: article.name for article in fairs.articles(connection, fair_id)}

"""Who and what sold most on a day, and how it was paid."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fairpos.ledger import tables

TOP = 8


@dataclass(frozen=True, slots=True)
class Rank:
    """One place in a ranking. `name` is its key when nobody has set it up; `of` says where it belongs."""

    key: str
    name: str
    of: str
    takings: int


@dataclass(frozen=True, slots=True)
class Tender:
    kind: str
    count: int
    amount: int


def top_booths(connection: Connection, fair_id: int, day: str, *, top: int = TOP) -> tuple[Rank, ...]:
    """`of` is the booth's zone, or "unknown"."""
    rollup, booth = tables.takings_by_hour, tables.booth
    takings = func.sum(rollup.c.takings)
    rows = connection.execute(
        select(rollup.c.booth, booth.c.name, booth.c.zone, takings)
        .select_from(
            rollup.outerjoin(booth, (booth.c.fair_id == rollup.c.fair_id) & (booth.c.id == rollup.c.booth))
        )
        .where(rollup.c.fair_id == fair_id, rollup.c.day == day)
        .group_by(rollup.c.booth, booth.c.name, booth.c.zone)
        .having(takings > 0)
        .order_by(takings.desc(), rollup.c.booth)
        .limit(top)
    )
    return tuple(Rank(row[0], row[1] or row[0], row[2] or "unknown", int(row[3])) for row in rows)


def top_articles(connection: Connection, fair_id: int, day: str, *, top: int = TOP) -> tuple[Rank, ...]:
    """`of` is the name of the exhibitor who sold it."""
    rollup, article, exhibitor = tables.takings_by_article, tables.article, tables.exhibitor
    takings = func.sum(rollup.c.takings)
    rows = connection.execute(
        select(rollup.c.article, article.c.name, rollup.c.exhibitor, exhibitor.c.name, takings)
        .select_from(
            rollup.outerjoin(
                article, (article.c.fair_id == rollup.c.fair_id) & (article.c.id == rollup.c.article)
            ).outerjoin(
                exhibitor, (exhibitor.c.fair_id == rollup.c.fair_id) & (exhibitor.c.id == rollup.c.exhibitor)
            )
        )
        .where(rollup.c.fair_id == fair_id, rollup.c.day == day)
        .group_by(rollup.c.article, article.c.name, rollup.c.exhibitor, exhibitor.c.name)
        .having(takings > 0)
        .order_by(takings.desc(), rollup.c.article)
        .limit(top)
    )
    return tuple(Rank(row[0], row[1] or row[0], row[3] or row[2], int(row[4])) for row in rows)


def tenders(connection: Connection, fair_id: int, day: str) -> tuple[Tender, ...]:
    rollup = tables.takings_by_tender
    amount = func.sum(rollup.c.amount)
    rows = connection.execute(
        select(rollup.c.kind, func.sum(rollup.c.count), amount)
        .where(rollup.c.fair_id == fair_id, rollup.c.day == day)
        .group_by(rollup.c.kind)
        .order_by(amount.desc(), rollup.c.kind)
    )
    return tuple(Tender(row[0], int(row[1]), int(row[2])) for row in rows)

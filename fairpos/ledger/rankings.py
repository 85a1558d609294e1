"""Who and what sold most on a day, and how it was paid."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Subquery, Table, func, select

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
    best = _best(rollup, fair_id, day, top, rollup.c.booth)
    rows = connection.execute(
        select(best.c.booth, booth.c.name, booth.c.zone, best.c.takings)
        .select_from(best.outerjoin(booth, (booth.c.fair_id == fair_id) & (booth.c.id == best.c.booth)))
        .order_by(best.c.takings.desc(), best.c.booth)
    )
    return tuple(Rank(row[0], row[1] or row[0], row[2] or "unknown", int(row[3])) for row in rows)


def top_articles(connection: Connection, fair_id: int, day: str, *, top: int = TOP) -> tuple[Rank, ...]:
    """`of` is the name of the exhibitor who sold it."""
    rollup, article, exhibitor = tables.takings_by_article, tables.article, tables.exhibitor
    best = _best(rollup, fair_id, day, top, rollup.c.article, rollup.c.exhibitor)
    rows = connection.execute(
        select(best.c.article, article.c.name, best.c.exhibitor, exhibitor.c.name, best.c.takings)
        .select_from(
            best.outerjoin(
                article, (article.c.fair_id == fair_id) & (article.c.id == best.c.article)
            ).outerjoin(exhibitor, (exhibitor.c.fair_id == fair_id) & (exhibitor.c.id == best.c.exhibitor))
        )
        .order_by(best.c.takings.desc(), best.c.article, best.c.exhibitor)
    )
    return tuple(Rank(row[0], row[1] or row[0], row[3] or row[2], int(row[4])) for row in rows)


def _best(rollup: Table, fair_id: int, day: str, top: int, *key: ColumnElement[str]) -> Subquery:
    """The highest takings of a day by a key; names are looked up for these few alone."""
    takings = func.sum(rollup.c.takings).label("takings")
    return (
        select(*key, takings)
        .where(rollup.c.fair_id == fair_id, rollup.c.day == day)
        .group_by(*key)
        .having(takings > 0)
        .order_by(takings.desc(), *key)
        .limit(top)
        .subquery()
    )


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

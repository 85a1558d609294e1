"""What the parts of a fair's figures are called, and what they can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select

from fairpos.ledger import fairs, tables


def place(exhibitor: Table) -> ColumnElement[str]:
    """The district inside the province, the province or the country elsewhere."""
    return func.coalesce(exhibitor.c.district, exhibitor.c.province, exhibitor.c.country, "")


def names_of(connection: Connection, fair_id: int, by: str) -> dict[str, tuple[str, str]]:
    """The name of each key of an axis, and where it belongs: a booth's zone, an article's exhibitor."""
    if by == "booth":
        booth = tables.booth.c
        rows = connection.execute(select(booth.id, booth.name, booth.zone).where(booth.fair_id == fair_id))
        return {row.id: (row.name, row.zone) for row in rows}
    if by == "exhibitor":
        table = tables.exhibitor
        where = place(table).label("place")
        rows = connection.execute(select(table.c.id, table.c.name, where).where(table.c.fair_id == fair_id))
        return {row.id: (row.name, row.place) for row in rows}
    if by == "article":
        article, exhibitor = tables.article, tables.exhibitor
        here = (exhibitor.c.fair_id == article.c.fair_id) & (exhibitor.c.id == article.c.exhibitor)
        rows = connection.execute(
            select(article.c.id, article.c.name, exhibitor.c.name)
            .select_from(article.join(exhibitor, here))
            .where(article.c.fair_id == fair_id)
        )
        return {row[0]: (row[1], row[2]) for row in rows}
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen from at a fair."""

    days: tuple[str, ...]
    districts: tuple[str, ...]
    groups: tuple[str, ...]


def choices(connection: Connection, fair_id: int) -> Choices:
    exhibitor, article = tables.exhibitor, tables.article
    places = connection.execute(
        select(place(exhibitor)).where(exhibitor.c.fair_id == fair_id).distinct()
    ).scalars()
    groups = connection.execute(
        select(article.c.product_group).where(article.c.fair_id == fair_id).distinct()
    ).scalars()
    days = [entry.day for entry in fairs.calendar(connection, fair_id).days]
    return Choices(
        days=tuple(days),
        districts=tuple(sorted(place for place in places if place)),
        groups=tuple(sorted(group for group in groups if group)),
    )


def name_of(connection: Connection, fair_id: int, by: str, key: str) -> str:
    """The name of a booth, exhibitor or article, or its key where nobody has set it up."""
    return names_of(connection, fair_id, by).get(key, (key, ""))[0]

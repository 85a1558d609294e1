"""Prices: changed one by one or many at once, in one new edition, each with a line in the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from fairpos.core.document import is_amount
from fairpos.ledger import audit, editions, fairs, states, tables


class UnknownArticle(LookupError):
    """No article of this id belongs to the fair. Nothing was changed."""


class NotAPrice(ValueError):
    """A price is 0 to 10^12 đồng. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repriced:
    """How many prices differ now, and the edition that says so; None where none does."""

    count: int
    edition: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition without its content."""

    number: int
    made_at: int
    made_by: str


def change(
    connection: Connection, fair_id: int, prices: Mapping[str, int], *, at: int, by: str, why: str = ""
) -> Repriced:
    """Set prices (đồng a unit, by article) from now on. Raises UnknownArticle, NotAPrice,
    fair_state.Forbidden.

    What is in an open basket keeps the price it was rung up with; what is sold keeps its own for ever.
    """
    # Held first, so that two who change prices at once both see what the other did.
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    table = tables.article
    rows = connection.execute(select(table.c.id, table.c.price).where(table.c.fair_id == fair_id))
    known = {row.id: row.price for row in rows}
    differ = {}
    for article, price in prices.items():
        if article not in known:
            raise UnknownArticle(article)
        if not is_amount(price):
            raise NotAPrice(article)
        if known[article] != price:
            differ[article] = price
    for article, price in sorted(differ.items()):
        connection.execute(
            update(table).where(table.c.fair_id == fair_id, table.c.id == article).values(price=price)
        )
        before, after = {"price": known[article]}, {"price": price}
        audit.note(
            connection, fair_id, kind="product", subject=article, act="price", before=before, after=after,
            at=at, by=by, reason=why,
        )  # fmt: skip
    number = editions.publish(connection, fair_id, at=at, by=by) if differ else None
    return Repriced(count=len(differ), edition=number)


def listed(
    connection: Connection, fair_id: int, *, below: int | None = None, limit: int
) -> tuple[EditionRow, ...]:
    """Editions without their content, the newest first; `below` is the number after the first wanted."""
    edition = tables.edition
    asked = select(edition.c.number, edition.c.made_at, edition.c.made_by).where(edition.c.fair_id == fair_id)
    if below is not None:
        asked = asked.where(edition.c.number < below)
    rows = connection.execute(asked.order_by(edition.c.number.desc()).limit(limit))
    return tuple(EditionRow(number=row.number, made_at=row.made_at, made_by=row.made_by) for row in rows)


def spread(connection: Connection, fair_id: int) -> tuple[dict[int, int], dict[int, int]]:
    """How many terminals, and how many tills that said so, go by which edition."""
    terminals: dict[int, int] = {}
    tills: dict[int, int] = {}
    for table, found in ((tables.terminal, terminals), (tables.till_state, tills)):
        editions_ = connection.execute(
            select(table.c.edition).where(table.c.fair_id == fair_id, table.c.edition.is_not(None))
        ).scalars()
        for number in editions_:
            if number is not None:
                found[number] = found.get(number, 0) + 1
    return terminals, tills

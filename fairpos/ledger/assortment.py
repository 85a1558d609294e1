"""What tills may sell: goods whose label was checked and whose last day has not passed, with stars only where
the certificate holds for the whole fair, and with the tax class that their seller's method asks.

An article without a row in `product` came with the fair's set-up and is taken as it stands there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from fairpos.core import product
from fairpos.core.fair import Article
from fairpos.core.product import Certificate
from fairpos.ledger import fairs, tables


def for_tills(connection: Connection, fair_id: int, day: str | None) -> tuple[Article, ...]:
    """The articles that tills may sell on an ISO day; before the fair, or for None, on its first day."""
    table, more = tables.product, tables.exhibitor_details
    known = {row.article: row for row in connection.execute(select(table).where(table.c.fair_id == fair_id))}
    direct = set(
        connection.execute(
            select(more.c.exhibitor).where(more.c.fair_id == fair_id, more.c.tax_method == "direct")
        ).scalars()
    )
    first, last = span(connection, fair_id)
    found = []
    for article in fairs.articles(connection, fair_id):
        row = known.get(article.id)
        if row is not None:
            if product.hindrance(row.label, row.expires, max(day or first, first)):
                continue
            stars = product.stars_shown(article.stars, certificate_of(row), first, last)
            article = replace(article, stars=stars)
        found.append(replace(article, tax_class="none") if article.exhibitor in direct else article)
    return tuple(found)


def span(connection: Connection, fair_id: int) -> tuple[str, str]:
    """A fair's first and last open day (ISO); two empty texts while it has none."""
    days = fairs.calendar(connection, fair_id).open_days()
    return (days[0], days[-1]) if days else ("", "")


def certificate_of(row: Any) -> Certificate:
    """The certificate in a row of the `product` table."""
    return Certificate(**{name: getattr(row, name) for name in Certificate.__slots__})

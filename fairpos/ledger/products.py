"""The register of products: what tills sell, and what an organiser must know before they may.

An edition takes from here what `assortment` lets through. Who changes a product publishes once, at the end.
Every change raises fair_state.Forbidden in a fair that is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Connection, insert, select, update

from fairpos.core import product
from fairpos.core.fair import Article
from fairpos.core.product import Certificate, CertificateState, Hindrance, LabelState
from fairpos.core.search import search_key
from fairpos.ledger import assortment, audit, exhibitors, fairs, states, tables
from fairpos.ledger.numbering import next_id
from fairpos.wire.product_lists import NO_CERTIFICATE, Goods

KIND = "product"
PREFIX = "SP"


class UnknownProduct(LookupError):
    """No product of this id belongs to the fair."""


class IdTaken(ValueError):
    """Another product of the fair has this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product with what the register knows of it. `registered` is false for one that came with the fair's
    set-up and that nobody has looked after. `hindrance` says why it is not at the till, "" when it is."""

    article: Article
    producer: str
    origin: str = ""
    story: str = ""
    expires: str = ""
    label: LabelState = "passed"
    label_by: str = ""
    label_at: int | None = None
    label_note: str = ""
    certificate: Certificate = NO_CERTIFICATE
    registered: bool = False
    hindrance: Hindrance = ""
    certificate_state: CertificateState = "none"
    stars: int | None = None

    @property
    def goods(self) -> Goods:
        article = self.article
        return Goods(
            name=article.name,
            group=article.group,
            price=article.price,
            unit=article.unit,
            weighed=article.weighed,
            barcode=article.barcode,
            tax_class=article.tax_class,
            origin=self.origin,
            expires=self.expires,
            stars=article.stars,
            certificate=self.certificate,
            story=self.story,
        )


def listed(connection: Connection, fair_id: int, day: str) -> tuple[Product, ...]:
    """Every product of a fair, by its producer and its name, as it stands on an ISO day."""
    table = tables.product
    rows = {row.article: row for row in connection.execute(select(table).where(table.c.fair_id == fair_id))}
    names = {who.id: who.name for who in fairs.exhibitors(connection, fair_id)}
    first, last = assortment.span(connection, fair_id)
    found = (
        _product(article, rows.get(article.id), names[article.exhibitor], max(day, first), first, last)
        for article in fairs.articles(connection, fair_id)
    )
    return tuple(
        sorted(
            found, key=lambda one: (search_key(one.producer), search_key(one.article.name), one.article.id)
        )
    )


def one(connection: Connection, fair_id: int, id_: str, day: str) -> Product:
    """Raises UnknownProduct."""
    found = next((one for one in listed(connection, fair_id, day) if one.article.id == id_), None)
    if found is None:
        raise UnknownProduct(id_)
    return found


def _product(article: Article, row: Any, producer: str, day: str, first: str, last: str) -> Product:
    if row is None:
        return Product(article=article, producer=producer, stars=article.stars)
    certificate = assortment.certificate_of(row)
    return Product(
        article=article,
        producer=producer,
        origin=row.origin,
        story=row.story,
        expires=row.expires,
        label=cast("LabelState", row.label),
        label_by=row.label_by,
        label_at=row.label_at,
        label_note=row.label_note,
        certificate=certificate,
        registered=True,
        hindrance=product.hindrance(row.label, row.expires, day),
        certificate_state=product.state_of(article.stars, certificate, first, last),
        # What visitors scan stays after the fair, and a star that has ended by then is none.
        stars=product.stars_shown(article.stars, certificate, first, max(day, last)),
    )


def twice(products: Iterable[Product]) -> dict[str, tuple[str, ...]]:
    """Barcodes that more than one product carries, with the ids of these."""
    found: dict[str, list[str]] = {}
    for one in products:
        if one.article.barcode:
            found.setdefault(one.article.barcode, []).append(one.article.id)
    return {barcode: tuple(sorted(ids)) for barcode, ids in found.items() if len(ids) > 1}


def counted(products: Iterable[Product]) -> Counter[str]:
    """How many products each exhibitor has."""
    return Counter(one.article.exhibitor for one in products)


def ids(connection: Connection, fair_id: int) -> set[str]:
    """The id of every product there is or was."""
    article = tables.article
    return set(connection.execute(select(article.c.id).where(article.c.fair_id == fair_id)).scalars())


def add(
    connection: Connection,
    fair_id: int,
    exhibitor: str,
    goods: Goods,
    *,
    id_: str = "",
    label_checked: bool = False,
    at: int,
    by: str,
) -> str:
    """Take a product in, and return its id. It is not at the till before its label was checked.

    Raises UnknownExhibitor, IdTaken.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    exhibitors.one(connection, fair_id, exhibitor)
    article = tables.article
    there = select(article.c.id).where(article.c.fair_id == fair_id, article.c.id == id_)
    if connection.execute(there).one_or_none() is not None:
        raise IdTaken(id_)
    id_ = id_ or next_id(PREFIX, ids(connection, fair_id))
    connection.execute(insert(article).values(fair_id=fair_id, id=id_, exhibitor=exhibitor, **_sold(goods)))
    connection.execute(
        insert(tables.product).values(
            fair_id=fair_id,
            article=id_,
            label="passed" if label_checked else "unchecked",
            label_by=by if label_checked else "",
            label_at=at if label_checked else None,
            **_known(goods),
        )
    )
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="creation",
        before=None, after=asdict(goods) | {"exhibitor": exhibitor}, at=at, by=by,
    )  # fmt: skip
    return id_


def change(connection: Connection, fair_id: int, before: Product, goods: Goods, *, at: int, by: str) -> None:
    """State a product anew. Its label check stays, and what it sold keeps the price it was sold at."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    id_, article = before.article.id, tables.article
    connection.execute(
        update(article).where(article.c.fair_id == fair_id, article.c.id == id_).values(**_sold(goods))
    )
    _keep(connection, fair_id, before, _known(goods))
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change",
        before=asdict(before.goods), after=asdict(goods), at=at, by=by,
    )  # fmt: skip


def check_label(
    connection: Connection, fair_id: int, before: Product, state: LabelState, note: str, *, at: int, by: str
) -> None:
    """Say what a look at a product's label showed."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    values = {"label": state, "label_by": by, "label_at": at, "label_note": note}
    _keep(connection, fair_id, before, values)
    audit.note(
        connection, fair_id, kind=KIND, subject=before.article.id, act="label",
        before={"label": before.label, "label_note": before.label_note},
        after={"label": state, "label_note": note}, at=at, by=by, reason=note,
    )  # fmt: skip


def _keep(connection: Connection, fair_id: int, before: Product, values: dict[str, Any]) -> None:
    table = tables.product
    if before.registered:
        connection.execute(
            update(table)
            .where(table.c.fair_id == fair_id, table.c.article == before.article.id)
            .values(**values)
        )
        return
    # It came with the set-up and was sold as it stood: the first to look after it does not stop it.
    new = {"label": before.label, **_known(before.goods), **values}
    connection.execute(insert(table).values(fair_id=fair_id, article=before.article.id, **new))


def _sold(goods: Goods) -> dict[str, Any]:
    return {
        "name": goods.name,
        "product_group": goods.group,
        "price": goods.price,
        "unit": goods.unit,
        "weighed": goods.weighed,
        "barcode": goods.barcode,
        "tax_class": goods.tax_class,
        "stars": goods.stars,
    }


def _known(goods: Goods) -> dict[str, Any]:
    return {
        "origin": goods.origin,
        "story": goods.story,
        "expires": goods.expires,
        **asdict(goods.certificate),
    }

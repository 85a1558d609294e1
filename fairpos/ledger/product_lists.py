"""A list of products against the register: what is new, what is known, and what of it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from fairpos.core.money import number
from fairpos.core.search import search_key
from fairpos.ledger import exhibitors, products
from fairpos.ledger.list_lines import (
    Act,
    Done,
    Line,
    Progress,
    done_of,
    entry_of,
    faults_of,
    silent,
    to_write,
)
from fairpos.ledger.numbering import next_ids
from fairpos.ledger.products import Product
from fairpos.wire import product_lists as columns
from fairpos.wire.product_lists import Goods
from fairpos.wire.sheets import Row


@dataclass(frozen=True, slots=True)
class Stated:
    """A product, whose it is, and whether its label was found right."""

    exhibitor: str
    goods: Goods
    label_checked: bool


def examine(connection: Connection, fair_id: int, rows: tuple[Row, ...]) -> tuple[Line, ...]:
    """A row is known by its code, else by its seller with its barcode, else by its seller, name and unit."""
    ids = exhibitors.by_any_name(exhibitors.listed(connection, fair_id))
    known = products.listed(connection, fair_id, "")
    by_id = {one.article.id: one for one in known}
    by_mark = {mark: one for one in known for mark in _marks(one.article.exhibitor, one.goods)}
    seen: set[tuple[str, ...]] = set()
    lines = []
    for row in rows:
        code = row["id"].text
        exhibitor = exhibitors.called(row["exhibitor"].text, ids) or ""
        found = by_id.get(code) if code else _by_mark(row, exhibitor, by_mark)
        entry = entry_of(row, texts_of(found) if found else {})
        entry.name("id")
        goods = columns.read(entry)
        label_checked = entry.yes("label")
        if not exhibitor:
            entry.faults["exhibitor"] = "no-such-exhibitor" if row["exhibitor"].text else "missing"
        elif found and found.article.exhibitor != exhibitor:
            entry.faults["exhibitor"] = "of-another-exhibitor"
        marks = {*_marks(exhibitor, goods), ("id", found.article.id if found else code)} - {("id", "")}
        if exhibitor and seen & marks:
            entry.faults.setdefault("name", "twice-in-list")
        seen |= marks
        stated = Stated(exhibitor, goods, label_checked)
        act: Act = "bad" if entry.faults else _act(found, stated)
        lines.append(
            Line(
                row=row,
                act=act,
                title=row["name"].text or code,
                subject=found.article.id if found else code,
                faults=faults_of(row, entry),
                stated=stated,
            )
        )
    return tuple(lines)


def write(
    connection: Connection,
    fair_id: int,
    lines: tuple[Line, ...],
    *,
    at: int,
    by: str,
    progress: Progress = silent,
) -> Done:
    """Write the good lines."""
    known = {one.article.id: one for one in products.listed(connection, fair_id, "")}
    taken = products.ids(connection, fair_id) | {line.subject for line in lines}
    fresh = next_ids(products.PREFIX, taken)
    for line in to_write(lines, progress):
        stated: Stated = line.stated
        if line.act == "new":
            products.add(
                connection, fair_id, stated.exhibitor, stated.goods,
                id_=line.subject or next(fresh), label_checked=stated.label_checked, at=at, by=by,
            )  # fmt: skip
            continue
        before = known[line.subject]
        if before.goods != stated.goods:
            products.change(connection, fair_id, before, stated.goods, at=at, by=by)
        if stated.label_checked and before.label != "passed":
            now = products.one(connection, fair_id, line.subject, "")
            products.check_label(connection, fair_id, now, "passed", "", at=at, by=by)
    return done_of(lines)


def texts_of(product: Product) -> dict[str, str]:
    """The texts that would state this product again."""
    goods, paper = product.goods, product.certificate
    return {
        "name": goods.name,
        "group": goods.group,
        "price": number(goods.price, "vi"),
        "unit": goods.unit,
        "weighed": "x" if goods.weighed else "",
        "barcode": goods.barcode,
        "tax_class": goods.tax_class,
        "origin": goods.origin,
        "expires": goods.expires,
        "stars": str(goods.stars or ""),
        "number": paper.number,
        "code": paper.code,
        "decision": paper.decision,
        "authority": paper.authority,
        "issued": paper.issued,
        "valid_to": paper.valid_to,
        "story": goods.story,
    }


def _act(found: Product | None, stated: Stated) -> Act:
    if found is None:
        return "new"
    checked = stated.label_checked and found.label != "passed"
    return "same" if found.goods == stated.goods and not checked else "change"


def _marks(exhibitor: str, goods: Goods) -> tuple[tuple[str, ...], ...]:
    named = ("name", exhibitor, search_key(goods.name), search_key(goods.unit))
    return (named, ("barcode", exhibitor, goods.barcode)) if goods.barcode else (named,)


def _by_mark(row: Row, exhibitor: str, by_mark: Mapping[tuple[str, ...], Product]) -> Product | None:
    barcode = row["barcode"].text
    unit = "kg" if row["weighed"].text else row["unit"].text or "cái"
    named = ("name", exhibitor, search_key(row["name"].text), search_key(unit))
    return (by_mark.get(("barcode", exhibitor, barcode)) if barcode else None) or by_mark.get(named)

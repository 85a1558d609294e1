"""Prices in a table: typed or pasted out of a spreadsheet, or as a CSV or XLSX file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairpos.core.fair import Article
from fairpos.wire import cells, sheets
from fairpos.wire.cells import BadCell, BadSheet
from fairpos.wire.sheets import Column

COLUMNS = (
    Column(
        "code", ("Mã sản phẩm", "Mã hàng", "Mã", "Mã vạch", "Product code", "Code", "Barcode"), required=True
    ),
    Column("price", ("Giá mới", "Giá bán", "Giá", "Đơn giá", "New price", "Price"), required=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """One row: where it stands, what it says, the article it means (None: none), its price (None: not to be
    read), and the code of what is wrong, a key of the words "price_line"."""

    address: str
    code: str
    text: str
    article: Article | None
    price: int | None
    fault: str


def read(name: str, body: bytes, articles: Sequence[Article]) -> tuple[PriceLine, ...]:
    """Every row with a price in it, sound or not. Raises BadSheet: nothing can be read.

    Two columns without headings are the code and the price.
    """
    try:
        sheet = sheets.read(name, body, COLUMNS)
    except BadSheet as bad:
        if bad.code != "no-heading" or not _is_text(body):
            raise
        mark = next((mark for mark in (b"\t", b";", b",") if mark in body), b"\t")
        sheet = sheets.read(name, b"code" + mark + b"price\n" + body, COLUMNS)
    by_code = {one.barcode: one for one in articles if one.barcode} | {
        one.id.casefold(): one for one in articles
    }
    seen: set[str] = set()
    return tuple(_line(row, by_code, seen) for row in sheet.rows if row["price"].text or row.faults())


def _is_text(body: bytes) -> bool:
    return not body.startswith((b"PK", b"\xff\xfe", b"\xfe\xff"))


def _line(row: sheets.Row, by_code: Mapping[str, Article], seen: set[str]) -> PriceLine:
    code, cell = row["code"].text, row["price"]
    article = by_code.get(code) or by_code.get(code.casefold())
    price, fault = None, ""
    try:
        price = cells.dong(cell)
    except BadCell as bad:
        fault = bad.code
    if told := row.faults():
        fault = told[0].fault
    elif article is None:
        fault = "no-article"
    elif not fault and article.id in seen:
        fault = "twice"
    if article is not None:
        seen.add(article.id)
    return PriceLine(
        address=cell.address, code=code, text=cell.text, article=article, price=price, fault=fault
    )

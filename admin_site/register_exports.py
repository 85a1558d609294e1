"""The register as files: exhibitors and products, under the headings that an import reads again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from admin_site.exhibitors import today
from admin_site.site import fair_reading
from fairpos.core.participation import Merits
from fairpos.ledger import applications, booth_codes, exhibitors, products
from fairpos.ledger.applications import Filed
from fairpos.ledger.exhibitor_lists import by_exhibitor
from fairpos.ledger.exhibitors import Known
from fairpos.ledger.list_readings import COLUMNS
from fairpos.ledger.product_lists import texts_of
from fairpos.ledger.products import Product
from fairpos.web.downloads import Kind, download
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.wire import application_lists, exhibitor_lists, exports, product_lists
from fairpos.wire.exports import Table, Value

EXHIBITORS, PRODUCTS = "Đơn vị tham gia", "Sản phẩm"


@screen(may("see"))
def exhibitors_xlsx(request: Request) -> Response:
    return _exhibitors(request, "xlsx")


@screen(may("see"))
def exhibitors_csv(request: Request) -> Response:
    return _exhibitors(request, "csv")


@screen(may("see"))
def products_xlsx(request: Request) -> Response:
    return _products(request, "xlsx")


@screen(may("see"))
def products_csv(request: Request) -> Response:
    return _products(request, "csv")


def _exhibitors(request: Request, kind: Kind) -> Response:
    with fair_reading(request) as (connection, fair):
        known = exhibitors.listed(connection, fair.id)
        codes = booth_codes.codes(connection, fair.id)
        applied = by_exhibitor(applications.listed(connection, fair.id))
    headings = tuple(column.names[0] for column in COLUMNS["exhibitors"])
    rows = [_exhibitor(one, codes, applied.get(one.id)) for one in known]
    return _file(f"{fair.slug}-don-vi", kind, Table(EXHIBITORS, headings, rows))


def _products(request: Request, kind: Kind) -> Response:
    with fair_reading(request) as (connection, fair):
        found = products.listed(connection, fair.id, today(request, fair))
    headings = tuple(column.names[0] for column in product_lists.COLUMNS)
    return _file(f"{fair.slug}-san-pham", kind, Table(PRODUCTS, headings, map(_product, found)))


def _file(stem: str, kind: Kind, table: Table) -> Response:
    return download(stem, kind, exports.csv_of(table) if kind == "csv" else exports.xlsx_of([table]))


def _exhibitor(known: Known, codes: Mapping[str, str], filed: Filed | None) -> list[Value]:
    asked = application_lists.texts(filed.wanted if filed else None, filed.merits if filed else Merits())
    texts: dict[str, Value] = {
        "id": known.id,
        **asdict(known.details),
        **asked,
        "booth": ", ".join(codes[booth] for booth in known.booths),
    }
    for key, names in (("kind", exhibitor_lists.KINDS), ("tax_method", exhibitor_lists.METHODS)):
        texts[key] = names[str(texts[key])][0] if texts[key] else ""
    return [texts[column.key] for column in COLUMNS["exhibitors"]]


def _product(product: Product) -> list[Value]:
    texts: dict[str, Value] = {
        **texts_of(product),
        "id": product.article.id,
        "exhibitor": product.article.exhibitor,
        "price": product.article.price,
        "label": "x" if product.label == "passed" else "",
    }
    for key in ("expires", "issued", "valid_to"):
        texts[key] = _as_written(str(texts[key]))
    return [texts[column.key] for column in product_lists.COLUMNS]


def _as_written(day: str) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""

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
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.words import WORDS
from fairpos.wire import application_lists, exhibitor_lists, exports, product_lists
from fairpos.wire.exports import Table, Value

MONEY = (
    _("State"), _("Place on the wait-list"), _("Contract"),
    _("Fee, đồng"), _("The fee is"), _("The fee is due by"), _("Paid or waived on"),
    _("Deposit, đồng"), _("The deposit is"), _("The deposit is due by"), _("Settled on"),
)  # fmt: skip
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


@screen(may("see"))
def applications_xlsx(request: Request) -> Response:
    return _applications(request, "xlsx")


@screen(may("see"))
def applications_csv(request: Request) -> Response:
    return _applications(request, "csv")


def _applications(request: Request, kind: Kind) -> Response:
    """Every application with its state and its money, under the headings that a list has."""
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        filed = applications.listed(connection, fair.id)
    columns = [column for column in COLUMNS["exhibitors"] if column.key not in ("id", "booth")]
    headings = (say("Application"), *(column.names[0] for column in columns), *map(say, MONEY))
    rows: list[list[Value]] = []
    for one in filed:
        texts = _asked(one) | {"kind": exhibitor_lists.KINDS[one.wanted.details.kind][0]}
        terms = one.terms
        rows.append(
            [
                one.id, *(texts[column.key] for column in columns),
                say(WORDS["application_state"][one.state]), one.wait_order,
                say(WORDS["contract"][terms.contract]), terms.fee,
                say(WORDS["payment_state"][terms.fee_state]), _as_written(terms.fee_due),
                _as_written(terms.fee_on), terms.deposit, say(WORDS["payment_state"][terms.deposit_state]),
                _as_written(terms.deposit_due), _as_written(terms.deposit_on),
            ]
        )  # fmt: skip
    return _file(f"{fair.slug}-don-dang-ky", kind, Table(say("Applications"), headings, rows))


def _asked(filed: Filed) -> dict[str, Value]:
    details = asdict(filed.wanted.details)
    method = str(details["tax_method"])
    details["tax_method"] = exhibitor_lists.METHODS[method][0] if method else ""
    return {**details, **application_lists.texts(filed.wanted, filed.merits)}


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

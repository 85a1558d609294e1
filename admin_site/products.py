"""Products: the register, one product's form, and what a look at its label showed."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.exhibitors import exhibitor_id, today
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.document import is_name
from fairpos.core.product import LABEL_STATES, PRODUCT_GROUPS
from fairpos.core.search import matches
from fairpos.ledger import editions, exhibitors, products
from fairpos.ledger.connection import Connection
from fairpos.ledger.exhibitors import UnknownExhibitor
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.product_lists import texts_of
from fairpos.ledger.products import IdTaken, Product, UnknownProduct
from fairpos.web.forms import Form, typed
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.wire import product_lists
from fairpos.wire.entries import Entry
from fairpos.wire.product_lists import TAX_CLASSES

A_PAGE = 100

WANTS = ("unchecked", "wrong", "expired", "certificate", "barcode")
"""What may be wrong with a product, as the list can be narrowed to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One product of the list. `twice` are the other products with its barcode."""

    product: Product
    twice: tuple[str, ...]

    def wants(self, want: str) -> bool:
        match want:
            case "unchecked":
                return self.product.hindrance == "label-unchecked"
            case "wrong":
                return self.product.hindrance == "label-failed"
            case "expired":
                return self.product.hindrance == "expired"
            case "certificate":
                return self.product.registered and self.product.certificate_state not in ("none", "valid")
            case _:
                return bool(self.twice)


@screen(may("see"))
def products_listed(request: Request) -> Response:
    asked = {key: request.query_params.get(key, "") for key in ("q", "group", "wants")}
    with fair_reading(request) as (connection, fair):
        every = shown_of(connection, fair, today(request, fair))
    groups = sorted({one.product.article.group for one in every})
    found = tuple(one for one in every if _fits(one, asked))
    place = _page_number(request.query_params.get("page", ""), len(found))
    shown = found[(place - 1) * A_PAGE : place * A_PAGE]
    return page(
        request, "site/products.html", tab="products", fair=fair, products=shown,
        of=len(every), fitting=len(found), place=place, pages=max(1, -(-len(found) // A_PAGE)),
        asked=asked, groups=groups, counts={want: sum(one.wants(want) for one in every) for want in WANTS},
        kept_back=sum(1 for one in every if one.product.hindrance),
    )  # fmt: skip


def _page_number(text: str, fitting: int) -> int:
    """The page that is asked for, from 1; the first where it is no number, the last where there are fewer."""
    pages = max(1, -(-fitting // A_PAGE))
    return min(pages, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def shown_of(connection: Connection, fair: FairRow, day: str) -> tuple[Shown, ...]:
    every = products.listed(connection, fair.id, day)
    twice = products.twice(every)
    return tuple(
        Shown(
            product=one,
            twice=tuple(id_ for id_ in twice.get(one.article.barcode, ()) if id_ != one.article.id),
        )
        for one in every
    )


def _fits(one: Shown, asked: dict[str, str]) -> bool:
    article = one.product.article
    text = f"{article.name} {article.id} {article.barcode} {one.product.producer}"
    return (
        (not asked["q"] or matches(asked["q"][:100], text))
        and asked["group"] in ("", article.group)
        and (asked["wants"] not in WANTS or one.wants(asked["wants"]))
    )


@screen(may("arrange"))
def new(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        known = _choices(connection, fair)
    fresh = Form({"exhibitor": request.query_params.get("exhibitor", ""), "tax_class": "standard"})
    return _form(request, fair, None, fresh, known)


@screen(may("see"))
def one(request: Request) -> Response:
    return _one_page(request)


def _one_page(request: Request, *, refusal: str = "", status: int = 200) -> Response:
    with fair_reading(request) as (connection, fair):
        found = one_of(connection, request, fair)
        known = _choices(connection, fair)
    return _form(request, fair, found, Form(texts_of(found)), known, refusal=refusal, status=status)


@screen(may("arrange"))
def create(request: Request) -> Response:
    site, entry = site_of(request), Entry(typed(request))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        goods = product_lists.read(entry)
        wished, who = entry.name("id"), entry.name("exhibitor")
        if not who:
            entry.faults.setdefault("exhibitor", "missing")
        id_ = ""
        if not entry.faults:
            try:
                id_ = products.add(
                    connection, fair.id, who, goods, id_=wished, label_checked=entry.yes("label"),
                    at=site.clock(), by=actor(request),
                )  # fmt: skip
                editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
            except IdTaken:
                entry.faults["id"] = "id-taken"
            except UnknownExhibitor:
                entry.faults["exhibitor"] = "no-such-exhibitor"
        known = _choices(connection, fair)
    if entry.faults:
        return _form(request, fair, None, Form(entry.texts, entry.faults), known, status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/products/{id_}", status_code=303)


@screen(may("arrange"))
def change(request: Request) -> Response:
    site, entry = site_of(request), Entry(typed(request))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        before = one_of(connection, request, fair)
        goods = product_lists.read(entry)
        if not entry.faults:
            products.change(connection, fair.id, before, goods, at=site.clock(), by=actor(request))
            editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
        known = _choices(connection, fair)
    if entry.faults:
        return _form(request, fair, before, Form(entry.texts, entry.faults), known, status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/products/{before.article.id}", status_code=303)


@screen(may("inspect"))
def label(request: Request) -> Response:
    """Note what a look at the label showed. What is wrong leaves the tills at once."""
    site, entry = site_of(request), Entry(typed(request))
    state, note = field(request, "state"), entry.text("label_note", most=300)
    if state not in LABEL_STATES:
        raise HTTPException(400)
    if state == "failed" and not note:
        return _one_page(request, refusal="reason-missing", status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        before = one_of(connection, request, fair)
        products.check_label(connection, fair.id, before, state, note, at=site.clock(), by=actor(request))
        editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/products/{before.article.id}#label", status_code=303)


@screen(may("inspect"))
def labels(request: Request) -> Response:
    """All labels of an exhibitor that nobody has checked are right: said by who stands at its booth."""
    site, id_ = site_of(request), exhibitor_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        for found in products.listed(connection, fair.id, today(request, fair)):
            if found.article.exhibitor == id_ and found.label == "unchecked":
                products.check_label(
                    connection, fair.id, found, "passed", "", at=site.clock(), by=actor(request)
                )
        editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/exhibitors/{id_}#products", status_code=303)


def one_of(connection: Connection, request: Request, fair: FairRow) -> Product:
    """The product in the URL, or the page that says there is none."""
    id_ = str(request.path_params["article"])
    try:
        if not is_name(id_):
            raise UnknownProduct(id_)
        return products.one(connection, fair.id, id_, today(request, fair))
    except UnknownProduct as unknown:
        raise HTTPException(404) from unknown


def _choices(connection: Connection, fair: FairRow) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, f"{one.details.name} ({one.id})") for one in exhibitors.listed(connection, fair.id))


def _form(
    request: Request,
    fair: FairRow,
    found: Product | None,
    form: Form,
    known: tuple[tuple[str, str], ...],
    *,
    refusal: str = "",
    status: int = 200,
) -> Response:
    return page(
        request, "site/product.html", status=status, tab="products", fair=fair, found=found, form=form,
        known=known, groups=PRODUCT_GROUPS, tax_classes=tuple(TAX_CLASSES), refusal=refusal,
        stars=tuple((str(n), str(n)) for n in (3, 4, 5)),
    )  # fmt: skip

"""Exhibitors: the list, one exhibitor's page, and the form that states who it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core import exhibitor as rules
from fairpos.core.business_day import day_of
from fairpos.core.document import is_name
from fairpos.core.exhibitor import EXHIBITOR_KINDS, TAX_METHODS, PaperKind
from fairpos.core.fair import ZONES, ZoneKey
from fairpos.core.search import matches
from fairpos.ledger import (
    applications,
    assortment,
    bank_accounts,
    booth_codes,
    contacts,
    editions,
    exhibitors,
    fairs,
    papers,
    products,
)
from fairpos.ledger.applications import Filed
from fairpos.ledger.bank_accounts import Proposal
from fairpos.ledger.connection import Connection
from fairpos.ledger.contacts import Contact
from fairpos.ledger.exhibitors import IdTaken, Known, NotCoExhibitor, UnknownBooth, UnknownExhibitor
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.papers import Paper
from fairpos.ledger.products import Product
from fairpos.web.forms import Form, typed
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.wire import banks, exhibitor_lists
from fairpos.wire.entries import Entry

WANTS = ("papers", "ending", "account", "booth")
"""What may be missing of an exhibitor, as the list can be narrowed to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One exhibitor of the list. `booths` are codes, `missing` papers asked and not held to the fair's last
    day; `ending` says that it holds one that ends before."""

    known: Known
    booths: tuple[str, ...]
    zone: ZoneKey
    place: str
    products: int
    missing: tuple[PaperKind, ...]
    ending: bool
    account_waits: bool

    @property
    def withdrawn(self) -> bool:
        return self.known.standing == "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A booth by its code, who else stands there, and whether this exhibitor is its main one."""

    code: str
    others: tuple[str, ...]
    main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePage:
    """All that an exhibitor's page shows."""

    shown: Shown
    papers: tuple[Paper, ...]
    last: str
    products: tuple[Product, ...]
    proposal: Proposal | None
    applications: tuple[Filed, ...]
    beside: tuple[Beside, ...]
    contacts: tuple[Contact, ...]

    @property
    def labels_unchecked(self) -> int:
        return sum(1 for one in self.products if one.label == "unchecked")


@screen(may("see"))
def exhibitors_listed(request: Request) -> Response:
    asked = {key: request.query_params.get(key, "") for key in ("q", "zone", "kind", "wants")}
    with fair_reading(request) as (connection, fair):
        every = shown_of(connection, fair)
    found = tuple(one for one in every if _fits(one, asked))
    return page(
        request, "site/exhibitors.html", tab="exhibitors", fair=fair, exhibitors=found, of=len(every),
        asked=asked, kinds=EXHIBITOR_KINDS, zones=ZONES, query=str(request.url.query),
        counts={want: sum(_wants(one, want) for one in every) for want in WANTS},
    )  # fmt: skip


def _fits(one: Shown, asked: dict[str, str]) -> bool:
    details = one.known.details
    text = f"{details.name} {one.known.id} {details.tax_code} {one.place} {' '.join(one.booths)}"
    return (
        (not asked["q"] or matches(asked["q"][:100], text))
        and asked["zone"] in ("", one.zone)
        and asked["kind"] in ("", details.kind)
        and (asked["wants"] not in WANTS or _wants(one, asked["wants"]))
    )


def _wants(one: Shown, want: str) -> bool:
    if one.withdrawn:
        return False
    match want:
        case "papers":
            return bool(one.missing)
        case "ending":
            return one.ending
        case "account":
            return one.account_waits
        case _:
            return not one.known.booths


def shown_of(connection: Connection, fair: FairRow) -> tuple[Shown, ...]:
    """Every exhibitor of a fair with what is missing of it."""
    groups: dict[str, set[str]] = {}
    every = fairs.articles(connection, fair.id)
    for article in every:
        groups.setdefault(article.exhibitor, set()).add(article.group)
    counts = {who: sum(1 for article in every if article.exhibitor == who) for who in groups}
    held = papers.held(connection, fair.id)
    waiting = {proposal.exhibitor for proposal in bank_accounts.waiting(connection, fair.id)}
    codes = booth_codes.codes(connection, fair.id)
    _first, last = assortment.span(connection, fair.id)
    found = []
    for known in exhibitors.listed(connection, fair.id):
        zone = rules.zone_of(known.details, fair.province)
        asked = rules.papers_asked(known.details.kind, zone, frozenset(groups.get(known.id, ())))
        found.append(
            Shown(
                known=known,
                booths=tuple(sorted(codes[booth] for booth in known.booths)),
                zone=zone,
                place=rules.unit_of(known.details, fair.province),
                products=counts.get(known.id, 0),
                missing=rules.papers_missing(asked, held.get(known.id, ()), last),
                ending=any(paper.valid_to and paper.valid_to < last for paper in held.get(known.id, ())),
                account_waits=known.id in waiting,
            )
        )
    return tuple(found)


@screen(may("see"))
def one(request: Request) -> Response:
    return shown_page(request)


def shown_page(
    request: Request, *, refusal: str = "", form: Form | None = None, status: int = 200
) -> Response:
    """An exhibitor's page; after something was refused, with the reason and what had been typed."""
    with fair_reading(request) as (connection, fair):
        found = _one_page(connection, fair, exhibitor_id(request), day=today(request, fair))
    return page(
        request, "site/exhibitor.html", status=status, tab="exhibitors", fair=fair, found=found,
        form=form or Form(), refusal=refusal, paper_kinds=rules.PAPER_KINDS,
        banks=tuple(banks.banks().values()), bank_name=banks.short_name,
    )  # fmt: skip


def today(request: Request, fair: FairRow) -> str:
    return day_of(site_of(request).clock(), fair.cut_off_minute)


def _one_page(connection: Connection, fair: FairRow, id_: str, *, day: str) -> OnePage:
    shown = next((one for one in shown_of(connection, fair) if one.known.id == id_), None)
    if shown is None:
        raise HTTPException(404)
    names = {who.id: who.name for who in fairs.exhibitors(connection, fair.id)}
    mine = [booth for booth in fairs.booths(connection, fair.id) if id_ in booth.exhibitors]
    filed = (one for one in applications.listed(connection, fair.id) if one.exhibitor == id_)
    goods = products.listed(connection, fair.id, day)
    codes = booth_codes.codes(connection, fair.id)
    return OnePage(
        shown=shown,
        papers=papers.listed(connection, fair.id, id_),
        contacts=contacts.listed(connection, fair.id, id_),
        last=assortment.span(connection, fair.id)[1],
        products=tuple(one for one in goods if one.article.exhibitor == id_),
        proposal=next(iter(bank_accounts.waiting(connection, fair.id, id_)), None),
        applications=tuple(filed),
        beside=tuple(
            Beside(
                code=codes[booth.id],
                others=_names(names, booth.exhibitors, id_),
                main=booth.exhibitors[0] == id_,
            )
            for booth in mine
        ),
    )


def _names(names: dict[str, str], ids: Iterable[str], own: str) -> tuple[str, ...]:
    return tuple(names[one] for one in ids if one != own)


def exhibitor_id(request: Request) -> str:
    id_ = str(request.path_params["exhibitor"])
    if not is_name(id_):
        raise HTTPException(404)
    return id_


@screen(may("arrange"))
def new(request: Request) -> Response:
    with fair_reading(request) as (_connection, fair):
        pass
    return _form(request, fair, "", Form({"country": "VN", "province": fair.province}))


@screen(may("arrange"))
def details(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair, exhibitor_id(request))
    return _form(request, fair, known.id, Form({k: str(v) for k, v in asdict(known.details).items()}))


@screen(may("arrange"))
def create(request: Request) -> Response:
    return _state(request, "")


@screen(may("arrange"))
def change(request: Request) -> Response:
    return _state(request, exhibitor_id(request))


def _state(request: Request, id_: str) -> Response:
    site = site_of(request)
    entry = Entry(typed(request))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        if id_:
            _known(connection, fair, id_)
        stated = exhibitor_lists.read(entry, fair.province)
        wished = "" if id_ else entry.name("id")
        if not entry.faults:
            try:
                if id_:
                    exhibitors.change(connection, fair.id, id_, stated, at=site.clock(), by=actor(request))
                else:
                    id_ = exhibitors.add(
                        connection, fair.id, stated, id_=wished, at=site.clock(), by=actor(request)
                    )
                editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
            except IdTaken:
                entry.faults["id"] = "id-taken"
    if entry.faults:
        return _form(request, fair, id_, Form(entry.texts, entry.faults), status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/exhibitors/{id_}", status_code=303)


def _form(request: Request, fair: FairRow, id_: str, form: Form, status: int = 200) -> Response:
    return page(
        request, "site/exhibitor_details.html", status=status, tab="exhibitors", fair=fair, id=id_, form=form,
        kinds=EXHIBITOR_KINDS, methods=TAX_METHODS,
    )  # fmt: skip


def _known(connection: Connection, fair: FairRow, id_: str) -> Known:
    try:
        return exhibitors.one(connection, fair.id, id_)
    except UnknownExhibitor as unknown:
        raise HTTPException(404) from unknown


@screen(may("arrange"))
def standing(request: Request) -> Response:
    """Let an exhibitor withdraw, or take part again."""
    site, id_ = site_of(request), exhibitor_id(request)
    wanted = field(request, "standing")
    if wanted not in ("taking-part", "withdrawn"):
        raise HTTPException(400)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        _known(connection, fair, id_)
        reason = Entry(typed(request)).text("reason")
        exhibitors.set_standing(
            connection, fair.id, id_, "withdrawn" if wanted == "withdrawn" else "taking-part",
            reason=reason, at=site.clock(), by=actor(request),
        )  # fmt: skip
    return RedirectResponse(f"/fairs/{fair.slug}/exhibitors/{id_}", status_code=303)


@screen(may("arrange"))
def booths(request: Request) -> Response:
    """Let an exhibitor stand in a booth beside another, or leave one."""
    site, id_ = site_of(request), exhibitor_id(request)
    booth, leave = field(request, "booth").strip(), field(request, "act") == "leaving"
    refusal = "" if is_name(booth) else "no-such-booth"
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        _known(connection, fair, id_)
        booth = booth_codes.ids(connection, fair.id).get(booth.casefold(), booth)
        try:
            if not refusal:
                act = exhibitors.leave_booth if leave else exhibitors.join_booth
                act(connection, fair.id, id_, booth, at=site.clock(), by=actor(request))
                editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
        except UnknownBooth:
            refusal = "no-such-booth"
        except NotCoExhibitor:
            refusal = "not-co-exhibitor"
    if refusal:
        return shown_page(request, refusal=refusal, form=Form({"booth": booth[:64]}), status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/exhibitors/{id_}", status_code=303)

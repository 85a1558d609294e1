"""Applications to take part: the list, one with its review, and the window in which strangers apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.exhibitors import today
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.application import BOOTHS_MAX
from fairpos.core.document import is_name
from fairpos.core.exhibitor import EXHIBITOR_KINDS, TAX_METHODS, unit_of, zone_of
from fairpos.core.fair import ZoneKey
from fairpos.core.floor import FACILITIES
from fairpos.core.product import PRODUCT_GROUPS
from fairpos.ledger import application_windows, applications, booth_codes, exhibitors
from fairpos.ledger.application_windows import Window
from fairpos.ledger.applications import (
    MAY_FOLLOW,
    STATES,
    AlreadyApplied,
    Contract,
    DepositState,
    FeeState,
    Filed,
    ReasonMissing,
    State,
    Terms,
    UnknownApplication,
    WrongState,
)
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.forms import Form, typed
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.wire import application_forms
from fairpos.wire.application_forms import TRAITS, Wanted
from fairpos.wire.entries import Entry

CONTRACTS: Mapping[str, tuple[str, ...]] = {"none": (), "sent": (), "signed": ()}
FEES: Mapping[str, tuple[str, ...]] = {"due": (), "paid": (), "waived": ()}
DEPOSITS: Mapping[str, tuple[str, ...]] = {**FEES, "returned": ()}

FORM = {
    "kinds": EXHIBITOR_KINDS,
    "methods": TAX_METHODS,
    "facilities": FACILITIES,
    "traits": TRAITS,
    "sizes": tuple((str(n), str(n)) for n in range(1, BOOTHS_MAX + 1)),
    "groups": PRODUCT_GROUPS,
}
"""What the fields of an application offer, for every page that has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One application, where its applicant belongs, and the names it states that are no exhibitor's."""

    filed: Filed
    zone: ZoneKey
    unit: str
    nobody: tuple[str, ...] = ()

    @property
    def may_follow(self) -> tuple[State, ...]:
        return MAY_FOLLOW[self.filed.state]


@screen(may("see"))
def applications_listed(request: Request) -> Response:
    return _list(request)


def _list(request: Request, *, form: Form | None = None, status: int = 200) -> Response:
    asked = request.query_params.get("state", "")
    with fair_reading(request) as (connection, fair):
        every = applications.listed(connection, fair.id)
        window = application_windows.of(connection, fair.id)
    counts = {state: sum(1 for one in every if one.state == state) for state in STATES}
    chosen = (
        applications.wait_list(every)
        if asked == "waiting"
        else tuple(one for one in every if asked in ("", one.state))
    )
    open_now = application_windows.openness(window, fair, today(request, fair))
    return page(
        request, "site/applications.html", status=status, tab="applications", fair=fair, counts=counts,
        of=len(every), asked=asked if asked in STATES else "", window=window, open_now=open_now,
        applications=tuple(_shown(one, fair) for one in chosen),
        form=form or Form(dict(asdict(window)) if window else {}),
    )  # fmt: skip


def _shown(filed: Filed, fair: FairRow, nobody: tuple[str, ...] = ()) -> Shown:
    details = filed.wanted.details
    return Shown(
        filed=filed, zone=zone_of(details, fair.province), unit=unit_of(details, fair.province), nobody=nobody
    )


@screen(may("arrange"))
def window(request: Request) -> Response:
    """Say when strangers may apply."""
    site, entry = site_of(request), Entry(typed(request))
    opens, closes = entry.day("opens_on", required=True), entry.day("closes_on", required=True)
    late = entry.day("late_until") or closes
    if opens and closes and closes < opens:
        entry.faults["closes_on"] = "ends-before-it-begins"
    elif closes and late < closes:
        entry.faults["late_until"] = "ends-before-it-begins"
    if entry.faults:
        return _list(request, form=Form(entry.texts, entry.faults), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        stated = Window(opens_on=opens, closes_on=closes, late_until=late)
        application_windows.set_window(connection, fair.id, stated, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/applications", status_code=303)


@screen(may("arrange"))
def new(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        known = _choices(connection, fair)
        who = request.query_params.get("exhibitor", "")
        details = next((one.details for one in exhibitors.listed(connection, fair.id) if one.id == who), None)
    texts = {"country": "VN", "province": fair.province, "least": "1", "most": "1"}
    if details is not None:
        texts |= {key: str(value) for key, value in asdict(details).items()} | {"exhibitor": who}
    return _form(request, fair, "", Form(texts), known)


@screen(may("arrange"))
def wishes(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        filed = _one(connection, fair, application_id(request))
        known = _choices(connection, fair)
    return _form(request, fair, filed.id, Form(application_forms.fields(filed.wanted)), known)


@screen(may("arrange"))
def create(request: Request) -> Response:
    return _state(request, "")


@screen(may("arrange"))
def change(request: Request) -> Response:
    return _state(request, application_id(request))


def _state(request: Request, id_: str) -> Response:
    site, entry = site_of(request), Entry(typed(request))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        if id_:
            _one(connection, fair, id_)
        wanted = application_forms.read(entry, fair.province, reachable=False)
        who = "" if id_ else entry.name("exhibitor")
        known = _choices(connection, fair)
        if who and who not in dict(known):
            entry.faults["exhibitor"] = "no-such-exhibitor"
        check_wishes(connection, fair, entry, wanted)
        if not entry.faults:
            now, by = site.clock(), actor(request)
            try:
                if id_:
                    applications.change(connection, fair.id, id_, wanted, at=now, by=by)
                else:
                    late = application_windows.is_late(
                        application_windows.of(connection, fair.id), today(request, fair)
                    )
                    id_ = applications.file(
                        connection,
                        fair.id,
                        wanted,
                        source="organiser",
                        late=late,
                        exhibitor=who,
                        at=now,
                        by=by,
                    )
            except AlreadyApplied:
                entry.faults["exhibitor"] = "has-applied"
    if entry.faults:
        return _form(request, fair, id_, Form(entry.texts, entry.faults), known, status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}", status_code=303)


def check_wishes(connection: Connection, fair: FairRow, entry: Entry, wanted: Wanted) -> None:
    """Wished places must stand on the plan, where there is one."""
    booths = booth_codes.ids(connection, fair.id)
    if booths and any(wish.casefold() not in booths for wish in wanted.wishes):
        entry.faults.setdefault("wishes", "no-such-booth")


def _choices(connection: Connection, fair: FairRow) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, f"{one.details.name} ({one.id})") for one in exhibitors.listed(connection, fair.id))


def _form(
    request: Request,
    fair: FairRow,
    id_: str,
    form: Form,
    known: tuple[tuple[str, str], ...],
    status: int = 200,
) -> Response:
    return page(
        request, "site/application_wishes.html", status=status, tab="applications", fair=fair, id=id_,
        form=form, known=known, offered=FORM,
    )  # fmt: skip


@screen(may("see"))
def one(request: Request) -> Response:
    return _shown_page(request)


def _shown_page(
    request: Request, *, refusal: str = "", form: Form | None = None, status: int = 200
) -> Response:
    with fair_reading(request) as (connection, fair):
        filed = _one(connection, fair, application_id(request))
        ids = exhibitors.by_any_name(exhibitors.listed(connection, fair.id))
        waiting = len(applications.wait_list(applications.listed(connection, fair.id)))
    terms = {key: str(value) for key, value in asdict(filed.terms).items()}
    return page(
        request, "site/application.html", status=status, tab="applications", fair=fair, refusal=refusal,
        shown=_shown(filed, fair, applications.unresolved(filed, ids)), waiting=waiting,
        form=form or Form({**terms, "priority": str(filed.priority)}), contracts=tuple(CONTRACTS),
        fees=tuple(FEES), deposits=tuple(DEPOSITS),
    )  # fmt: skip


@screen(may("arrange"))
def decision(request: Request) -> Response:
    """Accept, refuse, ask back, put on the wait-list, or review again."""
    site, id_ = site_of(request), application_id(request)
    state = field(request, "state")
    if state not in STATES:
        raise HTTPException(400)
    reason = Entry(typed(request)).text("reason", most=500)
    refusal = ""
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        _one(connection, fair, id_)
        try:
            applications.decide(
                connection, fair.id, id_, state, reason=reason, at=site.clock(),
                by=actor(request),
            )  # fmt: skip
            # A new exhibitor is part of the next edition; tills are told once it has a booth.
        except WrongState:
            refusal = "wrong-state"
        except ReasonMissing:
            refusal = "reason-missing"
        except AlreadyApplied:
            refusal = "already-applied"
    if refusal:
        return _shown_page(request, refusal=refusal, status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}", status_code=303)


@screen(may("arrange"))
def move(request: Request) -> Response:
    """Move somebody on the wait-list by one place."""
    site, id_ = site_of(request), application_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        _one(connection, fair, id_)
        steps = -1 if field(request, "way") == "up" else 1
        try:
            applications.move_on_wait_list(
                connection, fair.id, id_, steps, at=site.clock(), by=actor(request)
            )
        except WrongState as gone:
            raise HTTPException(409) from gone
    return RedirectResponse(f"/fairs/{fair.slug}/applications?state=waiting", status_code=303)


@screen(may("arrange"))
def terms(request: Request) -> Response:
    """Note contract, fee and deposit."""
    site, id_ = site_of(request), application_id(request)
    entry = Entry(typed(request))
    stated = Terms(
        contract=cast("Contract", entry.choice("contract", CONTRACTS, "none")),
        contract_on=entry.day("contract_on"),
        fee=entry.dong("fee"),
        fee_state=cast("FeeState", entry.choice("fee_state", FEES, "due")),
        fee_on=entry.day("fee_on"),
        deposit=entry.dong("deposit"),
        deposit_state=cast("DepositState", entry.choice("deposit_state", DEPOSITS, "due")),
        deposit_on=entry.day("deposit_on"),
    )
    priority = entry.whole("priority", least=0, most=1000) or 0
    if entry.faults:
        return _shown_page(request, form=Form(entry.texts, entry.faults), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        _one(connection, fair, id_)
        applications.set_terms(connection, fair.id, id_, stated, priority, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}#terms", status_code=303)


def application_id(request: Request) -> str:
    id_ = str(request.path_params["application"])
    if not is_name(id_):
        raise HTTPException(404)
    return id_


def _one(connection: Connection, fair: FairRow, id_: str) -> Filed:
    try:
        return applications.one(connection, fair.id, id_)
    except UnknownApplication as unknown:
        raise HTTPException(404) from unknown

"""Applications to take part: the list, one with its review, and the window in which strangers apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.exhibitors import today
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.application import BOOTHS_MAX, PLACE_WISHES
from fairpos.core.document import is_name
from fairpos.core.exhibitor import EXHIBITOR_KINDS, TAX_METHODS, unit_of, zone_of
from fairpos.core.fair import ZoneKey
from fairpos.core.floor import FACILITIES
from fairpos.core.participation import Owing
from fairpos.core.product import PRODUCT_GROUPS
from fairpos.ledger import (
    application_papers,
    application_terms,
    application_windows,
    applications,
    assortment,
    booth_codes,
    exhibitors,
    last_season,
)
from fairpos.ledger.application_terms import is_owing
from fairpos.ledger.application_windows import Window
from fairpos.ledger.applications import (
    MAY_FOLLOW,
    STATES,
    AlreadyApplied,
    Filed,
    ReasonMissing,
    State,
    UnknownApplication,
    WrongState,
)
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.last_season import Takings
from fairpos.web.forms import Form, typed
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.wire import application_forms
from fairpos.wire.application_forms import TRAITS, Wanted
from fairpos.wire.entries import Entry

CONTRACTS = ("none", "sent", "signed")
FEES = ("due", "paid", "waived")
DEPOSITS = (*FEES, "returned")
OWING: Mapping[str, Callable[[Filed, str], bool]] = {
    "fee": lambda one, _today: is_owing(one) and "fee" in one.terms.owing(),
    "deposit": lambda one, _today: is_owing(one) and "deposit" in one.terms.owing(),
    "due": lambda one, today: is_owing(one) and bool(one.terms.due(today)),
}
"""What the list can be narrowed to, beside the state."""

FORM = {
    "kinds": EXHIBITOR_KINDS,
    "methods": TAX_METHODS,
    "facilities": FACILITIES,
    "traits": TRAITS,
    "places": PLACE_WISHES,
    "sizes": tuple((str(n), str(n)) for n in range(1, BOOTHS_MAX + 1)),
    "groups": PRODUCT_GROUPS,
}
"""What the fields of an application offer, for every page that has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One application, where its applicant belongs, and the names it states that are no exhibitor's.
    `overdue` is what should have been paid; `counted` its takings of last season, None where nobody knows."""

    filed: Filed
    zone: ZoneKey
    unit: str
    overdue: tuple[Owing, ...] = ()
    nobody: tuple[str, ...] = ()
    counted: Takings | None = None

    @property
    def amount_overdue(self) -> int:
        return sum(self.filed.terms.amount(part) for part in self.overdue)

    @property
    def may_follow(self) -> tuple[State, ...]:
        return MAY_FOLLOW[self.filed.state]


@screen(may("see"))
def applications_listed(request: Request) -> Response:
    return _list(request)


def _list(request: Request, *, form: Form | None = None, status: int = 200) -> Response:
    asked, owing = request.query_params.get("state", ""), request.query_params.get("owing", "")
    with fair_reading(request) as (connection, fair):
        every = applications.listed(connection, fair.id)
        window = application_windows.of(connection, fair.id)
        papers = application_papers.counts(connection, fair.id)
    counts = {state: sum(1 for one in every if one.state == state) for state in STATES}
    chosen = (
        applications.wait_list(every)
        if asked == "waiting"
        else tuple(one for one in every if asked in ("", one.state))
    )
    day = today(request, fair)
    open_now = application_windows.openness(window, fair, day)
    owes = {key: sum(is_so(one, day) for one in every) for key, is_so in OWING.items()}
    if owing in OWING:
        chosen = tuple(one for one in chosen if OWING[owing](one, day))
    unread = request.query_params.get("papers") == "new"
    if unread:
        chosen = tuple(one for one in chosen if one.id in papers)
    return page(
        request, "site/applications.html", status=status, tab="applications", fair=fair, counts=counts,
        of=len(every), asked=asked if asked in STATES else "", window=window, open_now=open_now,
        owing=owing if owing in OWING else "", owes=owes, owed=application_terms.owed(chosen, day),
        papers=papers, unread=unread,
        applications=tuple(_shown(one, fair, day) for one in chosen),
        form=form or Form(dict(asdict(window)) if window else {}),
    )  # fmt: skip


def _shown(
    filed: Filed, fair: FairRow, day: str, nobody: tuple[str, ...] = (), counted: Takings | None = None
) -> Shown:
    details = filed.wanted.details
    return Shown(
        filed=filed,
        zone=zone_of(details, fair.province),
        unit=unit_of(details, fair.province),
        overdue=filed.terms.overdue(day) if is_owing(filed) else (),
        nobody=nobody,
        counted=counted,
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
        filed = one_of(connection, fair, application_id(request))
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
            one_of(connection, fair, id_)
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
    return shown_page(request)


def shown_page(
    request: Request, *, refusal: str = "", form: Form | None = None, status: int = 200
) -> Response:
    with fair_reading(request) as (connection, fair):
        filed = one_of(connection, fair, application_id(request))
        ids = exhibitors.by_any_name(exhibitors.listed(connection, fair.id))
        waiting = len(applications.wait_list(applications.listed(connection, fair.id)))
        counted = last_season.takings(connection, fair.id).get(filed.exhibitor)
        handed_in = application_papers.listed(connection, fair.id, filed.id)
        _first, last = assortment.span(connection, fair.id)
    texts = {key: str(value) for key, value in asdict(filed.terms).items()} | {
        "priority": str(filed.priority),
        "promised": "x" if filed.merits.promised else "",
        "takings": "" if filed.merits.takings is None else str(filed.merits.takings),
        "takings_source": filed.merits.takings_source,
    }
    nobody = applications.unresolved(filed, ids)
    return page(
        request, "site/application.html", status=status, tab="applications", fair=fair, refusal=refusal,
        shown=_shown(filed, fair, today(request, fair), nobody, counted), waiting=waiting,
        form=Form({**texts, **form.texts}, form.faults) if form else Form(texts), contracts=CONTRACTS,
        fees=FEES, deposits=DEPOSITS, handed_in=handed_in, last=last,
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
        one_of(connection, fair, id_)
        try:
            applications.decide(
                connection, fair.id, id_, state, reason=reason, at=site.clock(),
                by=actor(request),
            )  # fmt: skip
            if state in ("accepted", "waiting"):
                application_papers.take_over(connection, fair.id, id_, at=site.clock(), by=actor(request))
            # A new exhibitor is part of the next edition; tills are told once it has a booth.
        except WrongState:
            refusal = "wrong-state"
        except ReasonMissing:
            refusal = "reason-missing"
        except AlreadyApplied:
            refusal = "already-applied"
    if refusal:
        return shown_page(request, refusal=refusal, status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}", status_code=303)


@screen(may("arrange"))
def move(request: Request) -> Response:
    """Move somebody on the wait-list by one place."""
    site, id_ = site_of(request), application_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        one_of(connection, fair, id_)
        steps = -1 if field(request, "way") == "up" else 1
        try:
            applications.move_on_wait_list(
                connection, fair.id, id_, steps, at=site.clock(), by=actor(request)
            )
        except WrongState as gone:
            raise HTTPException(409) from gone
    return RedirectResponse(f"/fairs/{fair.slug}/applications?state=waiting", status_code=303)


def application_id(request: Request) -> str:
    id_ = str(request.path_params["application"])
    if not is_name(id_):
        raise HTTPException(404)
    return id_


def one_of(connection: Connection, fair: FairRow, id_: str) -> Filed:
    try:
        return applications.one(connection, fair.id, id_)
    except UnknownApplication as unknown:
        raise HTTPException(404) from unknown

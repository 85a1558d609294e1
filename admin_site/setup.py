"""The set-up of a fair: its state and what that forbids, names, days, legal basis and what falls due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.fair_forms import IdentityForm, ParticularsForm, StateForm, clock, days_of, sites_of
from admin_site.forms import FIELD_MAX, checked, read
from admin_site.plan_forms import metres
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core import fair_state
from fairpos.core.business_day import Calendar, day_of
from fairpos.core.duties import BASES, Duty
from fairpos.core.fair import FairStatus
from fairpos.core.fair_state import ACTS, Act, Forbidden
from fairpos.core.floor import Count, count
from fairpos.ledger import beginnings, editions, fairs, floor, particulars, plans, states
from fairpos.ledger.beginnings import DaySold, Identity
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.particulars import Particulars
from fairpos.web.forms import Form
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS

_PARTICULARS = tuple(Particulars.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupShown:
    """`forbidden` are the acts the state forbids; `back` is the step back, None where there is none."""

    calendar: Calendar
    said: Particulars
    duties: tuple[Duty, ...]
    forbidden: tuple[Act, ...]
    onward: FairStatus | None
    back: FairStatus | None
    booths: int
    exhibitors: int
    articles: int
    plan: Count
    plan_version: int
    edition: int

    def allows(self, act: Act) -> bool:
        return act not in self.forbidden


@screen(may("arrange"))
def setup(request: Request) -> Response:
    return _page(request)


def _page(
    request: Request, *, failed: Mapping[str, Form] | None = None, problem: str = "", detail: str = ""
) -> Response:
    with fair_reading(request) as (connection, fair):
        shown = _shown(connection, request, fair)
        sites = particulars.sites(connection, fair.id)
    done = request.query_params.get("done", "")
    forms = {
        "identity": Form({name: getattr(fair, name) for name in Identity.__dataclass_fields__}),
        "days": Form(_day_values(shown.calendar)),
        "particulars": Form({name: _text(value) for name, value in asdict(shown.said).items()}),
        "sites": Form({"sites": "\n".join(f"{one.name} | {one.address}".rstrip(" |") for one in sites)}),
        "state": Form(),
        **(failed or {}),
    }
    return page(
        request, "site/setup.html", status=422 if failed or problem else 200, tab="setup", fair=fair,
        setup=shown, forms=forms, bases=BASES, done=done if done in WORDS["setup_done"] else "",
        problem=problem, detail=detail, metres=metres,
    )  # fmt: skip


def _shown(connection: Connection, request: Request, fair: FairRow) -> SetupShown:
    calendar = fairs.calendar(connection, fair.id)
    said = particulars.read(connection, fair.id)
    stands = floor.stands(connection, fair.id)
    order = get_args(FairStatus)
    ways = fair_state.WAYS[fair.status]
    onward = next((to for to in ways if not fair_state.is_back(fair.status, to)), None)
    return SetupShown(
        calendar=calendar,
        said=said,
        duties=particulars.duties_of(connection, fair.id, today=day_of(site_of(request).clock(), 0)),
        forbidden=tuple(act for act in ACTS if not fair_state.allows(fair.status, act)),
        onward=onward,
        back=next((to for to in ways if order.index(to) < order.index(fair.status)), None),
        booths=len(fairs.booths(connection, fair.id)),
        exhibitors=len(fairs.exhibitors(connection, fair.id)),
        articles=len(fairs.articles(connection, fair.id)),
        plan=count(stands),
        plan_version=plans.newest_number(connection, fair.id),
        edition=editions.newest_number(connection, fair.id),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _day_values(calendar: Calendar) -> dict[str, str]:
    values = {"cut-off": clock(calendar.cut_off_minute)}
    for day in calendar.days:
        values[f"opens-{day.day}"] = clock(day.opens_minute)
        values[f"closes-{day.day}"] = clock(day.closes_minute)
        if not day.is_open:
            values[f"closed-{day.day}"] = "on"
    return values


def _back(fair: FairRow, done: str) -> Response:
    return RedirectResponse(f"/fairs/{fair.slug}/setup?done={done}", status_code=303)


@screen(may("arrange"))
def identity(request: Request) -> Response:
    typed = read(request, *Identity.__dataclass_fields__)
    found, faults = checked(IdentityForm, typed)
    if found is None:
        return _page(request, failed={"identity": Form(typed, faults)})
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            beginnings.rename(
                connection, fair.id, Identity(**found.model_dump()), at=site.clock(), by=actor(request)
            )
    except Forbidden:
        return _page(request, failed={"identity": Form(typed)}, problem="forbidden")
    return _back(fair, "saved")


@screen(may("arrange"))
def days(request: Request) -> Response:
    form: FormData = getattr(request.state, "form", FormData())
    typed = {name: value[:FIELD_MAX] for name, value in form.items() if isinstance(value, str)}
    wanted, faults = days_of(typed)
    if wanted is None:
        return _page(request, failed={"days": Form(typed, faults)})
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            beginnings.set_days(connection, fair.id, wanted, at=site.clock(), by=actor(request))
    except DaySold as sold:
        return _page(request, failed={"days": Form(typed)}, problem="sold", detail=", ".join(sold.days))
    except Forbidden:
        return _page(request, problem="forbidden")
    return _back(fair, "saved")


@screen(may("arrange"))
def details(request: Request) -> Response:
    typed = read(request, *_PARTICULARS)
    found, faults = checked(ParticularsForm, typed)
    if found is None:
        return _page(request, failed={"particulars": Form(typed, faults)})
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            particulars.state(connection, fair.id, found.particulars(), at=site.clock(), by=actor(request))
    except Forbidden:
        return _page(request, problem="forbidden")
    return _back(fair, "saved")


@screen(may("arrange"))
def sites(request: Request) -> Response:
    text = field(request, "sites")[: 10 * FIELD_MAX]
    wanted, fault = sites_of(text)
    if fault:
        return _page(request, failed={"sites": Form({"sites": text}, {"sites": fault})})
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            particulars.set_sites(connection, fair.id, wanted, at=site.clock(), by=actor(request))
    except Forbidden:
        return _page(request, problem="forbidden")
    return _back(fair, "saved")


@screen(may("arrange"))
def state(request: Request) -> Response:
    """The next state of the fair, or a step back with a reason."""
    typed = read(request, "to", "reason")
    found, faults = checked(StateForm, typed)
    if found is None:
        return _page(request, failed={"state": Form(typed, faults)})
    site = site_of(request)
    problem: dict[str, Any] = {}
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            states.move(
                connection, fair.id, found.to, reason=found.reason, at=site.clock(), by=actor(request)
            )
        return _back(fair, "state")
    except states.NoReason:
        problem = {"failed": {"state": Form(typed, {"reason": "A step back needs a reason."})}}
    except states.NoBasis:
        problem = {"problem": "no-basis"}
    except fair_state.NoWay:
        problem = {"problem": "no-way"}
    return _page(request, **problem)

"""One run of an allocation: the coloured plan, every answer in words, changes by hand, acceptance, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.forms import filled
from admin_site.reasons import Reasons
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core import stand_list
from fairpos.core.allocation import Fault, Result, broken
from fairpos.core.fair_state import Forbidden, allows
from fairpos.ledger import allocation_cases, allocations, overrides
from fairpos.ledger.allocation_cases import Known
from fairpos.ledger.allocations import Run
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.overrides import Override
from fairpos.web import floorplan
from fairpos.web.downloads import download
from fairpos.web.floorplan import Drawn, Marked
from fairpos.web.forms import Form
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS
from fairpos.wire import exports

NO_REASON = _("Say why, in a few words: those it concerns may ask.")
NO_EXHIBITOR = _("Choose an exhibitor of the list.")
NO_STAND = _("There is no booth %(code)s on the plan.")
BOOTHS_TEXT_MAX = 200
HEADINGS = (
    _("Exhibitor"), _("Booths"), _("Shares the booth with"), _("Lot"), _("Place on the wait-list"),
    _("Reasons"), _("What would change it"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exhibitor's answer in words."""

    exhibitor: str
    name: str
    booths: str
    sharing: str
    lot: int | None
    waiting: int | None
    reasons: tuple[str, ...]
    remedy: str
    placed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change by hand in words, with the broken rules its reason answers for."""

    name: str
    before: str
    after: str
    faults: tuple[str, ...]
    reason: str
    at: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A run as it is shown. `faults` are broken rules that nobody has given a reason for, `reasoned` those
    that somebody has."""

    run: Run
    drawings: tuple[Markup, ...]
    placed: tuple[Line, ...]
    unplaced: tuple[Line, ...]
    changes: tuple[Change, ...]
    faults: tuple[str, ...]
    reasoned: tuple[str, ...]
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a request about one run needs."""

    fair: FairRow
    run: Run
    known: Known
    results: tuple[Result, ...]
    overrides: tuple[Override, ...]


@screen(may("arrange"))
def run(request: Request) -> Response:
    read = _read(request)
    chosen = request.query_params.get("exhibitor", "")
    names = {one.exhibitor for one in read.results}
    values = {"exhibitor": chosen if chosen in names else "", "booths": "", "reason": ""}
    standing = next((one for one in read.results if one.exhibitor == values["exhibitor"]), None)
    if standing is not None:
        values["booths"] = _codes(standing.stands, read.known.codes)
    return _page(request, read, Form(values), found=())


@screen(may("arrange"))
def check(request: Request) -> Response:
    """The broken hard rules that a reason would answer for, while the change is typed."""
    read = _read(request)
    params = request.query_params
    values = {"exhibitor": params.get("exhibitor", ""), "booths": params.get("booths", "")}
    stands, faults = _wanted(request, values, read)
    found: tuple[Fault, ...] = ()
    if stands is not None:
        after = allocations.changed(read.results, values["exhibitor"], stands)
        found = allocations.answers_for(read.known.case, read.results, after, values["exhibitor"])
    words = Reasons(request, read.known.names, read.known.codes)
    return fragment(
        request,
        "site/allocation_run.html",
        "check",
        found=tuple(map(words.fault, found)),
        wrong=faults.get("booths", ""),
        asked=stands is not None and bool(values["exhibitor"]),
    )


@screen(may("arrange"))
def move(request: Request) -> Response:
    site = site_of(request)
    read = _read(request)
    values = {name: field(request, name) for name in ("exhibitor", "booths", "reason")}
    stands, faults = _wanted(request, values, read)
    if not values["reason"].strip():
        faults["reason"] = NO_REASON
    if faults or stands is None:
        return _page(request, read, Form(values, faults), found=(), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            allocations.move(
                connection, fair.id, read.run.number, values["exhibitor"], stands,
                reason=values["reason"][:400], at=site.clock(), by=actor(request),
            )  # fmt: skip
        except (allocations.Accepted, Forbidden) as refused:
            raise HTTPException(409) from refused
    address = f"/fairs/{fair.slug}/allocation/{read.run.number}#changes"
    return RedirectResponse(address, status_code=303)


@screen(may("arrange"))
def acceptance(request: Request) -> Response:
    site = site_of(request)
    read = _read(request)
    try:
        with site.database.writing() as connection:
            allocations.accept(connection, read.fair.id, read.run.number, at=site.clock(), by=actor(request))
    except allocations.BreaksRules as refused:
        return _page(request, read, Form(), found=refused.faults, status=409)
    except (allocations.Accepted, Forbidden):
        pass
    return RedirectResponse(f"/fairs/{read.fair.slug}/allocation/{read.run.number}", status_code=303)


@screen(may("arrange"))
def table(request: Request) -> Response:
    """Every answer as CSV or XLSX, in the reader's language."""
    read = _read(request)
    say = translator("site", language_of(request)).gettext
    made = exports.Table(
        say(_("Allocation")),
        tuple(map(say, HEADINGS)),
        [
            (
                line.name, line.booths, line.sharing, line.lot, line.waiting,
                " ".join(line.reasons), line.remedy,
            )
            for line in _lines(request, read)
        ],
    )  # fmt: skip
    stem = f"{read.fair.slug}-allocation-{read.run.number}"
    if request.url.path.endswith(".xlsx"):
        return download(stem, "xlsx", exports.xlsx_of([made]))
    return download(stem, "csv", exports.csv_of(made))


def number_of(request: Request, name: str = "number") -> int:
    """The number of a run in the URL, or the page that says there is none."""
    text = str(request.path_params[name])
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise HTTPException(404)
    return int(text)


def _read(request: Request) -> _Read:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        return _read_run(connection, fair, number_of(request), now)


def _read_run(connection: Connection, fair: FairRow, number: int, now: int) -> _Read:
    try:
        found = allocations.find(connection, fair.id, number)
    except allocations.NoSuchRun as unknown:
        raise HTTPException(404) from unknown
    return _Read(
        fair=fair,
        run=found,
        known=allocation_cases.load(connection, fair.id, now=now),
        results=allocations.results(connection, fair.id, number),
        overrides=overrides.listed(connection, fair.id, number),
    )


def _wanted(
    request: Request, values: Mapping[str, str], read: _Read
) -> tuple[tuple[str, ...] | None, dict[str, str]]:
    """The stands that were typed by their codes, and what is wrong with the form."""
    faults: dict[str, str] = {}
    if values["exhibitor"] not in {one.exhibitor for one in read.results}:
        faults["exhibitor"] = NO_EXHIBITOR
    stands, unknown = stand_list.read(values["booths"][:BOOTHS_TEXT_MAX], read.known.case.stands)
    if unknown:
        say = translator("site", language_of(request)).gettext
        faults["booths"] = filled(say(NO_STAND), code=unknown[0][:20])
    return (None if faults else stands), faults


def _page(
    request: Request, read: _Read, form: Form, *, found: Sequence[Fault], status: int = 200
) -> Response:
    words = Reasons(request, read.known.names, read.known.codes)
    lines = _lines(request, read)
    faults = broken(read.known.case, allocations.placings(read.results))
    open_ = overrides.unanswered(faults, read.overrides, read.results)
    editable = read.run.accepted_at is None and allows(read.fair.status, "allocation")
    shown = Shown(
        run=read.run,
        drawings=_drawings(request, read, lines),
        placed=tuple(line for line in lines if line.placed),
        unplaced=tuple(
            sorted(
                (line for line in lines if not line.placed),
                key=lambda line: (line.waiting is None, line.waiting or 0, line.name),
            )
        ),
        changes=tuple(_change(one, read, words) for one in read.overrides),
        faults=tuple(map(words.fault, open_)) if editable else (),
        reasoned=tuple(words.fault(one) for one in faults if one not in open_) if editable else (),
        editable=editable,
    )
    return page(
        request,
        "site/allocation_run.html",
        status=status,
        tab="allocation",
        fair=read.fair,
        shown=shown,
        form=form,
        refused=tuple(map(words.fault, found)),
        found=(),
        wrong="",
        asked=False,
    )


def _change(one: Override, read: _Read, words: Reasons) -> Change:
    return Change(
        name=read.known.names.get(one.exhibitor, one.exhibitor),
        before=_codes(one.before, read.known.codes),
        after=_codes(one.after, read.known.codes),
        faults=tuple(map(words.fault, one.faults)),
        reason=one.reason,
        at=one.at,
        by=one.by,
    )


def _lines(request: Request, read: _Read) -> tuple[Line, ...]:
    words = Reasons(request, read.known.names, read.known.codes)
    lines = [
        Line(
            exhibitor=one.exhibitor,
            name=read.known.names.get(one.exhibitor, one.exhibitor),
            booths=_codes(one.stands, read.known.codes),
            sharing=", ".join(read.known.names.get(other, other) for other in one.with_others),
            lot=one.lot,
            waiting=one.waiting,
            reasons=tuple(map(words.sentence, one.reasons)),
            remedy="" if one.placed else words.remedy(one.reasons),
            placed=one.placed,
        )
        for one in read.results
    ]
    return tuple(sorted(lines, key=lambda line: (not line.placed, line.booths, line.name)))


def _codes(stands: Sequence[str], codes: Mapping[str, str]) -> str:
    return " ".join(codes.get(stand, stand) for stand in stands)


HEAT = {"OK_CHOICE": 3, "OK_AREA": 1, "FIXED": 2, "CONTRACTED": 2, "BY_HAND": 4}


def _drawings(request: Request, read: _Read, lines: Sequence[Line]) -> tuple[Markup, ...]:
    """Every hall with who stands where; a stand is a link that takes its exhibitor into the form."""
    say = translator("site", language_of(request)).gettext
    on = {stand: one for one in read.results for stand in one.stands if not one.host}
    told = {line.exhibitor: line for line in lines}
    drawings = []
    plan = read.known.floor
    for place in plan.halls:
        stands = plan.in_hall(place.id)
        drawn = []
        first = True
        for stand in stands:
            one = on.get(stand.id)
            line = told[one.exhibitor] if one is not None else None
            words = f"{stand.shown}: {line.name}. {' '.join(line.reasons)}" if line else stand.shown
            href = f"?exhibitor={line.exhibitor}#move" if line else ""
            drawn.append(
                Drawn(
                    stand=stand,
                    words=words,
                    value=_short(line.name) if line else "",
                    href=href,
                    first=first and bool(href),
                    heat=HEAT.get(one.reasons[0].code, 1) if one else 0,
                )
            )
            first = first and not href
        marks = [
            Marked(one, one.name or say(WORDS["landmark"].get(one.kind, one.kind)))
            for one in plan.landmarks
            if one.hall == place.id
        ]
        drawings.append(floorplan.hall(place, drawn, marks, id=f"hall-{place.id}", title=place.name))
    return tuple(drawings)


def _short(name: str) -> str:
    return name if len(name) <= 14 else name[:13].rstrip() + "…"

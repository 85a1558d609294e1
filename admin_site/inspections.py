"""Inspections at booths: what was found, its picture, what was taken off a shelf, and letting it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.business_day import local
from fairpos.core.document import TEXT_MAX, is_name
from fairpos.core.ids import is_id
from fairpos.core.inspection import ACTIONS, FAULTS
from fairpos.ledger import editions, fairs, inspections, shelf
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.inspections import A_PAGE, Found, Wanted
from fairpos.ledger.shelf import StopRow
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS
from fairpos.wire import exports

HEADINGS = (
    _("When"), _("Booth"), _("Product"), _("Fault"), _("What was done"), _("Inspector"),
    _("Device"), _("Note"),
    _("Sold again since"), _("Lifted by"), _("Why"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionShown:
    """One inspection with the names of its booth and article, and the stop it made, if it did."""

    found: Found
    booth: str
    article: str
    stop: StopRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many inspections found one kind of fault, and what was done about them."""

    fault: str
    count: int
    off_shelf: int
    reported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """A lifting that was refused: for which inspection, and what was typed."""

    id: str
    why: str


@screen(may("see"))
def listed(request: Request) -> Response:
    return _page(request, None)


def _page(request: Request, refused: Lifting | None) -> Response:
    asked = _wanted(request)
    number = request.query_params.get("page", "1")
    at_page = min(int(number), 10_000) if number.isascii() and number.isdigit() and number != "0" else 1
    with fair_reading(request) as (connection, fair):
        count, found = inspections.listed(connection, fair.id, asked, offset=(at_page - 1) * A_PAGE)
        shown = tuple(_shown(connection, fair, found))
        numbers = _numbers(connection, fair)
        booths = tuple(sorted(fairs.booths(connection, fair.id), key=lambda booth: booth.name))
        days = fairs.calendar(connection, fair.id).open_days()
        off = len(shelf.standing(connection, fair.id))
    chosen = {name: getattr(asked, name) for name in Wanted.__slots__ if getattr(asked, name)}
    return page(
        request,
        "site/inspections.html",
        status=200 if refused is None else 422,
        tab="inspections",
        fair=fair,
        inspections=shown,
        numbers=numbers,
        wanted=asked,
        query=urlencode(chosen),
        count=count,
        at_page=at_page,
        pages=-(-count // A_PAGE),
        booths=booths,
        days=days,
        faults=FAULTS,
        actions=ACTIONS,
        off=off,
        refused=refused,
    )


def _wanted(request: Request) -> Wanted:
    """What the URL asks for. What cannot be is not asked for."""

    def told(name: str, sound: bool) -> str:
        return request.query_params.get(name, "") if sound else ""

    query = request.query_params
    return Wanted(
        booth=told("booth", is_name(query.get("booth", ""))),
        fault=told("fault", query.get("fault") in FAULTS),
        action=told("action", query.get("action") in ACTIONS),
        day=told("day", is_name(query.get("day", ""))),
    )


def _shown(connection: Connection, fair: FairRow, found: tuple[Found, ...]) -> Iterator[InspectionShown]:
    booths, articles = inspections.names(connection, fair.id)
    stops = shelf.listed(connection, fair.id)
    for one in found:
        yield InspectionShown(
            found=one,
            booth=booths.get(one.booth, one.booth),
            article=articles.get(one.article, one.article),
            stop=stops.get(one.id),
        )


def _numbers(connection: Connection, fair: FairRow) -> tuple[Number, ...]:
    counts = inspections.numbers(connection, fair.id)
    return tuple(
        Number(
            fault=fault,
            count=sum(counts.get((fault, action), 0) for action in ACTIONS),
            off_shelf=counts.get((fault, "off-shelf"), 0),
            reported=counts.get((fault, "report"), 0),
        )
        for fault in FAULTS
        if any((fault, action) in counts for action in ACTIONS)
    )


@screen(may("see"))
def picture(request: Request) -> Response:
    """The picture as the phone took it. Nothing in it can run: see the headers."""
    with fair_reading(request) as (connection, fair):
        found = inspections.picture(connection, fair.id, _id(request))
    if found is None:
        raise HTTPException(404)
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return Response(found.body, media_type=found.media_type, headers=headers)


@screen(may("see"))
def export(request: Request) -> Response:
    """Everything that is as wanted, as CSV or as a workbook by the end of the address."""
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        rows = tuple(_rows(connection, fair, _wanted(request), say))
    table = exports.Table(say(_("Inspections")), tuple(map(say, HEADINGS)), rows)
    stem = f"{fair.slug}-{say(_('inspections'))}"
    if request.url.path.endswith(".xlsx"):
        return download(stem, "xlsx", exports.xlsx_of([table]))
    return download(stem, "csv", exports.csv_of(table))


def _rows(
    connection: Connection, fair: FairRow, asked: Wanted, say: Callable[[str], str]
) -> Iterator[tuple[exports.Value, ...]]:
    offset = 0
    while True:
        _count, found = inspections.listed(connection, fair.id, asked, offset=offset)
        for shown in _shown(connection, fair, found):
            one, stop = shown.found, shown.stop
            lifted = stop if stop is not None and stop.lifted_at is not None else None
            yield (
                _time(one.at),
                shown.booth,
                shown.article,
                say(WORDS["inspection_fault"][one.fault]),
                say(WORDS["inspection_action"][one.action]),
                one.inspector,
                one.till,
                one.note,
                _time(lifted.lifted_at) if lifted and lifted.lifted_at else "",
                lifted.lifted_by if lifted else "",
                lifted.lifted_why if lifted else "",
            )
        offset += A_PAGE
        if len(found) < A_PAGE:
            return


def _time(at: int) -> str:
    return local(at).strftime("%d/%m/%Y %H:%M")


@screen(may("arrange"))
def lifting(request: Request) -> Response:
    """Let a booth sell again what an inspection took off its shelf, with a reason."""
    site, id_ = site_of(request), _id(request)
    why = " ".join(field(request, "why").split())
    if not 1 <= len(why) <= TEXT_MAX or not why.isprintable():
        return _page(request, Lifting(id=id_, why=why[: 2 * TEXT_MAX]))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            shelf.lift(connection, fair.id, id_, why=why, at=site.clock(), by=actor(request))
        except shelf.NoSuchStop as missing:
            raise HTTPException(404) from missing
        editions.publish(connection, fair.id, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/inspections#i-{id_}", status_code=303)


def _id(request: Request) -> str:
    id_ = str(request.path_params["inspection"])
    if not is_id(id_):
        raise HTTPException(404)
    return id_

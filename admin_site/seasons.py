"""Past seasons: files of figures with a preview, single figures by hand, which of them is used, series."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.measure_words import QUALIFIERS, SCOPES, STATED
from fairpos.ledger import areas, audit, fairs, season_import, seasons, series, work_files
from fairpos.ledger.areas import BadSuccessor, Successor
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.season_import import NotKept, Preview
from fairpos.ledger.seasons import StatedFigure
from fairpos.ledger.series import BadLink
from fairpos.ledger.work import AlreadyAtWork
from fairpos.server.workers import Outcome, Refused, Task
from fairpos.web.downloads import download
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.wire import cells, exports, season_rows, wide_rows
from fairpos.wire.cells import BadCell, BadSheet, Cell
from fairpos.wire.sheets import FILE_BYTES_MAX

BODY_MAX = 2 * FILE_BYTES_MAX
AT_ONCE_ROWS = 300
"""Up to so many figures are kept before the answer."""

KEEPING = _("Keeping the figures")
WORSE = _(
    "Nothing was kept: what is known of these fairs has changed since you looked at the file. "
    "Read it again and look at it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series with its editions, the oldest first."""

    key: str
    editions: tuple[series.Edition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file under way between its preview and its keeping; `body` is base64. `another`: one is being kept at
    this moment."""

    name: str
    body: str
    preview: Preview | None
    unreadable: BadSheet | None = None
    another: bool = False


@screen(may("arrange"))
def listed(request: Request) -> Response:
    return _house(request)


@screen(may("arrange"))
def template(request: Request) -> Response:
    """An empty file with the columns, one example row, and in the workbook what each may hold."""
    headings = tuple(column.names[0] for column in season_rows.COLUMNS)
    rows = exports.Table("Số liệu", headings, [tuple(_EXAMPLE.get(c.key, "") for c in season_rows.COLUMNS)])
    if request.url.path.endswith(".csv"):
        return download("mua-truoc", "csv", exports.csv_of(rows))
    told = [
        (column.names[0], column.names[-1], "x" if column.required else "") for column in season_rows.COLUMNS
    ]
    guide = exports.Table("Các cột", ("Cột", "In English", "Bắt buộc"), told)
    return download("mua-truoc", "xlsx", exports.xlsx_of([rows, guide]))


_EXAMPLE: dict[str, str | int] = {
    "fair": "qn-2020-xuan", "name": "Hội chợ OCOP Quảng Ninh - Xuân 2020", "series": "xuan", "season": "2020",
    "province": "Quảng Ninh", "metric": "Doanh thu", "zone": "trong tỉnh", "value": "6.056,5",
    "unit": "triệu đồng", "qualifier": "ước", "basis": "tổng", "days": 6, "source": "Tên bài, tên báo",
    "chosen": "x",
}  # fmt: skip


@screen(may("arrange"), body_max=BODY_MAX)
def look(request: Request) -> Response:
    """Show how a file is understood. Nothing is kept yet."""
    name, body = _file(request)
    with site_of(request).database.reading() as connection:
        try:
            found = season_import.preview(connection, name, body, at=site_of(request).clock())
        except BadSheet as bad:
            return _house(request, Uploaded(name=name, body="", preview=None, unreadable=bad), status=422)
    status = 422 if found.faults else 200
    return _house(
        request, Uploaded(name=name, body=base64.b64encode(body).decode(), preview=found), status=status
    )


@screen(may("arrange"), body_max=BODY_MAX)
def keep(request: Request) -> Response:
    """Keep a file that was looked at: all of it, or none. A large one is kept by long work."""
    site, name = site_of(request), field(request, "name")
    looked = bool(field(request, "looked"))
    try:
        body = base64.b64decode(field(request, "body"), validate=True)
    except (binascii.Error, ValueError) as bad:
        raise HTTPException(400) from bad
    try:
        with site.database.reading() as connection:
            found = season_import.preview(connection, name, body, at=site.clock())
            carrier = _carrier(connection, found)
        if carrier is not None and len(found.rows) > AT_ONCE_ROWS and not _refused(found, looked):
            input = {"file": name[-120:], "looked": looked}
            number = site.workers.start(carrier.id, "seasons", input, by=actor(request), upload=body)
            return RedirectResponse(f"/fairs/{carrier.slug}/works/{number}", status_code=303)
        with site.database.writing() as connection:
            found = season_import.preview(connection, name, body, at=site.clock())
            season_import.keep(connection, found, at=site.clock(), by=actor(request), looked=looked)
    except BadSheet as bad:
        return _house(request, Uploaded(name=name, body="", preview=None, unreadable=bad), status=422)
    except AlreadyAtWork:
        # What was looked at is kept in the page, to be sent again.
        uploaded = Uploaded(name=name, body=field(request, "body"), preview=found, another=True)
        return _house(request, uploaded, status=409)
    except NotKept:
        return _house(request, Uploaded(name=name, body=field(request, "body"), preview=found), status=422)
    return RedirectResponse(f"/seasons?kept={len(found.rows)}", status_code=303)


def job(task: Task) -> Outcome:
    """Keep a large file in one transaction: every figure, or none."""
    with task.writing() as connection:
        body = work_files.whole(connection, task.fair_id, task.number)
        found = season_import.preview(connection, str(task.input["file"]), body, at=task.clock())
        try:
            season_import.keep(
                connection, found, at=task.clock(), by=task.by, looked=bool(task.input["looked"]),
                progress=lambda done, of: task.progress(done, of, KEEPING),
            )  # fmt: skip
        except NotKept as bad:
            raise Refused(WORSE) from bad
        work_files.drop(connection, task.fair_id, task.number)
        told = {"figures": len(found.rows), "fairs": len(found.fairs)}
        return task.keep(connection, Outcome(f"/seasons?kept={len(found.rows)}", told))


def _carrier(connection: Connection, found: Preview) -> FairRow | None:
    """The fair whose work it is to keep a file of several: the newest it speaks of that is here, else the
    newest there is."""
    every = fairs.every(connection)
    named = {seen.slug for seen in found.fairs}
    return next((fair for fair in every if fair.slug in named), every[0] if every else None)


def _refused(found: Preview, looked: bool) -> bool:
    return bool(found.faults or (found.questions and not looked))


@screen(may("arrange"))
def successor(request: Request) -> Response:
    """Say what became of a district or a province."""
    site = site_of(request)
    try:
        said = _successor(request)
        with site.database.writing() as connection:
            areas.say(connection, said, at=site.clock(), by=actor(request))
    except (BadCell, BadSuccessor) as bad:
        return _house(request, area_fault=bad.code, status=422)
    return RedirectResponse("/seasons#areas", status_code=303)


@screen(may("arrange"))
def successor_removal(request: Request) -> Response:
    site = site_of(request)
    try:
        said = _successor(request)
    except BadCell as bad:
        raise HTTPException(400) from bad
    with site.database.writing() as connection:
        areas.take_back(connection, said, at=site.clock(), by=actor(request))
    return RedirectResponse("/seasons#areas", status_code=303)


@screen(may("see"))
def stated(request: Request) -> Response:
    """What sources state of one fair, which of it is used, and the edition before."""
    return _fair_page(request, {}, {}, None)


@screen(may("arrange"))
def state(request: Request) -> Response:
    """Keep one figure typed by hand, understood like a row of a file."""
    site = site_of(request)
    typed = {column.key: field(request, column.key) for column in season_rows.COLUMNS}
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        found, faults = season_import.by_hand(connection, fair, typed, at=site.clock())
        looked = bool(field(request, "looked"))
        try:
            season_import.keep(connection, found, at=site.clock(), by=actor(request), looked=looked)
        except NotKept:
            return _fair_page(request, typed, faults, found)
    return RedirectResponse(f"/fairs/{fair.slug}/seasons", status_code=303)


@screen(may("arrange"))
def choice(request: Request) -> Response:
    """Use one source's figure instead of the others', or withdraw one that was entered by mistake."""
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        key = field(request, "figure")
        figure = next((one for one in seasons.every(connection, fair.id) if one.key == key), None)
        if figure is None:
            raise HTTPException(404)
        said = {"source": figure.source, "value": figure.value, "qualifier": figure.qualifier}
        if field(request, "act") == "withdraw":
            seasons.withdraw(connection, fair.id, figure)
            before, after, act = said, None, "withdrawn"
        else:
            seasons.choose(connection, fair.id, figure)
            before, after, act = None, said, "chosen"
        audit.note(
            connection, fair.id, kind="season", subject=" ".join(filter(None, figure.about)), act=act,
            before=before, after=after, at=site.clock(), by=actor(request),
        )  # fmt: skip
    return RedirectResponse(f"/fairs/{fair.slug}/seasons", status_code=303)


@screen(may("arrange"))
def link(request: Request) -> Response:
    """Set the previous edition by hand, or leave it to the series."""
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            series.link(
                connection, fair, field(request, "prior") or None, at=site.clock(), by=actor(request),
                reason=field(request, "reason")[:200],
            )  # fmt: skip
        except BadLink as bad:
            return _fair_page(request, {}, {"prior": bad.code}, None)
    return RedirectResponse(f"/fairs/{fair.slug}/seasons", status_code=303)


def _house(
    request: Request, uploaded: Uploaded | None = None, *, area_fault: str = "", status: int = 200
) -> Response:
    with site_of(request).database.reading() as connection:
        keys = sorted({fair.series for fair in fairs.every(connection)})
        lines = tuple(Line(key=key, editions=series.editions(connection, key)) for key in keys)
        known = areas.read(connection)
    kept = request.query_params.get("kept", "")
    return page(
        request,
        "site/seasons.html",
        status=status,
        uploaded=uploaded,
        lines=sorted(lines, key=lambda line: -len(line.editions)),
        successors=known.successors,
        columns=season_rows.COLUMNS,
        wide=wide_rows.COLUMNS,
        kept=int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 7 else 0,
        area_fault=area_fault,
        typed={name: field(request, name) for name in ("kind", "old_name", "new_name", "from_day")},
    )


def _fair_page(
    request: Request, typed: dict[str, str], faults: dict[str, str], found: Preview | None
) -> Response:
    with fair_reading(request) as (connection, fair):
        figures = seasons.every(connection, fair.id)
        others = [one for one in fairs.every(connection) if one.id != fair.id]
        before = series.previous(connection, fair)
        line = series.editions(connection, fair.series)
    questions = found.questions if found is not None and not faults else ()
    return page(
        request,
        "site/stated.html",
        status=422 if faults or questions else 200,
        tab="seasons",
        fair=fair,
        figures=[_shown(figure) for figure in figures],
        others=sorted(others, key=lambda one: one.series != fair.series),
        before=before,
        line=line,
        typed={column.key: typed.get(column.key, "") for column in season_rows.COLUMNS},
        faults=faults,
        questions=questions,
        metrics=STATED,
        scopes=SCOPES,
        qualifiers=QUALIFIERS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One stated figure, and how its value is written out."""

    figure: StatedFigure
    money: bool


def _shown(figure: StatedFigure) -> Shown:
    return Shown(figure=figure, money=figure.metric in ("takings", "contract-value"))


def _file(request: Request) -> tuple[str, bytes]:
    form: FormData = getattr(request.state, "form", FormData())
    given = form.get("file")
    if not isinstance(given, UploadFile):
        return "", b""
    return given.filename or "", given.file.read()


def _successor(request: Request) -> Successor:
    """What a form says became of an area. Raises BadCell for a day that is none."""
    kind = field(request, "kind")
    day = cells.day(Cell(field(request, "from_day"), "", 1, 1))
    return Successor(
        kind="province" if kind == "province" else "district",
        old_name=cells.clean(field(request, "old_name"))[0],
        new_name=cells.clean(field(request, "new_name"))[0],
        from_day=day,
    )

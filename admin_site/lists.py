"""Bringing a list: a file of booths, exhibitors or products is read, shown, and written by one yes.

A list of some hundred rows is read and written before the answer. A large one is long work, with the same
page to look at between its reading and its writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.document import is_name
from fairpos.core.fair_state import Forbidden
from fairpos.ledger import editions, fairs, list_readings, work, work_files
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.list_lines import Done, Fault, Line, Progress, done_of, silent
from fairpos.ledger.list_readings import COLUMNS, BadLines, Kind, Reading, UnknownReading
from fairpos.server.workers import Outcome, Refused, Task
from fairpos.web.downloads import download
from fairpos.web.errors import HELP
from fairpos.web.forms import file_of
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS
from fairpos.wire import exports, sheets
from fairpos.wire.cells import BadSheet
from fairpos.wire.exports import Table

UPLOAD_BYTES_MAX = sheets.FILE_BYTES_MAX + 64 * 1024
HOMES: Mapping[Kind, str] = {"booths": "plan", "exhibitors": "exhibitors", "products": "products"}
"""The screen each list belongs to."""

SHOWN_MAX = 200
"""Good rows that a page shows; of bad ones it shows all."""
AT_ONCE_ROWS = 300
AT_ONCE_BYTES = 96 * 1024
AT_ONCE_CSV_BYTES = 2 * 1024 * 1024
"""Up to so many rows are written, and up to so large a workbook or CSV file is read, in about a second."""

READING = _("Reading the file; nothing is written yet")
WRITING = _("Writing the list")
GONE = _(
    "Nothing was written now: this list has been written already, or it waited for more than a day. "
    "Look at the register, and read the file again if something is missing."
)
WORSE = _(
    "Nothing was written: the register has changed since you looked, and some rows are bad now. "
    "Read the file again and look at it."
)
UNREADABLE = _("Nothing was read and nothing was written.")


@screen(may("arrange"))
def form(request: Request) -> Response:
    with fair_reading(request) as (_connection, fair):
        return _form(request, fair, kind_of(request))


@screen(may("arrange"), body_max=UPLOAD_BYTES_MAX)
def read(request: Request) -> Response:
    """Read a file and keep it for a look. A file that cannot be read leaves nothing behind."""
    site, kind = site_of(request), kind_of(request)
    given, id_ = file_of(request, "file"), site.token()
    try:
        if given is None:
            raise BadSheet("no-file")
        if is_long(given[1]):
            return _read_later(request, kind, *given)
        sheet = list_readings.read(kind, *given)
    except BadSheet as bad:
        with fair_reading(request) as (_connection, fair):
            return _form(request, fair, kind, bad, status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        list_readings.keep(
            connection, fair.id, kind=kind, file_name=given[0], sheet=sheet, id_=id_, at=site.clock(),
            by=actor(request),
        )  # fmt: skip
    return RedirectResponse(f"/fairs/{fair.slug}/lists/{kind}/{id_}", status_code=303)


def is_long(body: bytes) -> bool:
    """Whether reading takes long enough to be work."""
    return len(body) > (AT_ONCE_BYTES if body.startswith(b"PK") else AT_ONCE_CSV_BYTES)


def _read_later(request: Request, kind: Kind, name: str, body: bytes) -> Response:
    site = site_of(request)
    with fair_reading(request) as (_connection, fair):
        pass
    if len(body) > sheets.FILE_BYTES_MAX:
        raise BadSheet("too-large", detail=name)
    try:
        number = site.workers.start(
            fair.id, "reading", {"kind": kind, "file": name[-120:], "id": site.token()},
            by=actor(request), upload=body,
        )  # fmt: skip
    except work.AlreadyAtWork:
        return _form(request, fair, kind, BadSheet("another-is-read"), status=409)
    return RedirectResponse(f"/fairs/{fair.slug}/works/{number}", status_code=303)


def reading_job(task: Task) -> Outcome:
    """Read a large file and keep it for a look."""
    kind, name, id_ = cast("Kind", task.input["kind"]), str(task.input["file"]), str(task.input["id"])
    with task.database.reading() as connection:
        body = work_files.whole(connection, task.fair_id, task.number)
        slug = fairs.by_id(connection, task.fair_id).slug
    try:
        sheet = list_readings.read(kind, name, body, watch=lambda rows: task.progress(rows, None, READING))
    except BadSheet as bad:
        raise Refused(UNREADABLE, {"sheet": bad.code, "detail": bad.detail, "address": bad.address}) from bad
    with task.writing() as connection:
        work_files.drop(connection, task.fair_id, task.number)
        list_readings.keep(
            connection,
            task.fair_id,
            kind=kind,
            file_name=name,
            sheet=sheet,
            id_=id_,
            at=task.clock(),
            by=task.by,
        )
        return task.keep(connection, Outcome(f"/fairs/{slug}/lists/{kind}/{id_}", {"rows": len(sheet.rows)}))


@screen(may("arrange"))
def look(request: Request) -> Response:
    return _look(request)


def _look(request: Request, *, refusal: str = "", status: int = 200) -> Response:
    with fair_reading(request) as (connection, fair):
        reading, lines = _reading(connection, request, fair)
    bad = tuple(line for line in lines if line.faults)
    return page(
        request, "site/list.html", status=status, tab=HOMES[reading.kind], fair=fair, reading=reading,
        bad=bad,
        good=tuple(line for line in lines if not line.faults)[:SHOWN_MAX], done=done_of(lines),
        of=len(lines), refusal=refusal,
        headings={column.key: column.names[0] for column in COLUMNS[reading.kind]},
    )  # fmt: skip


@screen(may("arrange"))
def write(request: Request) -> Response:
    """Write the good rows, all of them or none."""
    site, kind, id_ = site_of(request), kind_of(request), _id(request)
    without_bad = bool(field(request, "without_bad"))
    with fair_reading(request) as (connection, fair):
        reading, lines = _reading(connection, request, fair)
    if any(line.faults for line in lines) and not without_bad:
        return _look(request, refusal="lines-bad", status=422)
    if len(lines) > AT_ONCE_ROWS:
        try:
            number = site.workers.start(
                fair.id, "list",
                {"kind": kind, "file": reading.file_name, "id": id_, "without_bad": without_bad},
                by=actor(request),
            )  # fmt: skip
        except work.AlreadyAtWork:
            return _look(request, refusal="another-list", status=409)
        return RedirectResponse(f"/fairs/{fair.slug}/works/{number}", status_code=303)
    try:
        with site.database.writing() as connection:
            done = _write(connection, fair.id, kind, id_, without_bad, at=site.clock(), by=actor(request))
    except BadLines:
        return _look(request, refusal="lines-bad", status=422)
    except UnknownReading as unknown:
        raise HTTPException(404) from unknown
    return page(
        request, "site/list_written.html", tab=HOMES[kind], fair=fair, kind=kind, home=HOMES[kind], done=done
    )


def list_job(task: Task) -> Outcome:
    """Write a large list in one transaction: all its good rows, or none."""
    kind, id_ = cast("Kind", task.input["kind"]), str(task.input["id"])
    try:
        with task.writing() as connection:
            done = _write(
                connection, task.fair_id, kind, id_, bool(task.input["without_bad"]),
                at=task.clock(), by=task.by,
                progress=lambda rows, of: task.progress(rows, of, WRITING),
            )  # fmt: skip
            slug = fairs.by_id(connection, task.fair_id).slug
            return task.keep(connection, Outcome(f"/fairs/{slug}/{HOMES[kind]}", asdict(done)))
    except UnknownReading as unknown:
        raise Refused(GONE) from unknown
    except BadLines as bad:
        raise Refused(WORSE) from bad
    except Forbidden as forbidden:
        raise Refused(HELP[409]) from forbidden


def _write(
    connection: Connection,
    fair_id: int,
    kind: Kind,
    id_: str,
    without_bad: bool,
    *,
    at: int,
    by: str,
    progress: Progress = silent,
) -> Done:
    """Write a list and tell the tills."""
    done = list_readings.write(
        connection, fair_id, kind, id_, without_bad=without_bad, at=at, by=by, progress=progress
    )
    editions.publish_changed(connection, fair_id, at=at, by=by)
    return done


@screen(may("arrange"))
def bad_rows(request: Request) -> Response:
    """The bad rows as a file to mend and bring again, with what is wrong with each in a column of its own."""
    with fair_reading(request) as (connection, fair):
        reading, lines = _reading(connection, request, fair)
    columns = COLUMNS[reading.kind]
    tell = translator("site", language_of(request)).gettext
    rows = (
        [*(line.row[column.key].text for column in columns), _told(line.faults, tell)]
        for line in lines
        if line.faults
    )
    headings = (*(column.names[0] for column in columns), "Cần sửa")
    table = Table("Cần sửa", headings, rows)
    return download(f"{fair.slug}-can-sua", "xlsx", exports.xlsx_of([table]))


def _told(faults: tuple[Fault, ...], tell: Callable[[str], str]) -> str:
    return "; ".join(
        f"{fault.address}: {tell(WORDS['cell'].get(fault.code, fault.code))}" for fault in faults
    )


def kind_of(request: Request) -> Kind:
    kind = str(request.path_params["kind"])
    if kind not in COLUMNS:
        raise HTTPException(404)
    return cast("Kind", kind)


def _id(request: Request) -> str:
    id_ = str(request.path_params["reading"])
    if not is_name(id_):
        raise HTTPException(404)
    return id_


def _reading(connection: Connection, request: Request, fair: FairRow) -> tuple[Reading, tuple[Line, ...]]:
    try:
        found = list_readings.find(
            connection, fair.id, kind_of(request), _id(request), now=site_of(request).clock()
        )
    except UnknownReading as unknown:
        raise HTTPException(404) from unknown
    return found, list_readings.examine(connection, fair.id, found)


def _form(
    request: Request, fair: FairRow, kind: Kind, bad: BadSheet | None = None, status: int = 200
) -> Response:
    return page(
        request, "site/lists.html", status=status, tab=HOMES[kind], fair=fair, kind=kind, home=HOMES[kind],
        columns=COLUMNS[kind], bad=bad,
    )  # fmt: skip

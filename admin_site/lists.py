"""Bringing a list: a file of exhibitors or products is read, shown row by row, and written by one yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.document import is_name
from fairpos.ledger import editions, list_readings
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.list_lines import Fault, Line, done_of
from fairpos.ledger.list_readings import COLUMNS, BadLines, Kind, Reading, UnknownReading
from fairpos.web.downloads import download
from fairpos.web.forms import file_of
from fairpos.web.i18n import language_of, translator
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS
from fairpos.wire import exports, sheets
from fairpos.wire.cells import BadSheet
from fairpos.wire.exports import Table

UPLOAD_BYTES_MAX = sheets.FILE_BYTES_MAX + 64 * 1024
SHOWN_MAX = 200
"""Good rows that a page shows; of bad ones it shows all."""


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


@screen(may("arrange"))
def look(request: Request) -> Response:
    return _look(request)


def _look(request: Request, *, refusal: str = "", status: int = 200) -> Response:
    with fair_reading(request) as (connection, fair):
        reading, lines = _reading(connection, request, fair)
    bad = tuple(line for line in lines if line.faults)
    return page(
        request, "site/list.html", status=status, tab=reading.kind, fair=fair, reading=reading, bad=bad,
        good=tuple(line for line in lines if not line.faults)[:SHOWN_MAX], done=done_of(lines),
        of=len(lines), refusal=refusal,
        headings={column.key: column.names[0] for column in COLUMNS[reading.kind]},
    )  # fmt: skip


@screen(may("arrange"))
def write(request: Request) -> Response:
    """Write the good rows, all of them or none."""
    site, kind, id_ = site_of(request), kind_of(request), _id(request)
    refused = False
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            done = list_readings.write(
                connection, fair.id, kind, id_, without_bad=bool(field(request, "without_bad")),
                at=site.clock(), by=actor(request),
            )  # fmt: skip
            editions.publish_changed(connection, fair.id, at=site.clock(), by=actor(request))
        except BadLines:
            refused = True
        except UnknownReading as unknown:
            raise HTTPException(404) from unknown
    if refused:
        return _look(request, refusal="lines-bad", status=422)
    return page(request, "site/list_written.html", tab=kind, fair=fair, kind=kind, done=done)


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
        request, "site/lists.html", status=status, tab=kind, fair=fair, kind=kind, columns=COLUMNS[kind],
        bad=bad,
    )  # fmt: skip

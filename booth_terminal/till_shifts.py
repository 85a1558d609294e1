"""What a till asks about shifts that it cannot know alone: what came late, and who shares its drawer.

A till closes without asking. These answers only say more, when there is a line to say it on.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, literal, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import journal, shift_reading, tables
from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.shift_figures import ShiftFigures
from booth_terminal.shift_reading import NoShift
from booth_terminal.terminal import Terminal
from fairpos.core.fair import Till
from fairpos.core.shift import ShiftOpening
from fairpos.web.machine import as_json, machine, problem
from fairpos.wire import documents


@machine(TILL, body_max=0)
async def get_shift(request: Request, _body: bytes) -> Response:
    """A shift of this booth as the terminal holds it, with what came after its count."""
    try:
        shift = request.path_params["shift"]
        return as_json(await run_in_threadpool(_shift, terminal_of(request), till_of(request), shift))
    except NoShift:
        return problem(404, "unknown-shift")


def _shift(terminal: Terminal, till: Till, shift: str) -> dict[str, Any]:
    with terminal.database.reading() as connection:
        found = _figures(connection, till, shift, terminal.now())
    return {
        "shift": found.shift,
        "till": found.till,
        "open": found.closed_at is None,
        "sales": found.sales.count,
        "takings": found.takings,
        "expected": found.expected,
        "counted": found.counted,
        "difference": found.difference,
        "revision": found.revision,
        "late": len(found.late),
    }


def _figures(connection: Connection, till: Till, shift: str, at: int) -> ShiftFigures:
    """Raises NoShift, also for a shift of another booth."""
    found = shift_reading.figures(shift_reading.documents_of(connection, shift), shift, at=at)
    if found.booth != till.place:
        raise NoShift(shift)
    return found


@machine(TILL, body_max=0)
async def get_drawer(request: Request, _body: bytes) -> Response:
    """The other shifts whose cash lies in the drawer of this one."""
    try:
        shift = request.path_params["shift"]
        return as_json(await run_in_threadpool(_drawer, terminal_of(request), till_of(request), shift))
    except NoShift:
        return problem(404, "unknown-shift")


def _drawer(terminal: Terminal, till: Till, shift: str) -> dict[str, Any]:
    at = terminal.now()
    with terminal.database.reading() as connection:
        openings = _openings(connection, till.place)
        mine = next((one for one in openings if one.id == shift), None)
        if mine is None:
            raise NoShift(shift)
        # A till's own drawer is nobody else's.
        beside = [
            _figures(connection, till, one.id, at)
            for one in openings
            if mine.drawer and (one.drawer, one.day) == (mine.drawer, mine.day) and one.id != shift
        ]
    return {"at": at, "others": [_part(one) for one in in_the_drawer(beside)]}


def in_the_drawer(shifts: list[ShiftFigures]) -> list[ShiftFigures]:
    """Those whose cash nobody counted yet: a count of a shared drawer settles all that closed before."""
    counts = [one.closed_at for one in shifts if one.counted is not None and one.closed_at is not None]
    settled = max(counts, default=0)
    return [one for one in shifts if one.closed_at is None or one.closed_at > settled]


def _part(figures: ShiftFigures) -> dict[str, Any]:
    return {
        "shift": figures.shift,
        "till": figures.till,
        "open": figures.closed_at is None,
        "expected": figures.expected,
    }


def _openings(connection: Connection, booth: str) -> list[ShiftOpening]:
    """Every shift ever opened at a booth, each once, in the order they were kept."""
    stream = journal.current(connection)
    if stream is None:
        return []
    entry = tables.entry.c
    rows = connection.execute(
        select(entry.body)
        .where(entry.stream_no == stream.no, func.instr(entry.body, literal(b'"shift_opening"')) > 0)
        .order_by(entry.seq)
    )
    found: dict[str, ShiftOpening] = {}
    for row in rows:
        try:
            document = documents.read(bytes(row.body))
        except documents.Unreadable:
            continue
        if isinstance(document, ShiftOpening) and document.booth == booth:
            found.setdefault(document.id, document)
    return list(found.values())

"""A list of booths against the plan: what is new on it, what changes, and what of it is laid out."""

from __future__ import annotations

from sqlalchemy import Connection

from fairpos.core import floor_lists
from fairpos.core.floor import STANDS_MAX, Floor
from fairpos.core.floor_lists import Strip
from fairpos.ledger import floor as plan
from fairpos.ledger.list_lines import (
    Act,
    Done,
    Line,
    Progress,
    done_of,
    entry_of,
    faults_of,
    silent,
    to_write,
)
from fairpos.wire import booth_lists as columns
from fairpos.wire.sheets import Row


def examine(connection: Connection, fair_id: int, rows: tuple[Row, ...]) -> tuple[Line, ...]:
    """A booth is known by the code people are shown. New ones need zone and hall."""
    floor = plan.load(connection, fair_id)
    known = {stand.shown.casefold(): stand for stand in floor.stands}
    halls = {hall.id: hall.name.casefold() for hall in floor.halls}
    seen: set[str] = set()
    room = STANDS_MAX - len(floor.stands)
    lines = []
    for row in rows:
        entry = entry_of(row, {})
        strip = columns.read(entry)
        codes = [code.casefold() for code in strip.codes]
        new = [code for code in codes if code not in known]
        room -= len(new)
        if seen.intersection(codes):
            entry.faults.setdefault("codes", "twice-in-list")
        elif room < 0:
            entry.faults.setdefault("codes", "too-many-booths")
        seen |= set(codes)
        for key, value in (("zone", strip.zone), ("hall", strip.hall)):
            if new and value is None:
                entry.faults.setdefault(key, "missing")
        elsewhere = [
            code
            for code in codes
            if code in known and strip.hall and halls.get(known[code].hall) != strip.hall.casefold()
        ]
        if elsewhere:
            entry.faults.setdefault("hall", "stands-elsewhere")
        act: Act = "bad" if entry.faults else "new" if new else _act(floor, strip)
        lines.append(
            Line(
                row=row,
                act=act,
                title=_title(strip) or row["codes"].text,
                subject="",
                faults=faults_of(row, entry),
                stated=strip,
            )
        )
    return tuple(lines)


def write(
    connection: Connection,
    fair_id: int,
    lines: tuple[Line, ...],
    *,
    at: int,
    by: str,
    progress: Progress = silent,
) -> Done:
    """Lay the good lines out. Raises fair_state.Forbidden, floor_changes.Refused; then nothing is changed."""
    strips = [line.stated for line in to_write(lines, progress)]
    if strips:
        plan.change(
            connection,
            fair_id,
            lambda floor, free_id: floor_lists.lay_out(floor, strips, free_id=free_id),
            at=at,
            by=by,
        )
    return done_of(lines)


def _act(floor: Floor, strip: Strip) -> Act:
    wanted = {code.casefold() for code in strip.codes}
    there = [stand for stand in floor.stands if stand.shown.casefold() in wanted]
    return "same" if all(floor_lists.restated(stand, strip) == stand for stand in there) else "change"


def _title(strip: Strip) -> str:
    """ "A01 – A25 (25)"."""
    if len(strip.codes) < 2:
        return "".join(strip.codes)
    return f"{strip.codes[0]} – {strip.codes[-1]} ({len(strip.codes)})"

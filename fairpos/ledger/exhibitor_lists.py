"""A list of exhibitors against the register: who is new, who is known, and what of it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from fairpos.core.exhibitor import Details
from fairpos.core.search import search_key
from fairpos.ledger import booth_codes, exhibitors, fairs
from fairpos.ledger.exhibitors import Known
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
from fairpos.wire import exhibitor_lists as columns
from fairpos.wire.sheets import Row


@dataclass(frozen=True, slots=True)
class Stated:
    """An exhibitor, and the booths it shall stand in."""

    details: Details
    booths: tuple[str, ...]


def examine(connection: Connection, fair_id: int, rows: tuple[Row, ...]) -> tuple[Line, ...]:
    """A row is known by its code, else by its tax code, else by its name."""
    home = fairs.by_id(connection, fair_id).province
    booths = booth_codes.ids(connection, fair_id)
    known = exhibitors.listed(connection, fair_id)
    by_id = {who.id: who for who in known}
    ids = exhibitors.by_any_name(known)
    seen: set[str] = set()
    lines = []
    for row in rows:
        code, name, tax_code = (row[key].text for key in ("id", "name", "tax_code"))
        found = by_id.get(code) if code else by_id.get(ids.get(tax_code) or ids.get(search_key(name)) or "")
        entry = entry_of(row, _texts(found))
        entry.name("id")
        details = columns.read(entry, home)
        places = tuple(place for place in re.split(r"[\s,;]+", row["booth"].text) if place)
        if any(place.casefold() not in booths for place in places):
            entry.faults["booth"] = "no-such-booth"
        called = {found.id if found else code, f"thuế {details.tax_code}", f"tên {search_key(name)}"}
        called -= {"", "thuế ", "tên "}
        if seen & called:
            entry.faults.setdefault("name", "twice-in-list")
        seen |= called
        stated = Stated(details, booth_codes.known(places, booths))
        act: Act = "bad" if entry.faults else _act(found, stated)
        lines.append(
            Line(
                row=row,
                act=act,
                title=name or code,
                subject=found.id if found else code,
                faults=faults_of(row, entry),
                stated=stated,
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
    """Write the good lines."""
    for line in to_write(lines, progress):
        stated: Stated = line.stated
        id_ = line.subject
        if line.act == "new":
            id_ = exhibitors.add(connection, fair_id, stated.details, id_=id_, at=at, by=by)
        else:
            exhibitors.change(connection, fair_id, id_, stated.details, at=at, by=by)
        for booth in stated.booths:
            exhibitors.join_booth(connection, fair_id, id_, booth, at=at, by=by)
    return done_of(lines)


def _act(found: Known | None, stated: Stated) -> Act:
    if found is None:
        return "new"
    same = found.details == stated.details and set(stated.booths) <= set(found.booths)
    return "same" if same else "change"


def _texts(found: Known | None) -> dict[str, str]:
    if found is None:
        return {}
    return {name: str(getattr(found.details, name)) for name in Details.__slots__}

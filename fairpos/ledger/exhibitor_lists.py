"""A list of exhibitors against the register: who is new, who is known, and what of it is written.

A row may say what the exhibitor asks for, too. Whoever brings the list is the organiser, so an application of
it is accepted at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fairpos.core.exhibitor import Details
from fairpos.core.participation import Merits
from fairpos.core.search import search_key
from fairpos.ledger import application_terms, applications, booth_codes, exhibitors, fairs
from fairpos.ledger.applications import Filed
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
from fairpos.ledger.numbering import next_ids
from fairpos.wire import application_lists
from fairpos.wire import exhibitor_lists as columns
from fairpos.wire.application_forms import Wanted
from fairpos.wire.sheets import Row


@dataclass(frozen=True, slots=True)
class Stated:
    """An exhibitor, the booths it shall stand in, and what it asks for, where the row says so. `filed` is the
    application of it that is there."""

    details: Details
    booths: tuple[str, ...]
    wanted: Wanted | None
    merits: Merits
    filed: Filed | None


def examine(connection: Connection, fair_id: int, rows: tuple[Row, ...]) -> tuple[Line, ...]:
    """A row is known by its code, else by its tax code, else by its name."""
    home = fairs.by_id(connection, fair_id).province
    booths = booth_codes.ids(connection, fair_id)
    known = exhibitors.listed(connection, fair_id)
    by_id = {who.id: who for who in known}
    ids = exhibitors.by_any_name(known)
    applied = by_exhibitor(applications.listed(connection, fair_id))
    seen: set[str] = set()
    lines = []
    for row in rows:
        code, name, tax_code = (row[key].text for key in ("id", "name", "tax_code"))
        found = by_id.get(code) if code else by_id.get(ids.get(tax_code) or ids.get(search_key(name)) or "")
        filed = applied.get(found.id) if found else None
        entry = entry_of(row, _texts(found, filed))
        entry.name("id")
        details = columns.read(entry, home)
        wanted, merits = application_lists.read(entry, home)
        if wanted and booths and any(wish.casefold() not in booths for wish in wanted.wishes):
            entry.faults.setdefault("wishes", "no-such-booth")
        places = tuple(place for place in re.split(r"[\s,;]+", row["booth"].text) if place)
        if any(place.casefold() not in booths for place in places):
            entry.faults["booth"] = "no-such-booth"
        called = {found.id if found else code, f"thuế {details.tax_code}", f"tên {search_key(name)}"}
        called -= {"", "thuế ", "tên "}
        if seen & called:
            entry.faults.setdefault("name", "twice-in-list")
        seen |= called
        stated = Stated(details, booth_codes.known(places, booths), wanted, merits, filed)
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
    taken = exhibitors.ids(connection, fair_id) | {line.subject for line in lines}
    fresh = next_ids(exhibitors.PREFIX, taken)
    for line in to_write(lines, progress):
        stated: Stated = line.stated
        id_ = line.subject or next(fresh)
        if line.act == "new":
            exhibitors.add(connection, fair_id, stated.details, id_=id_, at=at, by=by)
        else:
            exhibitors.change(connection, fair_id, id_, stated.details, at=at, by=by)
        for booth in stated.booths:
            exhibitors.join_booth(connection, fair_id, id_, booth, at=at, by=by)
        if stated.wanted is not None:
            _apply(connection, fair_id, id_, stated.wanted, stated, at=at, by=by)
    return done_of(lines)


def by_exhibitor(filed: Iterable[Filed]) -> dict[str, Filed]:
    """The application of each exhibitor that is not over."""
    over = ("refused", "withdrawn")
    return {one.exhibitor: one for one in filed if one.exhibitor and one.state not in over}


def _apply(
    connection: Connection, fair_id: int, id_: str, wanted: Wanted, stated: Stated, *, at: int, by: str
) -> None:
    if stated.filed is not None:
        application = stated.filed.id
        applications.change(connection, fair_id, application, wanted, at=at, by=by)
    else:
        application = applications.file(
            connection, fair_id, wanted, source="organiser", exhibitor=id_, at=at, by=by
        )
        applications.decide(connection, fair_id, application, "accepted", at=at, by=by)
    application_terms.set_merits(connection, fair_id, application, stated.merits, at=at, by=by)


def _act(found: Known | None, stated: Stated) -> Act:
    if found is None:
        return "new"
    same = found.details == stated.details and set(stated.booths) <= set(found.booths)
    if stated.wanted is not None:
        filed = stated.filed
        same &= (
            filed is not None
            and replace(filed.wanted, details=stated.wanted.details) == stated.wanted
            and filed.merits == stated.merits
        )
    return "same" if same else "change"


def _texts(found: Known | None, filed: Filed | None) -> dict[str, str]:
    if found is None:
        return {}
    texts = {name: str(getattr(found.details, name)) for name in Details.__slots__}
    return texts | (application_lists.texts(filed.wanted, filed.merits) if filed else {})

"""The plan of a fair as it is kept: read whole, changed by one pure change at a time, written as differences.

Booths and stands are two rows of one id. The booth is what tills sell at and editions carry; the stand is its
place on the floor. A booth at which something was counted, or somebody stands, never disappears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from fairpos.core.document import NAME_MAX, is_name
from fairpos.core.floor import Floor, Gap, Hall, Landmark, Stand
from fairpos.core.floor_changes import Changed, FreeId
from fairpos.core.search import search_key
from fairpos.ledger import audit, fairs, states, tables

Make = Callable[[Floor, FreeId], Changed]


class StandInUse(ValueError):
    """Somebody stands there, or a till does, or something was sold there: `names` says who."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.names = names


def load(connection: Connection, fair_id: int) -> Floor:
    """The plan as it stands now; empty where nobody has drawn one."""
    return Floor(
        halls=tuple(
            Hall(id=row.id, name=row.name, site=row.site, width=row.width, height=row.height)
            for row in _rows(connection, tables.hall, fair_id, "id")
        ),
        stands=stands(connection, fair_id),
        gaps=tuple(
            Gap(row.hall, row.row, row.after, row.kind)
            for row in _rows(connection, tables.gap, fair_id, "hall", "row", "after")
        ),
        landmarks=tuple(
            Landmark(id=row.id, hall=row.hall, kind=row.kind, name=row.name, x=row.x, y=row.y,
                     width=row.width, height=row.height)
            for row in _rows(connection, tables.landmark, fair_id, "id")
        ),
    )  # fmt: skip


def stands(connection: Connection, fair_id: int) -> tuple[Stand, ...]:
    """The stands of the plan by their ids, without those that were merged or taken off."""
    stand, booth = tables.stand, tables.booth
    found = connection.execute(
        select(stand, booth.c.zone)
        .join(booth, (booth.c.fair_id == stand.c.fair_id) & (booth.c.id == stand.c.id))
        .where(stand.c.fair_id == fair_id, stand.c.gone_at.is_(None))
    )
    return tuple(
        Stand(
            id=row.id,
            zone=row.zone,
            hall=row.hall,
            row=row.row,
            position=row.position,
            code=row.code,
            area=row.area,
            kind=row.kind,
            open_sides=row.open_sides,
            facilities=frozenset(row.facilities.split()),
            state=row.state,
            x=row.x,
            y=row.y,
            width=row.width,
            height=row.height,
        )
        for row in sorted(found, key=lambda row: str(row.id))
    )


def merged(connection: Connection, fair_id: int) -> dict[str, str]:
    """For each booth that another took in, that other one: what it sold still stands under its own id."""
    stand = tables.stand
    rows = connection.execute(
        select(stand.c.id, stand.c.merged_into).where(
            stand.c.fair_id == fair_id, stand.c.merged_into.is_not(None)
        )
    )
    return {row.id: row.merged_into for row in rows}


def change(
    connection: Connection, fair_id: int, make: Make, *, at: int, by: str, reason: str = ""
) -> Changed:
    """Make one change to the plan, with the fair held, and write down what differs.

    Raises floor_changes.Refused, fair_state.Forbidden, StandInUse, fairs.NoSuchFair; then nothing is changed.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "plan")
    before = load(connection, fair_id)
    changed = make(before, _free_ids(connection, fair_id))
    note = _Note(connection, fair_id, at, by, reason)
    _keep_stands(note, before, changed)
    for table, old, new, keys in (
        (tables.hall, before.halls, changed.floor.halls, ("id",)),
        (tables.gap, before.gaps, changed.floor.gaps, ("hall", "row", "after")),
        (tables.landmark, before.landmarks, changed.floor.landmarks, ("id",)),
    ):
        _keep(note, table, [asdict(one) for one in old], [asdict(one) for one in new], keys)
    return changed


def fill(connection: Connection, fair_id: int, floor: Floor) -> None:
    """Write a whole plan for a fair that has booths and no plan yet, as a fixture or a copy brings it."""
    known = {booth.id for booth in fairs.booths(connection, fair_id)}
    missing = [stand for stand in floor.stands if stand.id not in known]
    _insert(
        connection, tables.booth, fair_id,
        [{"id": one.id, "name": one.shown, "zone": one.zone} for one in missing],
    )  # fmt: skip
    _insert(connection, tables.stand, fair_id, [_fields(stand) for stand in floor.stands])
    for table, things in (
        (tables.hall, floor.halls),
        (tables.gap, floor.gaps),
        (tables.landmark, floor.landmarks),
    ):
        _insert(connection, table, fair_id, [asdict(one) for one in things])


def _free_ids(connection: Connection, fair_id: int) -> FreeId:
    booths = tables.booth.c
    taken = {
        str(one).casefold()
        for one in connection.execute(select(booths.id).where(booths.fair_id == fair_id)).scalars()
    }

    def free(code: str) -> str:
        plain = "".join(letter for letter in search_key(code).upper() if is_name(letter))[: NAME_MAX - 8]
        wanted, n = plain or "B", 1
        while wanted.casefold() in taken:
            n += 1
            wanted = f"{plain or 'B'}-{n}"
        taken.add(wanted.casefold())
        return wanted

    return free


@dataclass(frozen=True, slots=True)
class _Note:
    """Who changes what, in one transaction."""

    connection: Connection
    fair_id: int
    at: int
    by: str
    reason: str

    def __call__(
        self, kind: str, subject: str, before: audit.Fields | None, after: audit.Fields | None, act: str = ""
    ) -> None:
        act = act or ("creation" if before is None else "removal" if after is None else "change")
        audit.note(
            self.connection, self.fair_id, kind=kind, subject=subject, act=act, before=before, after=after,
            at=self.at, by=self.by, reason=self.reason,
        )  # fmt: skip


def _fields(stand: Stand) -> dict[str, object]:
    """A stand as its row; the zone is the booth's."""
    fields = asdict(stand)
    del fields["zone"]
    return fields | {"facilities": " ".join(sorted(stand.facilities))}


def _keep_stands(note: _Note, before: Floor, changed: Changed) -> None:
    old = {stand.id: stand for stand in before.stands}
    new = {stand.id: stand for stand in changed.floor.stands}
    made = [stand for id_, stand in new.items() if id_ not in old]
    _insert(
        note.connection, tables.booth, note.fair_id,
        [{"id": stand.id, "name": stand.shown, "zone": stand.zone} for stand in made],
    )  # fmt: skip
    _insert(note.connection, tables.stand, note.fair_id, [_fields(stand) for stand in made])
    for stand in made:
        note("booth", stand.id, None, _fields(stand) | {"zone": stand.zone})
    _give_parts(note, changed)
    for id_, stand in new.items():
        if id_ in old and stand != old[id_]:
            _change_stand(note, old[id_], stand)
    for id_ in sorted(old.keys() - new.keys()):
        if id_ in changed.merged:
            _join(note, old[id_], changed.merged[id_])
        else:
            _take_off(note, old[id_])


def _give_parts(note: _Note, changed: Changed) -> None:
    """Parts of a stand belong to the unit that was given the whole."""
    given = tables.pavilion_stand
    here = (given.c.fair_id == note.fair_id) & (given.c.stand == changed.split)
    unit = note.connection.execute(select(given.c.unit).where(here)).scalar_one_or_none()
    if unit is not None:
        parts = [{"stand": id_, "unit": unit} for id_ in changed.made]
        _insert(note.connection, given, note.fair_id, parts)


def _change_stand(note: _Note, before: Stand, after: Stand) -> None:
    here = _here(tables.stand, note.fair_id, {"id": after.id})
    note.connection.execute(update(tables.stand).where(here).values(**_fields(after)))
    booth = _here(tables.booth, note.fair_id, {"id": after.id})
    if before.zone != after.zone:
        note.connection.execute(update(tables.booth).where(booth).values(zone=after.zone))
    if before.shown != after.shown:
        name = note.connection.execute(select(tables.booth.c.name).where(booth)).scalar_one()
        renamed = rename(name, before.shown, after.shown)
        note.connection.execute(update(tables.booth).where(booth).values(name=renamed))
    note("booth", after.id, _fields(before) | {"zone": before.zone}, _fields(after) | {"zone": after.zone})


def rename(name: str, before: str, after: str) -> str:
    """The name of a booth whose code changes: "Gian A01" follows, "Chả mực Bà Ngần" stays."""
    words = name.split(" ")
    return " ".join(after if word == before else word for word in words)


def _join(note: _Note, gone: Stand, kept: str) -> None:
    """What stood at `gone` stands at `kept` as well; its tills and all it sold stay under its own id."""
    connection, fair_id = note.connection, note.fair_id
    allocation = tables.allocation
    standing = fairs.booths(connection, fair_id)
    there = {booth.id: booth.exhibitors for booth in standing}
    also = [who for who in there[gone.id] if who not in there[kept]]
    _insert(
        connection, allocation, fair_id,
        [{"booth": kept, "exhibitor": who, "position": len(there[kept]) + n} for n, who in enumerate(also)],
    )  # fmt: skip
    here = _here(tables.stand, fair_id, {"id": gone.id})
    connection.execute(update(tables.stand).where(here).values(gone_at=note.at, merged_into=kept))
    note("booth", gone.id, _fields(gone), {"merged_into": kept}, act="merging")


def _take_off(note: _Note, gone: Stand) -> None:
    """Raises StandInUse."""
    connection, fair_id = note.connection, note.fair_id
    exhibitor, allocation, till = tables.exhibitor, tables.allocation, tables.till
    names = connection.execute(
        select(exhibitor.c.name)
        .join(
            allocation,
            (allocation.c.fair_id == exhibitor.c.fair_id) & (allocation.c.exhibitor == exhibitor.c.id),
        )
        .where(allocation.c.fair_id == fair_id, allocation.c.booth == gone.id)
    ).scalars()
    tills = connection.execute(
        select(till.c.id).where(
            till.c.fair_id == fair_id, till.c.place == gone.id, till.c.revoked_at.is_(None)
        )
    ).scalars()
    users = (*names, *tills)
    if users:
        raise StandInUse(*users)
    if not _erase(connection, fair_id, gone.id):
        here = _here(tables.stand, fair_id, {"id": gone.id})
        connection.execute(update(tables.stand).where(here).values(gone_at=note.at))
    note("booth", gone.id, _fields(gone), None)


def _erase(connection: Connection, fair_id: int, id_: str) -> bool:
    """Whether the booth could go for good: nothing was sold at it, and nothing names it."""
    sold = tables.takings_by_hour.c
    counted = select(sold.booth).where(sold.fair_id == fair_id, sold.booth == id_).limit(1)
    if connection.execute(counted).scalar() is not None:
        return False
    try:
        with connection.begin_nested():
            connection.execute(delete(tables.stand).where(_here(tables.stand, fair_id, {"id": id_})))
            connection.execute(delete(tables.booth).where(_here(tables.booth, fair_id, {"id": id_})))
    except IntegrityError:
        return False
    return True


def _keep(
    note: _Note,
    table: Table,
    old: Iterable[dict[str, Any]],
    new: Iterable[dict[str, Any]],
    keys: tuple[str, ...],
) -> None:
    """Bring a small table from one state to the next, row by row that differs."""
    was = {tuple(row[key] for key in keys): row for row in old}
    is_ = {tuple(row[key] for key in keys): row for row in new}
    for place, row in was.items():
        here = _here(table, note.fair_id, {key: row[key] for key in keys})
        after = is_.get(place)
        if after == row:
            continue
        if after is None:
            note.connection.execute(delete(table).where(here))
        else:
            note.connection.execute(update(table).where(here).values(**after))
        note(table.name, " ".join(map(str, place)), row, after)
    made = [row for place, row in is_.items() if place not in was]
    _insert(note.connection, table, note.fair_id, made)
    for row in made:
        note(table.name, " ".join(str(row[key]) for key in keys), None, row)


def _here(table: Table, fair_id: int, keys: Mapping[str, object]) -> Any:
    found = table.c.fair_id == fair_id
    for name, value in keys.items():
        found &= table.c[name] == value
    return found


def _insert(connection: Connection, table: Table, fair_id: int, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [{"fair_id": fair_id, **row} for row in rows])


def _rows(connection: Connection, table: Table, fair_id: int, *keys: str) -> list[Any]:
    found = connection.execute(select(table).where(table.c.fair_id == fair_id))
    # Sorted here, not in SQL: the two databases order text differently.
    return sorted(found, key=lambda row: tuple(getattr(row, key) for key in keys))

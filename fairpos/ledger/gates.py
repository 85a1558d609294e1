"""Gates as they are set up: where they lead, how they count, their devices, and how many a hall may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from fairpos.core.gate import Method
from fairpos.core.secret import hash_secret
from fairpos.ledger import audit, editions, fairs, tables

DeviceKind = Literal["gate", "sensor"]
"""A counter that a person taps, or a program that posts counts."""

PEOPLE_MAX = 1_000_000


class UnknownGate(LookupError):
    """No gate of this id belongs to the fair."""


class NameTaken(ValueError):
    """Another gate that is open has this name."""


class StillCounting(ValueError):
    """A gate with devices that are not shut out is not closed: what they still hold would have no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    id: str
    kind: DeviceKind
    seen_at: int | None
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """A gate. `hall` is "" where it leads into the fair as a whole; `method` is what usually counts there."""

    id: str
    name: str
    hall: str
    method: Method
    closed_at: int | None
    devices: tuple[Device, ...]


def listed(connection: Connection, fair_id: int) -> tuple[GateRow, ...]:
    """Every gate with its devices, the open ones first."""
    till, state = tables.till, tables.till_state
    devices: dict[str, list[Device]] = {}
    rows = connection.execute(
        select(till.c.id, till.c.kind, till.c.place, till.c.revoked_at, state.c.seen_at)
        .select_from(till.outerjoin(state, (state.c.fair_id == till.c.fair_id) & (state.c.till == till.c.id)))
        .where(till.c.fair_id == fair_id, till.c.kind.in_(("gate", "sensor")))
    )
    for row in rows:
        device = Device(id=row.id, kind=row.kind, seen_at=row.seen_at, revoked=row.revoked_at is not None)
        devices.setdefault(row.place, []).append(device)
    gate = tables.gate
    found = [
        GateRow(
            id=row.id,
            name=row.name,
            hall=row.hall,
            method=row.method,
            closed_at=row.closed_at,
            devices=tuple(sorted(devices.get(row.id, ()), key=lambda device: device.id)),
        )
        for row in connection.execute(select(gate).where(gate.c.fair_id == fair_id))
    ]
    return tuple(sorted(found, key=lambda row: (row.closed_at is not None, row.id)))


def one(connection: Connection, fair_id: int, gate_id: str) -> GateRow:
    """Raises UnknownGate."""
    for row in listed(connection, fair_id):
        if row.id == gate_id:
            return row
    raise UnknownGate(gate_id)


def halls_of(connection: Connection, fair_id: int) -> dict[str, str]:
    """The hall each open gate leads into, by gate."""
    gate = tables.gate.c
    rows = connection.execute(
        select(gate.id, gate.hall).where(gate.fair_id == fair_id, gate.closed_at.is_(None))
    )
    return {row.id: row.hall for row in rows}


def add(
    connection: Connection, fair_id: int, *, name: str, hall: str, method: Method, at: int, by: str
) -> str:
    """A new gate, published to the terminals. Returns its id. Raises NameTaken."""
    fairs.bump(connection, fair_id)
    every = listed(connection, fair_id)
    _require_free(every, name)
    taken = {row.id for row in every}
    id_ = next(made for n in range(1, len(taken) + 2) if (made := f"C{n}") not in taken)
    connection.execute(
        insert(tables.gate).values(fair_id=fair_id, id=id_, name=name, hall=hall, method=method)
    )
    after = {"name": name, "hall": hall, "method": method}
    audit.note(
        connection, fair_id, kind="gate", subject=id_, act="creation", before=None, after=after, at=at, by=by
    )
    editions.publish(connection, fair_id, at=at, by=by)
    return id_


def change(
    connection: Connection,
    fair_id: int,
    gate_id: str,
    *,
    name: str,
    hall: str,
    method: Method,
    at: int,
    by: str,
) -> None:
    """Rename a gate or lead it elsewhere. What it counted stays its own. Raises UnknownGate, NameTaken."""
    fairs.bump(connection, fair_id)
    before = one(connection, fair_id, gate_id)
    _require_free([row for row in listed(connection, fair_id) if row.id != gate_id], name)
    values = {"name": name, "hall": hall, "method": method}
    old = {"name": before.name, "hall": before.hall, "method": before.method}
    if values == old:
        return
    _set(connection, fair_id, gate_id, values)
    audit.note(
        connection,
        fair_id,
        kind="gate",
        subject=gate_id,
        act="change",
        before=old,
        after=values,
        at=at,
        by=by,
    )
    editions.publish(connection, fair_id, at=at, by=by)


def close(connection: Connection, fair_id: int, gate_id: str, *, at: int, by: str) -> None:
    """Use a gate no longer. Raises UnknownGate, StillCounting."""
    fairs.bump(connection, fair_id)
    before = one(connection, fair_id, gate_id)
    if any(not device.revoked for device in before.devices):
        raise StillCounting(gate_id)
    if before.closed_at is None:
        _note_closing(connection, fair_id, gate_id, None, at, act="closing", at=at, by=by)


def reopen(connection: Connection, fair_id: int, gate_id: str, *, at: int, by: str) -> None:
    """Raises UnknownGate, NameTaken."""
    fairs.bump(connection, fair_id)
    before = one(connection, fair_id, gate_id)
    if before.closed_at is not None:
        _require_free([row for row in listed(connection, fair_id) if row.id != gate_id], before.name)
        _note_closing(connection, fair_id, gate_id, before.closed_at, None, act="reopening", at=at, by=by)


def add_device(
    connection: Connection, fair_id: int, gate_id: str, kind: DeviceKind, *, code: str, at: int, by: str
) -> str:
    """One more counter or sensor for a gate, to be enrolled with `code`. Raises UnknownGate."""
    fairs.bump(connection, fair_id)
    gate = one(connection, fair_id, gate_id)
    if gate.closed_at is not None:
        raise UnknownGate(gate_id)
    taken = {till.id for till in fairs.tills(connection, fair_id)}
    first = f"{'G' if kind == 'gate' else 'S'}-{gate_id}"
    id_ = next(
        made for n in range(1, len(taken) + 2) if (made := first if n == 1 else f"{first}-{n}") not in taken
    )
    connection.execute(
        insert(tables.till).values(
            fair_id=fair_id, id=id_, kind=kind, place=gate_id, code_hash=hash_secret(code)
        )
    )
    after = {"kind": kind, "place": gate_id}
    audit.note(
        connection, fair_id, kind="till", subject=id_, act="creation", before=None, after=after, at=at, by=by
    )
    editions.publish(connection, fair_id, at=at, by=by)
    return id_


def name_method(
    connection: Connection, fair_id: int, gate_id: str, day: str, method: Method, *, at: int, by: str
) -> None:
    """Say which method stands for a gate on a day. Raises UnknownGate."""
    fairs.bump(connection, fair_id)
    one(connection, fair_id, gate_id)
    table = tables.gate_day
    here = (table.c.fair_id == fair_id) & (table.c.gate == gate_id) & (table.c.day == day)
    before = connection.execute(select(table.c.method).where(here)).scalar()
    connection.execute(delete(table).where(here))
    connection.execute(insert(table).values(fair_id=fair_id, gate=gate_id, day=day, method=method))
    audit.note(
        connection,
        fair_id,
        kind="gate",
        subject=gate_id,
        act="method",
        before={"day": day, "method": before},
        after={"day": day, "method": method},
        at=at,
        by=by,
    )


def capacities(connection: Connection, fair_id: int) -> Mapping[str, int]:
    """How many people each hall may hold; "" is the whole fair."""
    return {one.hall: one.people for one in fairs.capacities(connection, fair_id)}


def set_capacity(
    connection: Connection, fair_id: int, hall: str, people: int | None, *, at: int, by: str
) -> None:
    """State how many a hall may hold, and tell the gates; None: nobody knows."""
    fairs.bump(connection, fair_id)
    table = tables.capacity
    before = capacities(connection, fair_id).get(hall)
    connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.hall == hall))
    if people is not None:
        assert 0 < people <= PEOPLE_MAX, "a capacity is a number of people"
        connection.execute(insert(table).values(fair_id=fair_id, hall=hall, people=people))
    audit.note(
        connection,
        fair_id,
        kind="capacity",
        subject=hall or "-",
        act="change",
        before={"people": before},
        after={"people": people},
        at=at,
        by=by,
    )
    editions.publish_changed(connection, fair_id, at=at, by=by)


def _require_free(others: tuple[GateRow, ...] | list[GateRow], name: str) -> None:
    if any(row.closed_at is None and row.name.casefold() == name.casefold() for row in others):
        raise NameTaken(name)


def _note_closing(
    connection: Connection,
    fair_id: int,
    gate_id: str,
    before: int | None,
    after: int | None,
    *,
    act: str,
    at: int,
    by: str,
) -> None:
    _set(connection, fair_id, gate_id, {"closed_at": after})
    sides = {"closed_at": before}, {"closed_at": after}
    audit.note(
        connection,
        fair_id,
        kind="gate",
        subject=gate_id,
        act=act,
        before=sides[0],
        after=sides[1],
        at=at,
        by=by,
    )


def _set(connection: Connection, fair_id: int, gate_id: str, values: Mapping[str, object]) -> None:
    table = tables.gate
    changed = connection.execute(
        update(table).where(table.c.fair_id == fair_id, table.c.id == gate_id).values(**values)
    )
    if changed.rowcount != 1:
        raise UnknownGate(gate_id)

"""What the gates counted: by day, hour, gate, direction, method and whom, and which of it are visits.

Two methods at one gate count the same people twice. So one method stands for a gate and day, and figures of
visits are made here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from fairpos.core.business_day import hour_of
from fairpos.core.gate import (
    OFFICE,
    Category,
    Counts,
    Decisions,
    Direction,
    GateCount,
    Method,
    Passed,
    decided,
)
from fairpos.ledger import tables
from fairpos.wire import documents


def read(connection: Connection, fair_id: int, *, day: str | None = None) -> Counts:
    """What a fair's gates counted, on one day or on all."""
    passed = (*_rows(connection, fair_id, day), *_others(connection, fair_id, day))
    return Counts(passed, _decisions(connection, fair_id, passed))


def visits_by_hour(connection: Connection, fair_id: int) -> dict[tuple[str, int], int]:
    """Visits by day and clock hour, all gates."""
    sums: dict[tuple[str, int], int] = {}
    passed = _rows(connection, fair_id, None)
    for one in Counts(passed, _decisions(connection, fair_id, passed)).visits():
        sums[one.day, one.hour] = sums.get((one.day, one.hour), 0) + one.count
    return sums


def visits_by_day(connection: Connection, fair_id: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (day, _), count in visits_by_hour(connection, fair_id).items():
        sums[day] = sums.get(day, 0) + count
    return sums


def _rows(connection: Connection, fair_id: int, day: str | None) -> tuple[Passed, ...]:
    rollup = tables.visits_by_hour
    asked = select(rollup).where(rollup.c.fair_id == fair_id)
    if day is not None:
        asked = asked.where(rollup.c.day == day)
    return tuple(
        Passed(day_, hour, gate, direction, method, "visitor", count)
        for _, day_, hour, gate, direction, method, count in connection.execute(asked)
    )


def _others(connection: Connection, fair_id: int, day: str | None) -> tuple[Passed, ...]:
    rollup = tables.others_by_hour
    asked = select(rollup).where(rollup.c.fair_id == fair_id)
    if day is not None:
        asked = asked.where(rollup.c.day == day)
    return tuple(
        Passed(row.day, row.hour, row.gate, row.direction, row.method, row.category, row._mapping["count"])
        for row in connection.execute(asked)
    )


def _decisions(connection: Connection, fair_id: int, passed: Iterable[Passed]) -> Decisions:
    gate, named = tables.gate, tables.gate_day
    usual: dict[str, Method] = {
        row.id: row.method
        for row in connection.execute(select(gate.c.id, gate.c.method).where(gate.c.fair_id == fair_id))
    }
    chosen: dict[tuple[str, str], Method] = {
        (row.gate, row.day): row.method
        for row in connection.execute(select(named).where(named.c.fair_id == fair_id))
    }
    return decided(passed, named=chosen, usual=usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedIn:
    """One document of the office: what a person typed about a gate, who and when (Unix ms)."""

    at: int
    by: str
    hour: int
    gate: str
    direction: Direction
    category: Category
    method: Method
    count: int
    reason: str


def typed_in(connection: Connection, fair_id: int, day: str) -> tuple[TypedIn, ...]:
    """What people typed for a day and what counts, the newest first."""
    stream, entry, document = tables.stream, tables.entry, tables.document
    # By stream, and its documents by their ids: a fair's documents are a million, its office's a few dozen.
    rows = connection.execute(
        select(entry.c.stream_no, entry.c.seq, entry.c.body)
        .join(stream, (stream.c.fair_id == entry.c.fair_id) & (stream.c.no == entry.c.stream_no))
        .where(stream.c.fair_id == fair_id, stream.c.terminal.startswith(f"{OFFICE}-"))
        .order_by(entry.c.stream_no.desc(), entry.c.seq.desc())
    ).all()
    places = select(document.c.stream_no, document.c.seq, document.c.day, document.c.at)
    found = []
    for row in rows:
        made = documents.read(bytes(row.body))
        if not isinstance(made, GateCount):
            continue
        here = places.where(document.c.fair_id == fair_id, document.c.id == made.id)
        counted = connection.execute(here).one_or_none()
        # One that came again in a later stream is counted, and shown, once.
        if counted is None or (counted.stream_no, counted.seq, counted.day) != (row.stream_no, row.seq, day):
            continue
        found.append(
            TypedIn(
                at=made.at,
                by=made.by,
                hour=hour_of(counted.at),
                gate=made.gate,
                direction=made.direction,
                category=made.category,
                method=made.method,
                count=made.count,
                reason=made.reason,
            )
        )
    return tuple(found)

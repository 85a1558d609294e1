"""Long work of a fair: imports, allocations, recounts, exports. Its row says how far it is.

Whoever does it says every few seconds that it lives (`hear`). A row that runs and has fallen silent was
interrupted: its program ended, and nobody needs to have written that down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update

from fairpos.ledger import fairs, tables

State = Literal["running", "done", "failed", "cancelled", "interrupted"]

SILENT_MS = 30_000
"""Work that was not heard of for so long was interrupted."""


class NoSuchWork(LookupError):
    """No work of this number belongs to the fair."""


class AlreadyAtWork(RuntimeError):
    """Work of this kind runs at this fair; `number` is the one."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class NotInterrupted(RuntimeError):
    """The work runs or has ended: there is nothing to take up again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One piece of long work. `total` is None while nobody knows how much there is; `message` is a message
    to be translated; `result` is the path of the site where the outcome is shown."""

    number: int
    kind: str
    state: State
    done: int
    total: int | None
    message: str
    input: Mapping[str, Any]
    bookmark: str
    result: str
    by: str
    started_at: int
    ended_at: int | None
    cancel_asked: bool


def begin(
    connection: Connection, fair_id: int, *, kind: str, input: Mapping[str, Any], at: int, by: str
) -> int:
    """Note work that starts now, and return its number. Raises AlreadyAtWork while one of its kind runs."""
    fairs.bump(connection, fair_id)
    for one in listed(connection, fair_id, now=at, kind=kind):
        if one.state == "running":
            raise AlreadyAtWork(one.number)
    table = tables.work
    newest = select(func.max(table.c.number)).where(table.c.fair_id == fair_id)
    number = (connection.execute(newest).scalar_one() or 0) + 1
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            number=number,
            kind=kind,
            state="running",
            input=json.dumps(dict(input), ensure_ascii=False, sort_keys=True),
            by=by,
            started_at=at,
            heard_at=at,
        )
    )
    return number


def take_up(connection: Connection, fair_id: int, number: int, *, at: int) -> Work:
    """Let interrupted work run again from its bookmark. Raises NoSuchWork, NotInterrupted, AlreadyAtWork."""
    fairs.bump(connection, fair_id)
    found = find(connection, fair_id, number, now=at)
    if found.state != "interrupted":
        raise NotInterrupted(str(number))
    for one in listed(connection, fair_id, now=at, kind=found.kind):
        if one.state == "running":
            raise AlreadyAtWork(one.number)
    _set(connection, fair_id, number, {"heard_at": at, "cancel_asked": False})
    return find(connection, fair_id, number, now=at)


def hear(connection: Connection, fair_id: int, number: int, *, at: int, **how_far: object) -> bool:
    """Note that the work lives and how far it is (done, total, message, bookmark). True: it is to stop."""
    table = tables.work
    raised = (
        update(table)
        .where(table.c.fair_id == fair_id, table.c.number == number)
        .values(heard_at=at, **how_far)
        .returning(table.c.cancel_asked)
    )
    return bool(connection.execute(raised).scalar_one())


def end(
    connection: Connection,
    fair_id: int,
    number: int,
    *,
    state: Literal["done", "failed", "cancelled"],
    at: int,
    result: str = "",
    message: str = "",
) -> None:
    """Note that the work is over."""
    fairs.bump(connection, fair_id)
    _set(
        connection,
        fair_id,
        number,
        {"state": state, "ended_at": at, "heard_at": at, "result": result, "message": message},
    )


def ask_to_stop(connection: Connection, fair_id: int, number: int) -> None:
    """Let running work stop at its next step; what has ended stays as it is. Raises NoSuchWork."""
    _set(connection, fair_id, number, {"cancel_asked": True})


def find(connection: Connection, fair_id: int, number: int, *, now: int) -> Work:
    """Raises NoSuchWork."""
    table = tables.work
    row = connection.execute(
        select(table).where(table.c.fair_id == fair_id, table.c.number == number)
    ).one_or_none()
    if row is None:
        raise NoSuchWork(str(number))
    return _work(row, now)


def listed(
    connection: Connection, fair_id: int, *, now: int, kind: str | None = None, limit: int = 50
) -> tuple[Work, ...]:
    """The newest first."""
    table = tables.work
    asked = select(table).where(table.c.fair_id == fair_id)
    if kind is not None:
        asked = asked.where(table.c.kind == kind)
    rows = connection.execute(asked.order_by(table.c.number.desc()).limit(limit))
    return tuple(_work(row, now) for row in rows)


def _work(row: Any, now: int) -> Work:
    silent = row.state == "running" and now - row.heard_at > SILENT_MS
    return Work(
        number=row.number,
        kind=row.kind,
        state="interrupted" if silent else row.state,
        done=row.done,
        total=row.total,
        message=row.message,
        input=json.loads(row.input),
        bookmark=row.bookmark,
        result=row.result,
        by=row.by,
        started_at=row.started_at,
        ended_at=row.ended_at,
        cancel_asked=row.cancel_asked,
    )


def _set(connection: Connection, fair_id: int, number: int, values: Mapping[str, object]) -> None:
    table = tables.work
    changed = connection.execute(
        update(table).where(table.c.fair_id == fair_id, table.c.number == number).values(**values)
    )
    if changed.rowcount != 1:
        raise NoSuchWork(str(number))

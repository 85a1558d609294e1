"""Long work of a fair: imports, allocations, recounts, exports. Its row says how far it is.

Whoever does it says every few seconds that it lives (`hear`). A row that runs and has fallen silent was
interrupted: its program ended, and nobody needs to have written that down. Work that is taken up again has
another `turn`, and whoever had the turn before can neither go on with it nor end it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from fairpos.ledger import fairs, tables, work_files

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
    to be translated; `result` is the path of the site where the outcome is shown, `told` what it was."""

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
    turn: int
    told: Mapping[str, Any]


def begin(
    connection: Connection, fair_id: int, *, kind: str, input: Mapping[str, Any], at: int, by: str
) -> int:
    """Note work that starts now, and return its number. Raises AlreadyAtWork while one of its kind runs."""
    fairs.bump(connection, fair_id)
    require_none(connection, fair_id, kind, now=at)
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


def require_none(connection: Connection, fair_id: int, kind: str, *, now: int) -> None:
    """Raises AlreadyAtWork while work of this kind runs at the fair."""
    for one in listed(connection, fair_id, now=now, kind=kind):
        if one.state == "running":
            raise AlreadyAtWork(one.number)


def take_up(connection: Connection, fair_id: int, number: int, *, at: int) -> Work:
    """Let interrupted work run again from its bookmark. Raises NoSuchWork, NotInterrupted, AlreadyAtWork."""
    fairs.bump(connection, fair_id)
    found = find(connection, fair_id, number, now=at)
    if found.state != "interrupted":
        raise NotInterrupted(str(number))
    require_none(connection, fair_id, found.kind, now=at)
    _set(connection, fair_id, number, {"heard_at": at, "cancel_asked": False, "turn": found.turn + 1})
    return find(connection, fair_id, number, now=at)


def hear(connection: Connection, fair_id: int, number: int, *, turn: int, at: int, **how_far: object) -> bool:
    """Note that the work lives and how far it is (done, total, message, bookmark). True: it is to stop,
    because somebody asked for that, or because it is over or another's turn."""
    table = tables.work
    raised = (
        update(table)
        .where(_mine(fair_id, number, turn))
        .values(heard_at=at, **how_far)
        .returning(table.c.cancel_asked)
    )
    return connection.execute(raised).scalar_one_or_none() is not False


def end(
    connection: Connection,
    fair_id: int,
    number: int,
    *,
    turn: int,
    state: Literal["done", "failed", "cancelled"],
    at: int,
    result: str = "",
    message: str = "",
    told: Mapping[str, Any] | None = None,
) -> bool:
    """Note that the work is over. False, and nothing was changed, where it was over or another's turn before.

    What does not end well leaves no file behind.
    """
    fairs.bump(connection, fair_id)
    ended = connection.execute(
        update(tables.work)
        .where(_mine(fair_id, number, turn))
        .values(
            state=state,
            ended_at=at,
            heard_at=at,
            result=result,
            message=message,
            told=json.dumps(dict(told or {}), ensure_ascii=False, sort_keys=True),
        )
    )
    if ended.rowcount == 1 and state != "done":
        work_files.drop(connection, fair_id, number)
    return ended.rowcount == 1


def ask_to_stop(connection: Connection, fair_id: int, number: int, *, now: int) -> None:
    """Let running work stop at its next step; interrupted work is over at once, and what has ended stays as
    it is. Raises NoSuchWork."""
    found = find(connection, fair_id, number, now=now)
    if found.state == "interrupted":
        end(connection, fair_id, number, turn=found.turn, state="cancelled", at=now)
    elif found.state == "running":
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
        turn=row.turn,
        told=json.loads(row.told or "{}"),
    )


def _mine(fair_id: int, number: int, turn: int) -> ColumnElement[bool]:
    """Whether the work still runs and is this turn's."""
    table = tables.work
    return and_(
        table.c.fair_id == fair_id,
        table.c.number == number,
        table.c.turn == turn,
        table.c.state == "running",
    )


def _set(connection: Connection, fair_id: int, number: int, values: Mapping[str, object]) -> None:
    table = tables.work
    changed = connection.execute(
        update(table).where(table.c.fair_id == fair_id, table.c.number == number).values(**values)
    )
    if changed.rowcount != 1:
        raise NoSuchWork(str(number))

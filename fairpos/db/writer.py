"""One writer that commits all waiting work together.

A flushed commit costs milliseconds whatever is in it, so a commit for every sale collapses exactly when a
hall is busy. Work that is waiting shares one: each piece runs in its own savepoint, so a piece that fails
takes nothing of its neighbours with it, and nobody is answered before the commit has returned.

Work of one kind (pushes of entries) can go further and be done in one sweep: its handler is given everything
that waits for it at once. Only if that fails is it asked again, item by item.

There are two lanes. `live` work goes first; `bulk` work (a terminal emptying a day's backlog) fills what is
left of a group and is bounded, so that a live sale never waits behind more than one group.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from fairpos.db.database import Database

Item = TypeVar("Item")
Result = TypeVar("Result")
Lane = Literal["live", "bulk"]
Handler = Callable[[Connection, Sequence[Item]], Sequence[Result]]

GROUP_WEIGHT_MAX = 1_000
"""The weight (roughly: entries) of the bulk work that one commit takes."""


class WriterStopped(RuntimeError):
    """The program is shutting down; the work was not done."""


@dataclass(slots=True)
class _Piece:
    handler: Handler[Any, Any]
    item: Any
    weight: int
    future: Future[Any]


def _each(connection: Connection, works: Sequence[Callable[[Connection], Any]]) -> list[Any]:
    assert len(works) == 1, "work of different kinds is done one by one"
    return [works[0](connection)]


class Writer:
    """A thread that owns the writing of one database."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._lanes: dict[Lane, deque[_Piece]] = {"live": deque(), "bulk": deque()}
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"{name}-writer", daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[[Connection], Result], *, lane: Lane = "live", weight: int = 1
    ) -> Future[Result]:
        """Queue a piece of work. Its future resolves after the commit that holds it, or raises for it."""
        return self.submit_to(_each, work, lane=lane, weight=weight)

    def submit_to(
        self, handler: Handler[Item, Result], item: Item, *, lane: Lane = "live", weight: int = 1
    ) -> Future[Result]:
        """Queue an item for a handler, which gets all its waiting items together and gives a result for each.

        The future resolves after the commit that holds the item, or raises for it.
        """
        piece = _Piece(handler, item, weight, Future())
        with self._wake:
            if self._stopping:
                raise WriterStopped
            self._lanes[lane].append(piece)
            self._wake.notify()
        return piece.future

    def do(self, work: Callable[[Connection], Result], *, lane: Lane = "live", weight: int = 1) -> Result:
        """Queue a piece of work and wait until it is committed."""
        return self.submit(work, lane=lane, weight=weight).result()

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while group := self._next_group():
            # A request that was given up may have cancelled its piece. From here on none can be cancelled.
            self._commit([piece for piece in group if piece.future.set_running_or_notify_cancel()])

    def _next_group(self) -> list[_Piece]:
        live, bulk = self._lanes["live"], self._lanes["bulk"]
        with self._wake:
            self._wake.wait_for(lambda: live or bulk or self._stopping)
            group: list[_Piece] = []
            weight = 0
            while live and weight < GROUP_WEIGHT_MAX:
                group.append(live.popleft())
                weight += group[-1].weight
            while bulk and (not group or weight + bulk[0].weight <= GROUP_WEIGHT_MAX):
                group.append(bulk.popleft())
                weight += group[-1].weight
            return group

    def _commit(self, group: list[_Piece]) -> None:
        outcomes: list[tuple[_Piece, Any, BaseException | None]] = []
        try:
            with self._database.writing() as connection:
                for handler, run in groupby(group, lambda piece: piece.handler):
                    pieces = list(run)
                    if handler is _each:
                        outcomes += (_alone(connection, piece) for piece in pieces)
                    else:
                        outcomes += _together(connection, handler, pieces)
        except BaseException as error:
            # Begin or commit itself failed (disk full, lost server): nothing of the group was kept, and each
            # sender is told so. They all still hold their documents.
            for piece in group:
                piece.future.set_exception(error)
            return
        for piece, result, failure in outcomes:
            if failure is None:
                piece.future.set_result(result)
            else:
                piece.future.set_exception(failure)


def _together(
    connection: Connection, handler: Handler[Any, Any], pieces: list[_Piece]
) -> list[tuple[_Piece, Any, BaseException | None]]:
    try:
        with connection.begin_nested():
            results = handler(connection, [piece.item for piece in pieces])
    except Exception:
        if not _still_open(connection):
            raise
        return [_alone(connection, piece) for piece in pieces]
    return [(piece, result, None) for piece, result in zip(pieces, results, strict=True)]


def _alone(connection: Connection, piece: _Piece) -> tuple[_Piece, Any, BaseException | None]:
    try:
        with connection.begin_nested():
            return piece, piece.handler(connection, [piece.item])[0], None
    except Exception as error:
        if not _still_open(connection):
            raise
        return piece, None, error


def _still_open(connection: Connection) -> bool:
    """A full disk makes SQLite roll back the whole transaction, not only the savepoint: then the neighbours'
    work is gone too, and none of them may be told otherwise."""
    return bool(getattr(connection.connection.driver_connection, "in_transaction", True))

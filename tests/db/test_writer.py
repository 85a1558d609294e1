"""The one writer: who shares a commit, who is told what, and when."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from fairpos.db.database import Database
from fairpos.db.writer import GROUP_WEIGHT_MAX, Writer, WriterStopped


@pytest.fixture
def shelf(database: Database) -> Database:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE shelf (id INTEGER PRIMARY KEY)"))
    return database


@pytest.fixture
def writer(shelf: Database) -> Iterator[Writer]:
    writer = Writer(shelf, "test")
    yield writer
    writer.stop()


class Gate:
    """Holds the writer in one piece of work, so that what is queued meanwhile becomes one group."""

    def __init__(self, writer: Writer) -> None:
        self._entered, self._opened = threading.Event(), threading.Event()
        self.future = writer.submit(self._wait)
        assert self._entered.wait(10)

    def _wait(self, _connection: Connection) -> None:
        self._entered.set()
        assert self._opened.wait(10)

    def open(self) -> None:
        self._opened.set()


def put(id_: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO shelf VALUES (:id)"), {"id": id_})
        return id_

    return work


def kept(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.execute(text("SELECT id FROM shelf ORDER BY id")).scalars())


def commits(database: Database) -> list[int]:
    """Grows by one with each commit from now on."""
    counted: list[int] = []
    event.listen(database.engine, "commit", lambda _connection: counted.append(1))
    return counted


def test_work_is_done_and_its_result_given_back(writer: Writer, shelf: Database) -> None:
    assert writer.do(put(1)) == 1
    assert kept(shelf) == [1]


def test_all_work_that_waits_shares_one_commit(writer: Writer, shelf: Database) -> None:
    gate = Gate(writer)
    counted = commits(shelf)
    futures = [writer.submit(put(id_)) for id_ in range(50)]
    gate.open()
    assert [future.result(10) for future in futures] == list(range(50))
    assert len(counted) == 2  # the gate's own, and one for the fifty
    assert kept(shelf) == list(range(50))


def test_a_piece_that_fails_takes_no_neighbour_with_it(writer: Writer, shelf: Database) -> None:
    def half(connection: Connection) -> None:
        put(3)(connection)
        raise ZeroDivisionError

    gate = Gate(writer)
    before, broken, refused, after = (writer.submit(work) for work in (put(1), half, put(1), put(2)))
    gate.open()
    assert (before.result(10), after.result(10)) == (1, 2)
    assert isinstance(broken.exception(10), ZeroDivisionError)
    assert isinstance(refused.exception(10), IntegrityError)
    assert kept(shelf) == [1, 2]


def test_nobody_is_answered_before_the_commit(writer: Writer, shelf: Database) -> None:
    answered: list[bool] = []
    gate = Gate(writer)
    futures = [writer.submit(put(id_)) for id_ in range(3)]
    event.listen(shelf.engine, "commit", lambda _c: answered.append(any(future.done() for future in futures)))
    gate.open()
    assert [future.result(10) for future in futures] == [0, 1, 2]
    assert answered == [False, False]


def test_a_commit_that_fails_is_told_to_everyone_and_keeps_nothing(writer: Writer, shelf: Database) -> None:
    def fail(_connection: Connection) -> None:
        raise OSError("the disk is full")

    gate = Gate(writer)
    futures = [writer.submit(put(id_)) for id_ in range(3)]
    event.listen(shelf.engine, "commit", fail)
    gate.open()
    assert isinstance(gate.future.exception(10), OSError)
    assert all(isinstance(future.exception(10), OSError) for future in futures)
    event.remove(shelf.engine, "commit", fail)
    assert kept(shelf) == []
    assert writer.do(put(7)) == 7


def test_a_transaction_that_the_database_ended_by_itself_is_told_to_everyone_in_it(sqlite_url: str) -> None:
    # SQLite may do so when a disk is full. What was done before in the same group is gone with it.
    database = Database(sqlite_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE shelf (id INTEGER PRIMARY KEY)"))

    def lost(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        raise OSError("the disk is full")

    writer = Writer(database, "test")
    gate = Gate(writer)
    before, broken, after = (writer.submit(work) for work in (put(1), lost, put(2)))
    gate.open()
    told = [future.exception(10) is None for future in (before, broken, after)]
    assert told == [False, False, False]
    assert kept(database) == []
    assert writer.do(put(3)) == 3
    assert kept(database) == [3]
    writer.stop()
    database.close()


def test_live_work_goes_before_bulk_work_that_came_earlier(writer: Writer) -> None:
    done: list[str] = []

    def note(name: str) -> Callable[[Connection], None]:
        return lambda _connection: done.append(name)

    gate = Gate(writer)
    futures = [writer.submit(note(f"bulk {n}"), lane="bulk", weight=GROUP_WEIGHT_MAX) for n in range(3)]
    futures += [writer.submit(note(f"live {n}")) for n in range(2)]
    gate.open()
    for future in futures:
        future.result(10)
    assert done == ["live 0", "live 1", "bulk 0", "bulk 1", "bulk 2"]


def test_one_commit_takes_a_bounded_weight_of_bulk_work(writer: Writer, shelf: Database) -> None:
    gate = Gate(writer)
    counted = commits(shelf)
    half = GROUP_WEIGHT_MAX // 2
    futures = [writer.submit(put(id_), lane="bulk", weight=half) for id_ in range(4)]
    gate.open()
    assert [future.result(10) for future in futures] == [0, 1, 2, 3]
    assert len(counted) == 3


def test_bulk_work_heavier_than_any_group_is_done_all_the_same(writer: Writer) -> None:
    assert writer.do(put(1), lane="bulk", weight=GROUP_WEIGHT_MAX * 10) == 1


def test_work_that_was_given_up_before_its_turn_is_not_done_and_hurts_nobody(
    writer: Writer, shelf: Database
) -> None:
    # A request that runs into its own limit cancels its future.
    gate = Gate(writer)
    first, second = writer.submit(put(1)), writer.submit(put(2))
    assert first.cancel()
    gate.open()
    assert second.result(10) == 2
    with pytest.raises(CancelledError):
        first.result(10)
    assert kept(shelf) == [2]
    assert writer.do(put(3)) == 3


def test_work_that_has_begun_cannot_be_given_up_any_more(writer: Writer) -> None:
    gate = Gate(writer)
    assert not gate.future.cancel()
    gate.open()
    assert gate.future.result(10) is None


def test_a_stop_finishes_what_is_queued_and_takes_nothing_more(shelf: Database) -> None:
    writer = Writer(shelf, "test")
    gate = Gate(writer)
    futures = [writer.submit(put(id_), lane="bulk") for id_ in range(3)]
    stopping = threading.Thread(target=writer.stop)
    stopping.start()
    gate.open()
    stopping.join(10)
    assert [future.result(10) for future in futures] == [0, 1, 2]
    assert kept(shelf) == [0, 1, 2]
    with pytest.raises(WriterStopped):
        writer.submit(put(9))


# --- work of one kind, done in one sweep -----------------------------------------------------------


class Sweep:
    """A handler that puts items on the shelf, all at once, and remembers how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, connection: Connection, ids: Sequence[int]) -> list[int]:
        self.asked.append(len(ids))
        connection.execute(text("INSERT INTO shelf VALUES (:id)"), [{"id": id_} for id_ in ids])
        return [id_ * 10 for id_ in ids]


def test_items_of_one_handler_are_done_together_and_each_gets_its_own_result(
    writer: Writer, shelf: Database
) -> None:
    sweep = Sweep()
    gate = Gate(writer)
    futures = [writer.submit_to(sweep, id_) for id_ in (3, 1, 2)]
    gate.open()
    assert [future.result(10) for future in futures] == [30, 10, 20]
    assert sweep.asked == [3]
    assert kept(shelf) == [1, 2, 3]


def test_when_a_sweep_fails_only_the_guilty_item_does(writer: Writer, shelf: Database) -> None:
    sweep = Sweep()
    gate = Gate(writer)
    futures = [writer.submit_to(sweep, id_) for id_ in (1, 2, 1, 3)]
    gate.open()
    assert [future.exception(10) is None for future in futures] == [True, True, False, True]
    assert sweep.asked == [4, 1, 1, 1, 1]
    assert kept(shelf) == [1, 2, 3]


def test_other_work_between_items_keeps_its_place(writer: Writer, shelf: Database) -> None:
    sweep = Sweep()
    seen: list[int] = []

    def look(connection: Connection) -> None:
        seen.extend(connection.execute(text("SELECT id FROM shelf ORDER BY id")).scalars())

    gate = Gate(writer)
    futures: list[Future[Any]] = [
        writer.submit_to(sweep, 1),
        writer.submit_to(sweep, 2),
        writer.submit(look),
        writer.submit_to(sweep, 3),
    ]
    gate.open()
    for future in futures:
        future.result(10)
    assert seen == [1, 2]
    assert sweep.asked == [2, 1]

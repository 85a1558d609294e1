"""What the simulation found in the product, each in the fewest steps that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import Connection

from fairpos.ledger import recount
from fairpos.server.sync import HELLO
from tests.simulation import cashier
from tests.simulation.disk import Disk, Scribe
from tests.simulation.fair import World
from tests.simulation.invariants import check_at_the_end
from tests.simulation.plan import Plan, Weather


def test_work_in_a_commit_that_meets_a_full_disk_is_not_called_done(tmp_path: Path) -> None:
    """SQLite rolls back the whole transaction when a page does not fit, not only the savepoint."""
    disk = Disk(tmp_path / "full.sqlite3", b"")
    database = disk.open()
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (id INTEGER PRIMARY KEY, body BLOB)")
        connection.exec_driver_sql("CREATE TABLE large (id INTEGER PRIMARY KEY, body BLOB)")
        connection.exec_driver_sql("INSERT INTO kept VALUES (1, 'the first sale')")

    def small(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO kept VALUES (2, 'a sale')")

    def large(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO large VALUES (1, zeroblob(100000))")

    disk.fill(True)
    scribe = Scribe(database, disk)
    scribe.gathering = True
    answers = [scribe.submit(small), scribe.submit(large)]
    scribe.flush()
    done = [answer for answer in answers if answer.exception() is None]
    with database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM kept").scalar_one()
    disk.close()
    assert (len(done), kept) == (0, 1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One terminal, one tablet at the gate, and nothing goes wrong by itself."""
    nothing: dict[str, Any] = {field.name: 0 for field in fields(Plan)}
    calm = Weather(**{field.name: 0 for field in fields(Weather)} | {"latency_ms": 1})
    plan = Plan(**nothing | {"seed": 1, "terminals": 1, "tills": 1, "booth": calm, "hall": calm})
    found = World(plan, tmp_path)
    _let_pass(found, 1_000)
    yield found
    found.close()


def _let_pass(world: World, ms: int) -> None:
    world.agenda.run(world.agenda.now + ms)


def _cut_and_sell(world: World) -> None:
    """What is sold now reaches the terminal and not the centre."""
    world.terminals[0].line.cut_until = world.agenda.now + 3_600_000
    world.booths[0].till.work(0)
    _let_pass(world, 60_000)
    assert world.booths[0].till.pending == 0


def _deliver_late(world: World, number: int) -> None:
    """The message of this number that the terminal said reaches the centre now."""
    terminal = world.terminals[0]
    path, body, signature = terminal.captured[number]
    assert path == HELLO
    world.centre.came_late((terminal.name, path, body, signature))
    _let_pass(world, 5_000)


def _settle(world: World) -> None:
    world.heal()
    world.drain()
    check_at_the_end(world)


def test_a_hello_that_comes_late_freezes_no_stream(world: World) -> None:
    """It names a shorter journal than the centre has by now, as a disk that went back would."""
    world.booths[0].till.work(0)
    _let_pass(world, 60_000)
    _deliver_late(world, 0)
    _settle(world)
    assert len(world.terminals[0].journals()) == 1


def test_a_terminal_that_once_named_a_longer_journal_has_gone_back(world: World) -> None:
    """The centre held none of the entries that are gone, but it had heard of them."""
    copy = world.terminals[0].copy()
    _cut_and_sell(world)
    _deliver_late(world, -1)
    world.terminals[0].put_back(copy, silently=True)
    _settle(world)
    assert len(world.terminals[0].journals()) == 2


def test_a_clock_that_falls_back_to_1970_does_not_silence_its_terminal(world: World) -> None:
    terminal = world.terminals[0]
    terminal.clock.step(86_400_000)
    _let_pass(world, 60_000)
    terminal.clock.to_1970()
    world.booths[0].till.work(0)
    _settle(world)


def test_a_terminal_that_goes_back_unseen_is_given_its_documents_again(world: World) -> None:
    """It was restored together with the centre, or had no line. The tablet still has every document."""
    copy = world.terminals[0].copy()
    _cut_and_sell(world)
    world.terminals[0].put_back(copy, silently=True)
    _settle(world)


def test_money_in_suspense_is_not_doubled_when_a_stream_begins_again(world: World) -> None:
    till, terminal = world.booths[0].till, world.terminals[0]
    till.cashier.place, till.cashier.gate = "A1", False
    with mock.patch.object(cashier, "POISONS", ("shape",)):
        deed = till.work(1)
    _let_pass(world, 30_000)
    terminal.put_back(terminal.copy(), silently=False)
    _settle(world)
    with world.centre.database.reading() as connection:
        assert recount.verify(connection, 1).suspense == deed.money

"""What the simulation found in the product, each in the fewest steps that show it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from tests.simulation.disk import Disk, Scribe


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

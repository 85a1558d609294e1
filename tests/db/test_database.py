import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from fairpos.db.database import SQLITE_MIN, Database, UnsoundSQLite, require_sound_sqlite


@pytest.fixture
def stock(database: Database) -> Database:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE stock (article TEXT PRIMARY KEY, pieces INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO stock VALUES ('SP1', 0)"))
    return database


def pieces(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT pieces FROM stock")).scalar_one())


def test_six_threads_that_read_and_then_write_lose_no_update(stock: Database) -> None:
    # SQLAlchemy with sqlite3 as it comes loses most of these without a single error.
    # Half of them share one door, and half come through doors of their own, as other processes do.
    lock = "" if stock.is_sqlite else " FOR UPDATE"
    others = [Database(stock.url.render_as_string(hide_password=False)) for _ in range(3)]
    failures: list[Exception] = []

    def sell(door: Database) -> None:
        try:
            for _ in range(60):
                with door.writing() as connection:
                    found = connection.execute(text(f"SELECT pieces FROM stock{lock}")).scalar_one()
                    connection.execute(text("UPDATE stock SET pieces = :p"), {"p": found + 1})
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=sell, args=(door,)) for door in [stock] * 3 + others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for door in others:
        door.close()
    assert failures == []
    assert pieces(stock) == 360


def test_a_block_that_raises_leaves_nothing_behind(stock: Database) -> None:
    def half(connection: Connection) -> None:
        connection.execute(text("UPDATE stock SET pieces = 7"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), stock.writing() as connection:
        half(connection)
    assert pieces(stock) == 0


def test_a_reader_sees_one_moment_and_does_not_wait_for_the_writer(stock: Database) -> None:
    with stock.reading() as reader:
        before = reader.execute(text("SELECT pieces FROM stock")).scalar_one()
        with stock.writing() as writer:
            writer.execute(text("UPDATE stock SET pieces = 7"))
            assert reader.execute(text("SELECT pieces FROM stock")).scalar_one() == before
        assert reader.execute(text("SELECT pieces FROM stock")).scalar_one() == before
    assert pieces(stock) == 7


def test_postgresql_lets_no_reader_write(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with pytest.raises(DBAPIError, match="read-only"), database.reading() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    database.close()


@pytest.mark.parametrize("door", ["reading", "writing"])
def test_every_sqlite_connection_is_set_up_to_survive_a_power_cut(sqlite_url: str, door: str) -> None:
    database = Database(sqlite_url)
    with getattr(database, door)() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        }
    database.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "recursive_triggers": 1,
    }


def test_a_writer_of_sqlite_begins_by_taking_the_lock(sqlite_url: str) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)
    with first.writing(), second.reading() as reader:
        assert reader.execute(text("SELECT 1")).scalar_one() == 1
        other = second.engine.raw_connection()
        other.execute("PRAGMA busy_timeout=0")
        with pytest.raises(Exception, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    first.close()
    second.close()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 50, 7), (3, 51, 2)])
def test_a_sqlite_that_can_lose_committed_data_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(UnsoundSQLite, match="pysqlite3"):
        require_sound_sqlite(version)


def test_a_sound_sqlite_is_in_use() -> None:
    require_sound_sqlite()
    require_sound_sqlite(SQLITE_MIN)
    require_sound_sqlite((4, 0, 0))


def test_the_version_that_is_checked_is_the_one_that_opens_the_file(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.reading() as connection:
        version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    database.close()
    assert tuple(map(int, version.split("."))) >= SQLITE_MIN


def test_a_sqlite_database_lies_where_its_url_says(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    database.close()
    assert (tmp_path / "fairpos.sqlite3").stat().st_size > 0


def test_programs_that_open_a_new_file_at_the_same_moment_all_get_in(tmp_path: Path) -> None:
    # SQLite does not wait for a file that another is just changing to WAL; the door has to.
    answers: list[object] = []

    def open_it(path: Path, together: threading.Barrier) -> None:
        door = Database(f"sqlite:///{path}")
        together.wait()
        try:
            with door.writing() as connection:
                connection.execute(text("CREATE TABLE IF NOT EXISTS stock (pieces INTEGER)"))
            with door.reading() as connection:
                answers.append(connection.execute(text("PRAGMA journal_mode")).scalar_one())
        except Exception as error:
            answers.append(error)
        door.close()

    for n in range(40):
        together = threading.Barrier(4)
        threads = [threading.Thread(target=open_it, args=(tmp_path / f"{n}.db", together)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == ["wal"] * 160

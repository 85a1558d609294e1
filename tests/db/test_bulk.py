import psycopg
import pytest
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.exc import IntegrityError

from fairpos.db.bulk import add_up, insert_rows
from fairpos.db.database import Database

METADATA = MetaData()
ENTRY = Table(
    "entry",
    METADATA,
    Column("no", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("note", Text),
)
SUMS = Table(
    "sums",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("sales", BigInteger, nullable=False),
    Column("takings", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)


@pytest.fixture(autouse=True)
def _tables(database: Database) -> None:
    METADATA.create_all(database.engine)


def entries(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.execute(ENTRY.select().order_by(ENTRY.c.no))
    return [(row.no, bytes(row.body), row.note) for row in rows]


def sums(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(SUMS.select().order_by(SUMS.c.day, SUMS.c.hour))]


def add(connection: Connection, *rows: tuple[str, int, int, int, int]) -> None:
    add_up(connection, SUMS, ("day", "hour"), ("sales", "takings"), ("last_at",), rows)


def test_rows_are_kept_byte_by_byte(database: Database) -> None:
    rows = [
        (1, b"\0\xff\n\t\\", None),
        (2, b"", "tab\tline\nback\\slash \\N \\."),
        (3, "Rượu".encode(), "=1+1; DROP TABLE entry; --"),
    ]
    with database.writing() as connection:
        insert_rows(connection, ENTRY, ("no", "body", "note"), rows)
    with database.reading() as connection:
        assert entries(connection) == rows


def test_no_rows_are_no_statement(database: Database) -> None:
    with database.writing() as connection:
        insert_rows(connection, ENTRY, ("no", "body"), [])
        add(connection)
    with database.reading() as connection:
        assert (entries(connection), sums(connection)) == ([], [])


def test_of_rows_with_a_key_that_is_there_already_none_is_inserted(database: Database) -> None:
    with database.writing() as connection:
        insert_rows(connection, ENTRY, ("no", "body"), [(2, b"first")])
        with pytest.raises((IntegrityError, psycopg.IntegrityError)), connection.begin_nested():
            insert_rows(connection, ENTRY, ("no", "body"), [(1, b"a"), (2, b"second"), (3, b"c")])
    with database.reading() as connection:
        assert entries(connection) == [(2, b"first", None)]


def test_sums_grow_and_highs_only_rise(database: Database) -> None:
    with database.writing() as connection:
        add(connection, ("2026-11-20", 9, 1, 180_000, 50), ("2026-11-20", 10, 2, 300_000, 60))
        add(connection, ("2026-11-20", 9, 2, -30_000, 40), ("2026-11-21", 9, 1, 5, 70))
        add(connection, ("2026-11-20", 9, 0, 0, 55))
    with database.reading() as connection:
        assert sums(connection) == [
            ("2026-11-20", 9, 3, 150_000, 55),
            ("2026-11-20", 10, 2, 300_000, 60),
            ("2026-11-21", 9, 1, 5, 70),
        ]


def test_sums_are_exact_far_beyond_what_a_float_holds(database: Database) -> None:
    with database.writing() as connection:
        for _ in range(3):
            add(connection, ("2026-11-20", 9, 1, (1 << 60) + 1, 1))
    with database.reading() as connection:
        assert sums(connection) == [("2026-11-20", 9, 3, 3 * (1 << 60) + 3, 1)]


def test_a_transaction_that_fails_takes_its_sums_back(database: Database) -> None:
    def half(connection: Connection) -> None:
        add(connection, ("2026-11-20", 9, 1, 1, 1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        half(connection)
    with database.reading() as connection:
        assert sums(connection) == []

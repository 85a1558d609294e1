"""Both programs' schemas: brought up by migrations, equal to the tables in code, and never edited."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from booth_terminal import tables as terminal_tables
from booth_terminal.terminal import MIGRATIONS
from fairpos.db import migrate
from fairpos.db.database import Database
from fairpos.ledger import tables as centre_tables


@pytest.fixture
def centre(database: Database) -> Database:
    migrate.migrate(database, centre_tables.metadata)
    return database


@pytest.fixture
def terminal(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    migrate.migrate(database, terminal_tables.metadata, MIGRATIONS)
    yield database
    database.close()


def differences(database: Database, metadata: MetaData) -> list[object]:
    """What `alembic check` would say."""
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_a_migrated_centre_has_the_tables_of_the_code(centre: Database) -> None:
    assert differences(centre, centre_tables.metadata) == []


def test_a_migrated_terminal_has_the_tables_of_the_code(terminal: Database) -> None:
    assert differences(terminal, terminal_tables.metadata) == []


def test_a_difference_would_be_noticed(centre: Database) -> None:
    with centre.writing() as connection:
        connection.execute(text("ALTER TABLE gate ADD COLUMN colour TEXT"))
    assert [difference[0] for difference in differences(centre, centre_tables.metadata)] == ["remove_column"]  # type: ignore[index]


def test_named_constraints_are_those_of_the_code(centre: Database) -> None:
    # What alembic does not compare.
    with centre.reading() as connection:
        inspector = inspect(connection)
        for table in centre_tables.metadata.sorted_tables:
            found = {check["name"] for check in inspector.get_check_constraints(table.name)}
            expected = {
                str(constraint.name)
                for constraint in table.constraints
                if isinstance(constraint, CheckConstraint)
            }
            assert found == expected, table.name


def test_migrating_again_changes_nothing(centre: Database) -> None:
    assert migrate.migrate(centre, centre_tables.metadata) == migrate.newest()
    with centre.reading() as connection:
        assert migrate.current(connection) == migrate.newest()


def test_an_empty_database_has_no_revision(database: Database) -> None:
    with database.reading() as connection:
        assert migrate.current(connection) is None


def test_two_programs_that_start_together_migrate_one_after_the_other(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    found: list[object] = []

    def start() -> None:
        own = Database(url)
        try:
            found.append(migrate.migrate(own, centre_tables.metadata))
        except Exception as error:
            found.append(error)
        own.close()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [migrate.newest()] * 3


def test_both_programs_run_their_migrations_the_same_way() -> None:
    assert [path.name for path in sorted(migrate.CENTRE.iterdir()) if path.name != "__pycache__"] == [
        "env.py",
        "script.py.mako",
        "versions",
    ]
    assert [path.name for path in MIGRATIONS.iterdir() if path.name != "__pycache__"] == ["versions"]


def test_a_migration_that_fails_leaves_the_database_as_it_was(database: Database, tmp_path: Path) -> None:
    # A folder as people name them: with blanks, colons and signs that settings files give a meaning to.
    scripts = tmp_path / "50% of a: hall"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "versions" / "0001_half.py").write_text(
        "from alembic import op\n"
        "revision = '0001'\n"
        "down_revision = None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (a INTEGER)')\n"
        "    raise ZeroDivisionError\n"
    )
    with pytest.raises(ZeroDivisionError):
        migrate.migrate(database, MetaData(), scripts)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []


# --- the ledger and the journal are never changed --------------------------------------------------


def fill_ledger(connection: Connection) -> None:
    entry, delivery = centre_tables.entry, centre_tables.delivery
    connection.execute(
        insert(centre_tables.fair).values(
            id=1,
            slug="f",
            name="f",
            name_en="f",
            series="s",
            season="2026",
            province="Quảng Ninh",
            status="open",
            cut_off_minute=240,
        )
    )
    connection.execute(insert(centre_tables.terminal).values(fair_id=1, id="t", name="t"))
    connection.execute(
        insert(centre_tables.stream).values(
            fair_id=1,
            no=1,
            id="s",
            terminal="t",
            head_seq=1,
            head_hash=b"h",
            genesis=b"g",
            top=1,
            opened_at=1,
        )
    )
    connection.execute(insert(entry).values(fair_id=1, stream_no=1, seq=1, hash=b"h", body=b"{}"))
    connection.execute(
        insert(delivery).values(fair_id=1, received_at=1, stream_no=1, first_seq=1, last_seq=1)
    )


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE entry SET body = 'x'",
        "UPDATE entry SET seq = 2",
        "DELETE FROM entry",
        "UPDATE delivery SET last_seq = 0",
        "DELETE FROM delivery",
    ],
)
def test_the_database_refuses_to_change_the_ledger(centre: Database, deed: str) -> None:
    with centre.writing() as connection:
        fill_ledger(connection)
    if not centre.is_sqlite:
        deed = deed.replace("'x'", "'\\x78'::bytea")
    with pytest.raises(DBAPIError, match="never changed"), centre.writing() as connection:
        connection.execute(text(deed))
    with centre.reading() as connection:
        assert connection.execute(text("SELECT seq FROM entry")).scalars().all() == [1]
        assert connection.execute(text("SELECT last_seq FROM delivery")).scalars().all() == [1]


@pytest.mark.parametrize("table", ["entry", "delivery", "entry, delivery"])
def test_postgresql_refuses_to_empty_the_ledger(postgresql_url: str, table: str) -> None:
    database = Database(postgresql_url)
    migrate.migrate(database, centre_tables.metadata)
    with pytest.raises(DBAPIError, match="never changed"), database.writing() as connection:
        connection.execute(text(f"TRUNCATE {table}"))
    database.close()


@pytest.mark.parametrize(
    "deed", ["UPDATE entry SET body = 'x'", "DELETE FROM entry", "REPLACE INTO entry SELECT * FROM entry"]
)
def test_the_database_refuses_to_change_the_journal(terminal: Database, deed: str) -> None:
    with terminal.writing() as connection:
        connection.execute(insert(terminal_tables.stream).values(no=1, id="s", genesis=b"g", opened_at=1))
        connection.execute(
            insert(terminal_tables.entry).values(
                stream_no=1, seq=1, hash=b"h", document="d", kept_at=1, body=b"{}"
            )
        )
    with pytest.raises(DBAPIError, match="never changed"), terminal.writing() as connection:
        connection.execute(text(deed))
    with terminal.reading() as connection:
        assert connection.execute(text("SELECT body FROM entry")).scalars().all() == [b"{}"]


def test_the_roles_of_before_become_grants_for_all_fairs(database: Database) -> None:
    with database.writing() as connection:
        command.upgrade(migrate.config(connection, centre_tables.metadata), "0003")
        connection.execute(
            insert(centre_tables.account).values(id="A", login="a", name="A", role="organiser")
        )
    migrate.migrate(database, centre_tables.metadata)
    with database.reading() as connection:
        (row,) = connection.execute(centre_tables.grant.select())
    assert row._mapping == {
        "id": 1, "account": "A", "role": "organiser", "fair_id": None, "exhibitor": None, "booths": "",
    }  # fmt: skip

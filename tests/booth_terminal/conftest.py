from collections.abc import Iterator
from pathlib import Path

import pytest

from fairpos.db.database import Database
from fixtures.small import full_fair
from tests.booth import Booth
from tests.hall import Hall
from tests.hut import Hut


@pytest.fixture
def booth(sqlite_ledger_url: str, tmp_path: Path) -> Iterator[Booth]:
    """A terminal and its centre, both on SQLite: what differs between databases is tested in tests/ledger."""
    database = Database(sqlite_ledger_url)
    booth = Booth(Hall(database), tmp_path / "terminal.sqlite3")
    yield booth
    booth.stop()
    database.close()


@pytest.fixture
def full_booth(sqlite_ledger_url: str, tmp_path: Path) -> Iterator[Booth]:
    """As `booth`, at a fair of today: with accounts, barcodes, pictures and people."""
    database = Database(sqlite_ledger_url)
    booth = Booth(Hall(database, full_fair()), tmp_path / "terminal.sqlite3")
    yield booth
    booth.stop()
    database.close()


@pytest.fixture
def hut(tmp_path: Path) -> Iterator[Hut]:
    made = Hut(tmp_path / "terminal.sqlite3")
    yield made
    made.spooler.stop()
    made.writer.stop()
    made.database.close()

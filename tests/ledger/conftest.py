from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.ledger import tables
from tests.hall import Hall


@pytest.fixture
def hall(ledger_url: str) -> Iterator[Hall]:
    """The centre with the small fair in it; runs on both databases."""
    database = Database(ledger_url)
    yield Hall(database)
    database.close()


@pytest.fixture
def connection(ledger_url: str) -> Iterator[Connection]:
    """One transaction on an empty ledger; runs on both databases."""
    database = Database(ledger_url)
    migrate(database, tables.metadata)
    with database.writing() as connection:
        yield connection
    database.close()

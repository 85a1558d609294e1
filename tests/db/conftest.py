from collections.abc import Iterator

import pytest

from fairpos.db.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database of each kind, open."""
    database = Database(database_url)
    yield database
    database.close()

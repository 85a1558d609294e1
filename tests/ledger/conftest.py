from collections.abc import Iterator

import pytest

from fairpos.db.database import Database
from tests.hall import Hall


@pytest.fixture
def hall(ledger_url: str) -> Iterator[Hall]:
    """The centre with the small fair in it; runs on both databases."""
    database = Database(ledger_url)
    yield Hall(database)
    database.close()

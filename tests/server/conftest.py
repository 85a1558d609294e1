from collections.abc import Iterator

import pytest

from fairpos.db.database import Database
from tests.desk import Desk
from tests.hall import Hall


@pytest.fixture
def desk(ledger_url: str) -> Iterator[Desk]:
    """The centre's sync API with one enrolled terminal, on both databases."""
    database = Database(ledger_url)
    desk = Desk(Hall(database))
    with desk.client:
        yield desk
    desk.writer.stop()
    database.close()

from __future__ import annotations

import pytest
from sqlalchemy import event, update

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import tables
from fairpos.ledger.counted import UNKNOWN_ZONE, Counted, LiveCount
from fixtures.small import DAYS
from tests.documents import sale, void
from tests.hall import Hall, Journal


def read(hall: Hall, live: LiveCount) -> tuple[Counted, int]:
    """What `live` reads, and how often it looked at hours and zones for it."""
    joins: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "JOIN booth" in statement:
            joins.append(statement)

    with hall.database.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        found = live.read(connection, hall.fair_id)
        event.remove(connection, "before_cursor_execute", note)
        assert found == Counted.read(connection, hall.fair_id), "it is what reading everything gives"
    return found, len(joins)


@pytest.fixture
def journal(hall: Hall) -> Journal:
    journal = hall.journal()
    journal.send(sale())
    return journal


def test_a_day_that_stands_still_is_not_read_again(hall: Hall, journal: Journal) -> None:
    live = LiveCount()
    first, joins = read(hall, live)
    assert (joins, first.day(DAYS[0]).sales) == (1, 1)
    assert read(hall, live) == (first, 0)


def test_a_day_that_moved_is_read_again_and_no_other(hall: Hall, journal: Journal) -> None:
    live = LiveCount()
    read(hall, live)
    hall.now += DAY_MS
    sold = sale(at=hall.now)
    journal.send(sold, void(sold, at=hall.now))
    found, joins = read(hall, live)
    assert joins == 1
    assert (found.day(DAYS[0]).sales, found.day(DAYS[1]).sales, found.day(DAYS[1]).voids) == (1, 1, 1)


def test_a_booth_put_into_another_zone_moves_every_day(hall: Hall, journal: Journal) -> None:
    live = LiveCount()
    before, _ = read(hall, live)
    (zone,) = {key[2] for key in before.takings}
    with hall.database.writing() as connection:
        connection.execute(update(tables.booth).values(zone="foreign"))
    found, joins = read(hall, live)
    assert joins == 1
    assert zone != "foreign"
    assert found.zone(DAYS[0], "foreign") == before.zone(DAYS[0], zone)


def test_a_recount_to_nothing_leaves_nothing(hall: Hall, journal: Journal) -> None:
    live = LiveCount()
    read(hall, live)
    with hall.database.writing() as connection:
        connection.execute(tables.takings_by_hour.delete())
    found, _ = read(hall, live)
    assert found.takings == {}
    assert found.zone(DAYS[0], UNKNOWN_ZONE).sales == 0

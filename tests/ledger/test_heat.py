"""Takings on the plan: every booth its own, merged booths together, and all of it adds up."""

from __future__ import annotations

from sqlalchemy import delete

from fairpos.core.floor_changes import merge
from fairpos.ledger import floor, heat, tables
from fairpos.ledger.heat import Heat
from tests.documents import sale
from tests.hall import Hall
from tests.ledger.test_floor import DRAWN, change


def heat_of(hall: Hall, day: str | None = None) -> Heat:
    with hall.database.reading() as connection:
        return heat.heat(connection, hall.fair_id, day)


def draw(hall: Hall) -> int:
    """The small fair on its plan with one sale at A1 and two at B1; what one of them took."""
    with hall.database.writing() as connection:
        connection.exec_driver_sql("UPDATE booth SET zone = 'in-province'")
        floor.fill(connection, hall.fair_id, DRAWN)
    hall.journal().send(sale(n=1), sale(till="M2", booth="B1", n=1), sale(till="M2", booth="B1", n=2))
    return hall.takings() // 3


def test_each_stand_has_what_was_taken_at_it(hall: Hall) -> None:
    one = draw(hall)
    found = heat_of(hall)
    assert [(warm.stand.id, warm.takings, warm.sales, warm.tills, warm.step) for warm in found.stands] == [
        ("A1", one, 1, 1, 1),
        ("B1", 2 * one, 2, 1, 2),
        ("C1", 0, 0, 0, 0),
    ]
    assert (found.takings, found.bounds, found.elsewhere) == (3 * one, (one, 2 * one), ())


def test_a_merged_booth_shows_what_its_parts_took(hall: Hall) -> None:
    one = draw(hall)
    change(hall, lambda plan, _: merge(plan, ["A1", "B1"]))
    first = heat_of(hall).stands[0]
    assert (first.stand.id, first.takings, first.tills, first.parts) == ("A1", 3 * one, 2, ("B1",))


def test_what_was_taken_off_the_plan_is_told_beside_it(hall: Hall) -> None:
    one = draw(hall)
    with hall.database.writing() as connection:
        connection.execute(delete(tables.stand).where(tables.stand.c.id == "B1"))
    found = heat_of(hall)
    assert (found.elsewhere, found.takings) == ((("B1", 2 * one),), 3 * one)


def test_a_day_shows_that_day_alone(hall: Hall) -> None:
    one = draw(hall)
    assert heat_of(hall, "2026-11-20").takings == 3 * one
    assert heat_of(hall, "2026-11-21").takings == 0

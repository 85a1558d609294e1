"""The pace against the edition before: up to the same hour of the same fair day, or not at all."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import delete

from fairpos.core.business_day import moment
from fairpos.core.measures import Scope
from fairpos.ledger import fairs, tables
from fairpos.ledger.counted import Counted
from fairpos.ledger.pace import Pace, pace
from fairpos.ledger.past import past_of
from tests.admin_site import believable
from tests.admin_site.conftest import World


def of(world: World, scope: Scope = "all", *, now: int = believable.NOW) -> Pace:
    with world.database.reading() as connection:
        fair = fairs.by_id(connection, world.fair_id)
        past = past_of(connection, fair)
        assert past is not None
        counted = Counted.read(connection, fair.id)
        return pace(fairs.calendar(connection, fair.id), counted, past, scope, now=now)


def taken(world: World, fair_id: int, days: tuple[str, ...], *, before: int = 24) -> int:
    rollup = tables.takings_by_hour.c
    with world.database.reading() as connection:
        rows = connection.execute(tables.takings_by_hour.select().where(rollup.fair_id == fair_id)).all()
    return sum(row.takings for row in rows if row.day in days and row.hour < before)


def test_a_running_day_is_held_against_the_same_hours(world: World) -> None:
    with world.database.reading() as connection:
        prior = fairs.by_slug(connection, believable.PRIOR_SLUG)
    assert prior is not None
    days, before = believable.DAYS, believable.PRIOR_DAYS
    found = of(world)
    assert (found.ordinal, found.hour) == (3, 15)
    assert found.ours == taken(world, world.fair_id, days[:2]) + taken(
        world, world.fair_id, days[2:3], before=15
    )
    assert found.theirs == taken(world, prior.id, before[:2]) + taken(world, prior.id, before[2:3], before=15)
    assert found.change == Fraction(found.ours) / found.theirs - 1
    assert [point.ours is None for point in found.points] == [False, False, False, True, True, True]
    assert [point.theirs for point in found.points][-1] == taken(world, prior.id, before)


def test_a_morning_without_a_running_day_ends_with_the_day_before(world: World) -> None:
    closed = of(world, now=moment(believable.CLOSED_DAY, 10 * 60))
    assert (closed.ordinal, closed.hour) == (3, None)
    assert closed.ours == taken(world, world.fair_id, believable.DAYS)


def test_a_day_the_edition_before_does_not_know_ends_the_pace(world: World) -> None:
    rollup = tables.takings_by_hour
    with world.database.writing() as connection:
        connection.execute(delete(rollup).where(rollup.c.day == believable.PRIOR_DAYS[1]))
    found = of(world)
    assert (found.theirs, found.change) == (None, None)
    assert [point.theirs is None for point in found.points] == [False, True, True, True, True, True]


def test_a_zone_has_a_pace_of_its_own(world: World) -> None:
    assert 0 < of(world, "foreign").ours < of(world, "in-province").ours < of(world).ours

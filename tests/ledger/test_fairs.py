from dataclasses import replace

import pytest
from sqlalchemy import Connection

from fairpos.ledger import fairs
from fixtures.small import CLOSED, DAYS, full_fair, small_fair

AT = 1_763_600_000_000


def test_a_loaded_fair_reads_back_as_it_was_set_up(connection: Connection) -> None:
    setup = full_fair(prior="thu-nho-2025")
    fair_id = fairs.load(connection, setup, at=AT)

    assert fairs.by_slug(connection, "thu-nho-2026") == fairs.FairRow(
        id=fair_id,
        version=1,
        slug="thu-nho-2026",
        name="Hội chợ OCOP thu nhỏ",
        name_en="A small OCOP fair",
        series="thu-nho",
        season="2026",
        province="Quảng Ninh",
        status="open",
        prior="thu-nho-2025",
        cut_off_minute=240,
    )
    assert fairs.calendar(connection, fair_id) == setup.fair.calendar
    assert fairs.exhibitors(connection, fair_id) == setup.exhibitors
    assert fairs.booths(connection, fair_id) == setup.booths
    assert fairs.articles(connection, fair_id) == setup.articles
    assert fairs.gates(connection, fair_id) == setup.gates
    assert fairs.tills(connection, fair_id) == setup.tills
    assert fairs.staff(connection, fair_id) == setup.staff


def test_a_closed_day_stays_in_the_calendar_and_is_not_an_open_day(connection: Connection) -> None:
    calendar = fairs.calendar(connection, fairs.load(connection, small_fair(), at=AT))
    assert [day.day for day in calendar.days] == [DAYS[0], DAYS[1], CLOSED, DAYS[2]]
    assert calendar.open_days() == DAYS
    assert calendar.ordinal(DAYS[2]) == 3


def test_a_booth_without_an_exhibitor_is_still_a_booth(connection: Connection) -> None:
    setup = small_fair()
    empty = replace(setup.booths[0], exhibitors=())
    fair_id = fairs.load(connection, replace(setup, booths=(empty, *setup.booths[1:])), at=AT)
    assert fairs.booths(connection, fair_id)[0] == empty


def test_a_slug_is_taken_once(connection: Connection) -> None:
    fairs.load(connection, small_fair(), at=AT)
    with pytest.raises(fairs.FairExists):
        fairs.load(connection, small_fair(), at=AT)
    assert len(fairs.every(connection)) == 1


def test_two_fairs_do_not_see_each_other(connection: Connection) -> None:
    first = fairs.load(connection, small_fair("mot"), at=AT)
    second = fairs.create(connection, small_fair("hai").fair)
    assert len(fairs.booths(connection, first)) == 3
    assert fairs.booths(connection, second) == ()
    assert {fair.slug for fair in fairs.every(connection)} == {"mot", "hai"}


def test_every_change_of_a_fair_raises_its_version_by_one(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    other = fairs.load(connection, small_fair("khac"), at=AT)
    assert fairs.bump(connection, fair_id) == 2
    fairs.set_status(connection, fair_id, "closed")
    changed = fairs.by_id(connection, fair_id)
    assert (changed.version, changed.status) == (3, "closed")
    assert fairs.by_id(connection, other).version == 1


def test_a_fair_that_is_not_here_is_said_so(connection: Connection) -> None:
    assert fairs.by_slug(connection, "khong-co") is None
    with pytest.raises(fairs.NoSuchFair):
        fairs.by_id(connection, 99)
    with pytest.raises(fairs.NoSuchFair):
        fairs.bump(connection, 99)

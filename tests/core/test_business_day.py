from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.business_day import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    Calendar,
    FairDay,
    day_of,
    hour_of,
    local,
    moment,
)
from tests.examples import EXAMPLES

TET = Calendar(
    (
        FairDay("2026-02-14"),
        FairDay("2026-02-15"),
        FairDay("2026-02-16", is_open=False),
        FairDay("2026-02-17", is_open=False),
        FairDay("2026-02-18", 9 * 60, 23 * 60),
    )
)


def at(text: str) -> int:
    """Unix milliseconds of a UTC time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-11-20T05:00:00", "2026-11-20"),  # noon
        ("2026-11-20T17:00:00", "2026-11-20"),  # midnight: the evening is not over
        ("2026-11-20T17:30:00", "2026-11-20"),  # 00:30, after closing night, is still the evening before
        ("2026-11-20T20:59:59.999", "2026-11-20"),  # the last millisecond before four
        ("2026-11-20T21:00:00", "2026-11-21"),  # four o'clock
        ("2026-11-20T23:00:00", "2026-11-21"),  # six in the morning, while UTC still writes the 20th
        ("2026-12-31T20:59:59.999", "2026-12-31"),
        ("2026-12-31T21:00:00", "2027-01-01"),
    ],
)
def test_a_fair_day_ends_at_its_cut_off(utc: str, day: str) -> None:
    assert TET.day_of(at(utc)) == day


def test_a_fair_without_late_nights_ends_its_day_at_midnight() -> None:
    assert day_of(at("2026-11-20T16:59:59.999"), 0) == "2026-11-20"
    # 00:30 in Vietnam, and the UTC day is the one before.
    assert day_of(at("2026-11-20T17:30:00"), 0) == "2026-11-21"


def test_an_hour_after_midnight_keeps_its_number_on_the_day_before() -> None:
    half_past = at("2026-11-20T17:30:00")
    assert hour_of(half_past) == 0
    assert TET.day_of(half_past) == "2026-11-20"
    assert hour_of(at("2026-11-20T16:59:59")) == 23


def test_closed_days_stay_in_the_calendar_and_never_count_as_open() -> None:
    assert TET.open_days() == ("2026-02-14", "2026-02-15", "2026-02-18")
    assert [TET.ordinal(day.day) for day in TET.days] == [1, 2, None, None, 3]
    assert not TET.is_open("2026-02-16")
    assert TET.is_open("2026-02-18")


def test_a_day_outside_the_fair_is_a_day_all_the_same_but_no_open_one() -> None:
    outside = moment("2026-03-01", 600)
    assert TET.day_of(outside) == "2026-03-01"
    assert not TET.is_open("2026-03-01")
    assert TET.ordinal("2026-03-01") is None


@EXAMPLES
@given(st.integers(0, 1 << 47), st.integers(0, 12 * 60 - 1))
def test_a_day_holds_every_moment_from_cut_off_to_cut_off_and_no_other(at_ms: int, cut_off: int) -> None:
    day = day_of(at_ms, cut_off)
    begins = moment(day, cut_off)
    assert begins <= at_ms < begins + DAY_MS
    assert day_of(begins, cut_off) == day
    assert day_of(begins - 1, cut_off) < day


@EXAMPLES
@given(st.integers(0, 1 << 46))
def test_the_clock_hour_is_the_one_on_a_vietnamese_wall(at_ms: int) -> None:
    wall = local(at_ms)
    assert (wall.utcoffset(), hour_of(at_ms)) == (local(0).utcoffset(), wall.hour)


def test_a_moment_is_minutes_after_vietnamese_midnight() -> None:
    assert moment("2026-11-20", 0) == at("2026-11-19T17:00:00")
    assert moment("2026-11-20", 24 * 60) == moment("2026-11-21", 0)
    assert moment("1970-01-01", 7 * 60) == 0
    assert (MINUTE_MS * 60, HOUR_MS * 24) == (HOUR_MS, DAY_MS)


@pytest.mark.parametrize("minutes", [-1, 12 * 60])
def test_a_cut_off_lies_between_midnight_and_noon(minutes: int) -> None:
    with pytest.raises(AssertionError):
        Calendar((), minutes)


def test_a_calendar_has_its_days_in_order_and_each_once() -> None:
    for days in (("2026-02-15", "2026-02-14"), ("2026-02-14", "2026-02-14")):
        with pytest.raises(AssertionError):
            Calendar(tuple(FairDay(day) for day in days))

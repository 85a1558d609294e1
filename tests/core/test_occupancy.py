"""How many are inside: entries less exits, with the exits nobody saw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.occupancy import STAY_HOURS, Inside, Passing, fill, inside


def now(passed: list[tuple[int, int, int]], at: int) -> Inside:
    return inside([Passing(*one) for one in passed], now=at)


def test_entries_less_exits() -> None:
    found = now([(4, 100, 10), (5, 50, 60)], 5)
    assert found == Inside(count=80, aged=0, unseen=0, exits_counted=True)


def test_the_same_hour_at_two_gates_is_one_hour() -> None:
    assert now([(4, 100, 0), (4, 20, 90)], 4).count == 30


def test_who_came_hours_ago_and_was_not_seen_to_leave_is_taken_to_have_left() -> None:
    found = now([(4, 100, 30), (5, 10, 0)], 4 + STAY_HOURS)
    assert found == Inside(count=10, aged=70, unseen=0, exits_counted=True)


def test_more_exits_than_entries_are_nobody_rather_than_less_than_nobody() -> None:
    found = now([(4, 5, 20), (5, 7, 0)], 5)
    assert found == Inside(count=7, aged=0, unseen=15, exits_counted=True)


def test_without_exits_only_who_came_lately_is_inside() -> None:
    found = now([(hour, 100, 0) for hour in range(4, 14)], 13)
    assert found == Inside(count=100 * STAY_HOURS, aged=600, unseen=0, exits_counted=False)


def test_a_day_without_counts_is_empty_and_what_is_to_come_is_not_looked_at() -> None:
    assert now([], 9) == Inside(count=0, aged=0, unseen=0, exits_counted=False)
    assert now([(12, 40, 0)], 9).count == 0


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(-50, 500), st.integers(-50, 500))), st.integers(0, 23)
)
def test_it_is_never_negative_and_nobody_is_lost(passed: list[tuple[int, int, int]], at: int) -> None:
    found = now(passed, at)
    assert min(found.count, found.aged, found.unseen) >= 0
    sums = {hour: [0, 0] for hour, _, _ in passed if hour <= at}
    for hour, came, left in passed:
        if hour <= at:
            sums[hour][0] += came
            sums[hour][1] += left
    came, left = (sum(max(0, pair[side]) for pair in sums.values()) for side in (0, 1))
    assert found.count + found.aged + (left - found.unseen) == came


@pytest.mark.parametrize(
    ("count", "capacity", "word"),
    [
        (500, None, "unknown"),
        (799, 1000, "room"),
        (800, 1000, "near"),
        (999, 1000, "near"),
        (10, 10, "full"),
    ],
)
def test_a_hall_warns_at_four_fifths_and_when_it_is_full(count: int, capacity: int | None, word: str) -> None:
    assert fill(count, capacity) == word

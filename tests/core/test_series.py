"""Which numbers of a series are missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.series import Hole, holes


def test_a_whole_series_has_no_hole() -> None:
    assert holes([]) == holes([1]) == holes([3, 1, 2, 2]) == ()


def test_holes_are_told_in_runs_from_one_on() -> None:
    assert holes([3, 4, 7, 9]) == (
        Hole(1, 2, left_free=False),
        Hole(5, 6, left_free=False),
        Hole(8, 8, left_free=False),
    )
    assert [one.count for one in holes([3, 4, 7, 9])] == [2, 2, 1]


def test_what_a_new_tablet_left_free_is_told_apart() -> None:
    assert holes([1, 2, 10_001, 10_003]) == (
        Hole(3, 10_000, left_free=True),
        Hole(10_002, 10_002, left_free=False),
    )


@given(st.sets(st.integers(1, 300)))
def test_holes_and_numbers_together_are_everything_up_to_the_highest(numbers: set[int]) -> None:
    missing = {number for hole in holes(numbers) for number in range(hole.first, hole.last + 1)}
    assert missing | numbers == set(range(1, max(numbers, default=0) + 1))
    assert not missing & numbers

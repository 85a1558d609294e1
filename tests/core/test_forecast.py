from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.forecast import Estimate, backtest, close, fair
from tests.examples import EXAMPLES

DAY = (10, 20, 30, 40)


def test_a_day_is_expected_to_fill_up_as_earlier_days_did() -> None:
    assert close((20, 40), 2, [DAY, DAY, DAY]) == Estimate(low=194, expected=200, high=206, days=3)


def test_the_range_is_what_the_rule_missed_by_before() -> None:
    found = close((30,), 1, [(50, 50), (25, 75)])
    assert found is not None
    assert (found.low, found.expected, found.high) == (40, 80, 160)


def test_nothing_is_said_too_early_or_of_nothing() -> None:
    assert close((1, 0), 1, [(1, 99)]) is None, "a hundredth of a day says nothing"
    assert close((0, 0), 2, [DAY]) is None
    assert close((5,), 1, []) is None
    assert close((5,), 1, [(0, 0)]) is None


def test_one_earlier_day_gives_a_wide_range() -> None:
    assert close((20, 40), 2, [DAY]) == Estimate(low=130, expected=200, high=270, days=1)


def test_the_days_to_come_are_those_of_the_edition_before_at_our_pace() -> None:
    found = fair([110, 240], None, [100, 200, 300, 400], 4)
    assert found is not None
    assert (found.low, found.expected, found.high) == (1120, 1167, 1213), "paces of 1.1 and 1.2 around 7/6"


def test_without_an_edition_before_the_days_to_come_are_like_those_that_were() -> None:
    found = fair([100, 100], None, [], 4)
    assert found == Estimate(low=390, expected=400, high=410, days=2)


def test_a_fair_that_is_over_is_what_it_is() -> None:
    assert fair([100, 120], None, [90, 90], 2) == Estimate(low=220, expected=220, high=220, days=4)
    assert fair([], None, [90], 2) is None


def test_todays_range_is_part_of_the_fairs() -> None:
    found = fair([100], Estimate(80, 100, 130, 1), [], 2)
    assert found == Estimate(low=170, expected=200, high=230, days=2)


def test_the_rule_is_tried_on_days_it_has_not_seen() -> None:
    found = backtest([DAY, (20, 40, 60, 80)], [DAY], [2, 3])
    assert found is not None
    assert (found.cases, found.mean, found.within) == (4, Fraction(0), 4)
    assert backtest([DAY], [], [2]) is None


DAYS = st.lists(st.lists(st.integers(0, 10**9), min_size=6, max_size=6), max_size=6)


@EXAMPLES
@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=6), st.integers(0, 6), DAYS)
def test_an_estimate_lies_within_its_range_and_never_below_what_has_come(
    day: list[int], hours: int, earlier: list[list[int]]
) -> None:
    found = close(day[:hours], hours, earlier)
    if found is not None:
        assert sum(day[:hours]) <= found.low <= found.expected <= found.high
        whole = fair([sum(one) for one in earlier], found, [], len(earlier) + 3)
        assert whole is not None
        assert whole.low <= whole.expected <= whole.high


def test_a_fair_that_has_sold_nothing_is_not_estimated() -> None:
    assert fair([0, 0], None, [90, 90, 90], 3) is None

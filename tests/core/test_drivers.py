from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.drivers import NothingToExplain, Season, waterfall
from fairpos.core.proportion import nudged, percentages
from tests.examples import EXAMPLES

ZONES = ("in-province", "other-province", "foreign")


def season(days: int, visits: int, *zones: tuple[int, int]) -> Season:
    named = dict(zip(ZONES, zones, strict=False))
    takings = Fraction(sum(taken for taken, _ in zones))
    return Season(days=days, takings=takings, visits=Fraction(visits), zones=named)


def test_more_days_with_less_a_day_are_told_apart() -> None:
    then, now = season(5, 50_000, (5_000_000_000, 25_000)), season(6, 54_000, (5_400_000_000, 27_000))
    found = waterfall(now, then, per_day=False)
    assert (found.start, found.end) == (5_000_000_000, 5_400_000_000)
    assert [(one.key, one.effect) for one in found.drivers] == [
        ("days", 1_000_000_000),
        ("traffic", -600_000_000),
        ("buyers", 0),
        ("mix", 0),
        ("basket", 0),
    ]
    a_day = waterfall(now, then, per_day=True)
    assert (a_day.drivers[0].key, a_day.drivers[0].effect) == ("traffic", -100_000_000)
    assert a_day.end - a_day.start == -100_000_000


def test_dearer_zones_that_sell_more_are_mix_and_not_basket() -> None:
    then = season(1, 1000, (100_000, 100), (900_000, 100))
    now = season(1, 1000, (50_000, 50), (1_350_000, 150))
    effects = {one.key: one.effect for one in waterfall(now, then, per_day=True).drivers}
    assert effects == {"traffic": 0, "buyers": 0, "mix": 400_000, "basket": 0}


def test_without_sales_what_a_visitor_spent_is_one_part() -> None:
    then = Season(days=6, takings=Fraction(6_000), visits=Fraction(60))
    now = Season(days=6, takings=Fraction(9_000), visits=Fraction(72))
    assert [(one.key, one.effect) for one in waterfall(now, then, per_day=False).drivers] == [
        ("days", 0),
        ("traffic", 1200),
        ("per-visit", 1800),
    ]


def test_nothing_before_explains_nothing() -> None:
    with pytest.raises(NothingToExplain):
        waterfall(season(1, 5, (5, 5)), season(1, 0, (5, 5)), per_day=True)


PAIRS = st.tuples(st.integers(1, 10**12), st.integers(0, 10**6))
SEASONS = st.builds(season, st.integers(1, 12), st.integers(1, 10**6), PAIRS, PAIRS, PAIRS)


@EXAMPLES
@given(SEASONS, SEASONS, st.booleans())
def test_the_parts_add_up_to_the_change_to_the_dong(now: Season, then: Season, per_day: bool) -> None:
    found = waterfall(now, then, per_day=per_day)
    assert found.start + sum(one.effect for one in found.drivers) == found.end
    days = (now.days, then.days) if per_day else (1, 1)
    assert abs(found.end - now.takings / days[0]) <= Fraction(1, 2)
    assert abs(found.start - then.takings / days[1]) <= Fraction(1, 2)


@EXAMPLES
@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30), st.integers(0, 3))
def test_printed_shares_add_up_to_a_hundred(values: list[int], digits: int) -> None:
    found = percentages(values, digits=digits)
    if sum(values) == 0:
        assert found == [None] * len(values)
        return
    assert sum(share for share in found if share is not None) == 100
    step = Fraction(1, 10**digits)
    for share, value in zip(found, values, strict=True):
        assert share is not None
        assert abs(share - Fraction(100 * value, sum(values))) < step


def test_the_published_shares_of_summer_2022_come_out() -> None:
    assert [float(share or 0) for share in percentages([8_700, 7_500])] == [53.7, 46.3]
    assert not nudged([8_700, 7_500])
    assert nudged([1, 1, 1])
    assert percentages([5, -1]) == [None, None]

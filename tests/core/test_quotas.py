"""Whole booths out of shares: by largest remainder, after the minimum, under the maximum (T1 to T4)."""

from fractions import Fraction

import pytest

from fairpos.core.quotas import Claim, PartsDiffer, QuotasDoNotFit, booths_by_zone, require_sum, shares
from tests.allocating import stands

STARRED = (30, 28, 26, 22, 20, 18, 16, 14, 12, 10, 8, 5, 2)


def claims(*weights: int, least: int = 0, most: int | None = None) -> list[Claim]:
    return [Claim(unit=f"U{n}", weight=w, least=least, most=most) for n, w in enumerate(weights, 1)]


def booths(count: int, given: list[Claim], seed: str = "s") -> list[int]:
    return [share.booths for share in shares(count, given, seed=seed)]


def test_t1_the_zones_of_quang_ninh_2024_are_counted_each_for_itself() -> None:
    floor = (*stands("A", 100), *stands("B", 150, "other-province"), *stands("C", 7, "foreign"))
    counted = booths_by_zone(floor)
    assert counted == {"in-province": 100, "other-province": 150, "foreign": 7}
    require_sum(257, counted.values())


def test_t2_zones_that_do_not_add_up_are_refused_with_the_difference() -> None:
    with pytest.raises(PartsDiffer) as refusal:
        require_sum(197, (100, 92, 15))
    assert refusal.value.difference == 10


def test_t3_areas_are_never_counted_as_booths() -> None:
    areas = (
        *stands("A", 100, kind="area"),
        *stands("B", 93, "other-province", kind="area"),
        *stands("C", 7, "foreign", kind="area"),
    )
    assert booths_by_zone((*areas, *stands("D", 350))) == {"in-province": 350}


def test_t4_a_hundred_booths_for_thirteen_districts() -> None:
    assert booths(100, claims(*STARRED, least=1)) == [13, 13, 12, 10, 9, 8, 8, 7, 6, 5, 4, 3, 2]


def test_equal_remainders_draw_lots_that_can_be_repeated() -> None:
    drawn = {tuple(booths(4, claims(1, 1, 1), seed=f"s{n}")) for n in range(20)}
    assert drawn == {(2, 1, 1), (1, 2, 1), (1, 1, 2)}
    assert booths(4, claims(1, 1, 1), seed="s1") == booths(4, claims(1, 1, 1), seed="s1")
    assert [share.why for share in shares(4, claims(1, 1, 1), seed="s1")] == ["lot", "lot", "lot"]


def test_who_has_its_maximum_leaves_the_rest_to_the_others() -> None:
    found = shares(10, [Claim(unit="A", weight=9, most=3), Claim(unit="B", weight=1)], seed="s")
    assert [(one.booths, one.exact, one.why) for one in found] == [
        (3, Fraction(3), "most"),
        (7, Fraction(7), "share"),
    ]
    assert booths(10, claims(1, 1, most=2)) == [2, 2]


def test_minimums_that_are_more_than_there_are_name_the_difference() -> None:
    with pytest.raises(QuotasDoNotFit) as refusal:
        booths(5, claims(1, 1, 1, least=3))
    assert refusal.value.difference == 4


def test_units_without_weight_get_their_minimum_alone() -> None:
    assert booths(5, claims(0, 0, least=1)) == [1, 1]
    assert booths(0, []) == []

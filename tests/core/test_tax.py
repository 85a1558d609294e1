import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.business_day import local, moment
from fairpos.core.tax import STATUTORY_RATES, NoRate, Rate, rate_on, vat_inside
from tests.examples import EXAMPLES


@pytest.mark.parametrize(
    ("gross", "rate", "vat"),
    [
        (1_445_000, 800, 107_037),
        (150_000, 1_000, 13_636),
        (245_000, 800, 18_148),
        (95_000, 1_000, 8_636),
        (85_000, 500, 4_048),
        (0, 800, 0),
        (1, 1_000, 0),
        (10_000, 0, 0),
        (10_000_000_000, 1_000, 909_090_909),
    ],
)
def test_the_vat_inside_a_price_is_gross_less_net_rounded_half_up(gross: int, rate: int, vat: int) -> None:
    assert vat_inside(gross, rate) == vat


@EXAMPLES
@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_net_and_vat_are_the_gross_to_the_dong(gross: int, rate: int) -> None:
    vat = vat_inside(gross, rate)
    net = gross - vat
    assert 0 <= vat <= gross
    # The net is the nearest whole đồng to gross * 10000 / (10000 + rate).
    assert abs(net * (10_000 + rate) - gross * 10_000) * 2 <= 10_000 + rate


@pytest.mark.parametrize(
    ("tax_class", "day", "rate"),
    [
        ("standard", "2022-01-31", 1_000),
        ("standard", "2022-02-01", 800),
        ("standard", "2022-12-31", 800),
        ("standard", "2023-01-01", 1_000),
        ("standard", "2023-06-30", 1_000),
        ("standard", "2023-07-01", 800),
        ("standard", "2026-12-31", 800),
        ("standard", "2027-01-01", 1_000),
        ("excise", "2026-12-31", 1_000),
        ("excise", "2027-01-01", 1_000),
        ("reduced", "2026-12-31", 500),
        ("none", "2026-12-31", None),
        ("none", "1900-01-01", None),
    ],
)
def test_a_rate_follows_the_class_of_goods_and_the_day(tax_class: str, day: str, rate: int | None) -> None:
    assert rate_on(STATUTORY_RATES, tax_class, day) == rate


def test_the_rate_changes_on_the_last_stroke_of_2026_in_vietnam() -> None:
    midnight = moment("2026-12-31", 24 * 60)
    days = [local(at).date().isoformat() for at in (midnight - 1, midnight)]
    assert days == ["2026-12-31", "2027-01-01"]
    assert [rate_on(STATUTORY_RATES, "standard", day) for day in days] == [800, 1_000]


def test_one_fair_over_new_year_has_two_rates() -> None:
    days = ("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02")
    assert [rate_on(STATUTORY_RATES, "standard", day) for day in days] == [800, 800, 1_000, 1_000]


def test_a_fair_may_carry_a_newer_rate_of_its_own() -> None:
    extended = (Rate("standard", 800, "2023-07-01", "2027-06-30"),)
    assert rate_on(extended, "standard", "2027-01-01") == 800


@pytest.mark.parametrize(
    ("tax_class", "day"), [("standard", "2008-12-31"), ("luxury", "2026-11-20"), ("", "2026-11-20")]
)
def test_a_missing_rate_is_told_and_not_guessed(tax_class: str, day: str) -> None:
    with pytest.raises(NoRate):
        rate_on(STATUTORY_RATES, tax_class, day)


def test_no_two_rates_hold_for_one_class_on_one_day() -> None:
    for first in STATUTORY_RATES:
        for second in STATUTORY_RATES:
            if first is not second and first.tax_class == second.tax_class:
                ends = [row.valid_to or "9999-12-31" for row in (first, second)]
                assert ends[0] < second.valid_from or ends[1] < first.valid_from

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.money import (
    DONG_MAX,
    MINUS,
    NBSP,
    NotMoney,
    dong,
    half_up,
    millions,
    number,
    parse_dong,
    percent_change,
    shares,
    typed_dong,
)
from tests.examples import EXAMPLES


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (4, 2, 2),
        (0, 7, 0),
        # Python's own round() is a banker's: it gives 1594000 and 1596000.
        (1_594_500, 1_000, 1_595),
        (1_595_500, 1_000, 1_596),
        (1, 3, 0),
        (2, 3, 1),
        (-1, 2, -1),
    ],
)
def test_a_half_is_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@EXAMPLES
@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_rounding_agrees_with_decimal_half_up(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    assert half_up(numerator, denominator) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("245000", 245_000),
        ("245.000", 245_000),
        # Babel reads this as 245 even when it is told to be strict: a price a thousand times too small.
        ("245,000", 245_000),
        ("245 000", 245_000),
        (f"245{NBSP}000{NBSP}đ", 245_000),
        ("245.000đ", 245_000),
        ("245.000 ₫", 245_000),
        ("245.000 VND", 245_000),
        ("245.000 Đồng", 245_000),
        ("245k", 245_000),
        ("245 K", 245_000),
        ("3tr", 3_000_000),
        ("  1.595.000  ", 1_595_000),
        ("0", 0),
        ("10.000.000.000", 10_000_000_000),
        ("1000000000000", DONG_MAX),
    ],
)
def test_an_amount_is_read_as_a_clerk_means_it(typed: str, amount: int) -> None:
    assert parse_dong(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "đ",
        "k",
        "1.5",
        "1,5tr",
        "12.34.567",
        "1234.567",
        ".500",
        "1..000",
        "-5000",
        "+5000",
        "5e3",
        "NaN",
        "٢٤٥٠٠٠",
        "²",
        "245.000 USD",
        "=1+1",
        "1000000000001",
        "999999999tr",
        "9" * 5_000,
    ],
)
def test_what_could_mean_something_else_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(NotMoney):
        parse_dong(typed)


@EXAMPLES
@given(st.integers(0, DONG_MAX), st.sampled_from(["vi", "en"]))
def test_what_is_printed_is_read_back(amount: int, language: str) -> None:
    assert parse_dong(dong(amount, "vi" if language == "vi" else "en")) == amount


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (1_595_000, f"1.595.000{NBSP}đ", f"1,595,000{NBSP}đ"),
        (0, f"0{NBSP}đ", f"0{NBSP}đ"),
        (-1_000, f"{MINUS}1.000{NBSP}đ", f"{MINUS}1,000{NBSP}đ"),
        (999_999_999, f"999.999.999{NBSP}đ", f"999,999,999{NBSP}đ"),
        (10_000_000_000, f"10.000.000.000{NBSP}đ", f"10,000,000,000{NBSP}đ"),
    ],
)
def test_an_amount_due_has_groups_no_decimals_and_a_blank_that_never_wraps(
    amount: int, vi: str, en: str
) -> None:
    assert dong(amount) == vi
    assert dong(amount, "en") == en
    assert " " not in dong(amount) + dong(amount, "en")


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (6_056_500_000, f"6.056,5{NBSP}triệu đồng", f"VND{NBSP}6,056.5{NBSP}million"),
        (Fraction(6_056_500_000, 6), f"1.009,42{NBSP}triệu đồng", f"VND{NBSP}1,009.42{NBSP}million"),
        (10_000_000_000, f"10.000{NBSP}triệu đồng", f"VND{NBSP}10,000{NBSP}million"),
        (0, f"0{NBSP}triệu đồng", f"VND{NBSP}0{NBSP}million"),
        (-5_000, f"{MINUS}0,01{NBSP}triệu đồng", f"VND{NBSP}{MINUS}0.01{NBSP}million"),
    ],
)
def test_a_report_speaks_of_millions(amount: int | Fraction, vi: str, en: str) -> None:
    assert millions(amount) == vi
    assert millions(amount, "en") == en


def test_a_report_may_keep_its_zeros() -> None:
    assert millions(6_056_500_000, trim=False) == f"6.056,50{NBSP}triệu đồng"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(906, 10_000), f"+9,06{NBSP}%"),
        (Fraction(1157, 10_000), f"+11,57{NBSP}%"),
        (Fraction(-906, 10_000), f"{MINUS}9,06{NBSP}%"),
        (Fraction(0), f"0,00{NBSP}%"),
        (Fraction(1, 10_000_000), f"0,00{NBSP}%"),
        (Fraction(-1, 10_000_000), f"0,00{NBSP}%"),
        (Fraction(12), f"+1.200,00{NBSP}%"),
    ],
)
def test_a_change_carries_its_sign_and_nothing_has_none(value: Fraction, text: str) -> None:
    assert percent_change(value) == text


@EXAMPLES
@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_a_number_is_rounded_once_from_the_exact_value(value: int, digits: int) -> None:
    exact = Decimal(value) / 7
    expected = f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}"
    if not any(figure in expected for figure in "123456789"):
        expected = expected.removeprefix("-")
    assert number(Fraction(value, 7), "en", digits=digits) == expected.replace("-", MINUS)


@EXAMPLES
@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_shares_add_up_and_none_is_a_dong_off(total: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        total = 0
    parts = shares(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)
    if sum(weights):
        exact = [Fraction(total * weight, sum(weights)) for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


def test_what_is_left_over_goes_to_the_largest_remainders_and_first_to_the_earlier() -> None:
    assert shares(100, [1, 1, 1]) == [34, 33, 33]
    assert shares(10, [1, 2, 4]) == [1, 3, 6]
    assert shares(1, [5, 5]) == [1, 0]
    assert shares(5, [0, 7, 0]) == [0, 5, 0]
    assert shares(0, []) == []


def test_an_amount_cannot_be_spread_over_nothing() -> None:
    with pytest.raises(AssertionError):
        shares(1, [0, 0])


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("87", 87_000),
        (" 999 ", 999_000),
        ("1500", 1_500),
        ("0500", 500),
        ("0", 0),
        ("12tr", 12_000_000),
        ("87k", 87_000),
        ("245.000", 245_000),
    ],
)
def test_an_amount_is_typed_as_it_is_said(typed: str, amount: int) -> None:
    assert typed_dong(typed) == amount

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.sale import (
    LINES_MAX,
    QUANTITY_MAX,
    TENDERS_MAX,
    DiscountTooLarge,
    Line,
    Sale,
    Tender,
    VatLine,
    add_up,
    faults,
    sign,
)
from tests.documents import HONEY, TEA, line, new_id, refund, sale, void
from tests.examples import EXAMPLES

LINES = st.lists(
    st.builds(
        line,
        price=st.integers(0, 10**7),
        quantity=st.integers(1, 10**5),
        vat=st.sampled_from([None, 0, 500, 800, 1_000]),
    ),
    min_size=1,
    max_size=12,
)


def weighed(price: int, grams: int) -> Line:
    return line(price, quantity=grams, unit="kg", vat=None)


@pytest.mark.parametrize(
    ("row", "total"),
    [
        (line(180_000, 3), 540_000),
        (line(180_000, 3, discount=40_000), 500_000),
        (line(180_000, 1, discount=180_000), 0),
        (weighed(400_000, 1_250), 500_000),
        (weighed(400_000, 333), 133_200),
        (weighed(1_001, 1_500), 1_502),  # 1501,5: half up
        (weighed(999, 1_500), 1_499),  # 1498,5: half up, where a banker would go down
        (weighed(1, 499), 0),
        (weighed(1, 500), 1),
        (line(10**12, quantity=QUANTITY_MAX), 10**18),
    ],
)
def test_a_line_is_price_times_quantity_half_up_less_its_discount(row: Line, total: int) -> None:
    assert row.total == total


def test_vat_is_taken_out_of_the_gross_of_each_rate_with_one_rounding_a_rate() -> None:
    lines = [line(95_000), line(95_000), TEA, HONEY]
    # Twice 8.636 would be 17.272; the rate's gross as a whole holds 17.273.
    assert add_up(lines).vat == (
        VatLine(rate=800, gross=450_000, vat=33_333),
        VatLine(rate=1_000, gross=190_000, vat=17_273),
    )


def test_goods_of_a_household_have_no_vat_line_at_all() -> None:
    assert add_up([HONEY]).vat == ()


def test_a_rate_of_nothing_is_a_vat_line_of_nothing() -> None:
    assert add_up([line(100_000, vat=0)]).vat == (VatLine(rate=0, gross=100_000, vat=0),)


def test_a_basket_discount_is_spread_by_largest_remainder_before_vat_is_taken_out() -> None:
    totals = add_up([line(100_000), line(100_000, vat=800), line(100_000, vat=None)], discount=100)
    assert totals.nets == (99_966, 99_967, 99_967)
    assert totals.total == 299_900
    assert [row.gross for row in totals.vat] == [99_967, 99_966]


def test_everything_may_be_given_away() -> None:
    totals = add_up([line(50_000), HONEY], discount=200_000)
    assert (totals.total, totals.nets) == (0, (0, 0))
    assert totals.vat == (VatLine(rate=1_000, gross=0, vat=0),)


@pytest.mark.parametrize(
    ("lines", "discount"),
    [
        ([line(50_000)], 50_001),
        ([line(50_000)], -1),
        ([line(50_000, discount=50_001)], 0),
        # One line below nothing is a fault even where another makes up for it.
        ([line(50_000, discount=60_000), line(50_000)], 0),
        ([], 1),
    ],
)
def test_a_discount_cannot_take_off_more_than_there_is(lines: list[Line], discount: int) -> None:
    with pytest.raises(DiscountTooLarge):
        add_up(lines, discount)


def test_a_receipt_may_run_into_the_billions() -> None:
    big = sale(line(10_000_000_000, vat=800))
    assert (big.total, big.vat) == (10_000_000_000, (VatLine(rate=800, gross=10**10, vat=740_740_741),))
    assert faults(big) == ([], [10_000_000_000])
    assert faults(sale(line(1_000_000, 1_000_000)))[0] == []


@EXAMPLES
@given(LINES, st.data())
def test_lines_discounts_and_rates_add_up_to_the_dong(lines: list[Line], data: st.DataObject) -> None:
    whole = sum(row.total for row in lines)
    discount = data.draw(st.integers(0, whole))
    totals = add_up(lines, discount)
    assert totals.total == sum(totals.nets) == whole - discount
    assert all(0 <= net <= row.total for net, row in zip(totals.nets, lines, strict=True))
    taxed = sum(net for net, row in zip(totals.nets, lines, strict=True) if row.vat is not None)
    assert sum(row.gross for row in totals.vat) == taxed
    assert [row.rate for row in totals.vat] == sorted({row.vat for row in lines if row.vat is not None})
    assert all(0 <= row.vat <= row.gross for row in totals.vat)


@EXAMPLES
@given(LINES, st.data())
def test_a_sale_that_is_added_up_by_the_rule_has_no_fault(lines: list[Line], data: st.DataObject) -> None:
    discount = data.draw(st.integers(0, sum(row.total for row in lines)))
    sold = sale(*lines, discount=discount)
    assert faults(sold) == ([], list(add_up(lines, discount).nets))


SOLD = sale(line(), TEA, HONEY, discount=80_000, kind="vietqr")


def test_the_sale_that_is_spoilt_below_is_sound() -> None:
    assert faults(SOLD) == ([], [161_539, 403_846, 134_615])


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"lines": ()}, ["line-count"]),
        ({"lines": (line(0),) * (LINES_MAX + 1)}, ["line-count"]),
        ({"tenders": (Tender(kind="cash", amount=0),) * (TENDERS_MAX + 1)}, ["tender-count", "tenders"]),
        ({"booth": ""}, ["name"]),
        ({"shift": "ca-1"}, ["name"]),
        ({"number": 0}, ["number-range"]),
        ({"number": 1 << 65}, ["number-range"]),
        ({"total": -1}, ["amount-range", "tenders"]),
        ({"total": 10**12 + 1}, ["amount-range", "tenders"]),
        ({"total": 1 << 65}, ["amount-range", "tenders"]),
        ({"discount": -1}, ["amount-range"]),
        ({"lines": (line(-1),)}, ["amount-range"]),
        ({"lines": (line(1, discount=-1),)}, ["amount-range"]),
        ({"lines": (line(1, quantity=0),)}, ["amount-range"]),
        ({"lines": (line(1, quantity=-1_000),)}, ["amount-range"]),
        ({"lines": (line(1, quantity=QUANTITY_MAX + 1),)}, ["amount-range"]),
        ({"lines": (line(1 << 65),)}, ["amount-range"]),
        ({"lines": (line(article="Rượu"),)}, ["name"]),
        ({"lines": (line(exhibitor=""),)}, ["name"]),
        ({"lines": (line(name="x" * 201),)}, ["text-length"]),
        ({"lines": (line(unit="x" * 201),)}, ["text-length"]),
        ({"lines": (line(vat=10_001),)}, ["vat-rate"]),
        ({"lines": (line(vat=-1),)}, ["vat-rate"]),
        ({"discount": 780_001}, ["discount"]),
        ({"discount": 0}, ["totals"]),
        ({"total": 700_001, "tenders": (Tender(kind="cash", amount=700_001),)}, ["totals"]),
        ({"vat": ()}, ["totals"]),
        ({"vat": SOLD.vat[::-1]}, ["totals"]),
        ({"vat": (replace(SOLD.vat[0], vat=SOLD.vat[0].vat + 1), *SOLD.vat[1:])}, ["totals"]),
        ({"tenders": ()}, ["tenders"]),
        ({"tenders": (Tender(kind="cash", amount=699_999),)}, ["tenders"]),
        (
            {"tenders": (Tender(kind="cash", amount=-1), Tender(kind="card", amount=700_001))},
            ["amount-range"],
        ),
        ({"tenders": (Tender(kind="cash", amount=700_000, given=800_000, change=90_000),)}, ["change"]),
        (
            {"tenders": (Tender(kind="cash", amount=700_000, given=600_000, change=-100_000),)},
            ["amount-range"],
        ),
    ],
)
def test_every_fault_of_a_sale_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    found, nets = faults(replace(SOLD, **changes))
    assert found == codes
    assert nets == []


def test_a_sale_may_be_paid_in_parts_and_cash_is_what_was_given_less_the_change() -> None:
    tenders = (
        Tender(kind="cash", amount=300_000, given=500_000, change=200_000),
        Tender(kind="vietqr", amount=300_000),
        Tender(kind="voucher", amount=100_000),
    )
    assert faults(replace(SOLD, tenders=tenders))[0] == []


def test_the_largest_sale_that_may_be_is_sound() -> None:
    assert faults(sale(*[line(1_000)] * LINES_MAX))[0] == []
    assert faults(sale(line(10**12)))[0] == []


def test_a_correction_points_at_a_sale_and_says_why() -> None:
    sold = sale()
    for correction in (void(sold), refund(sold)):
        assert faults(correction)[0] == []
        assert faults(replace(correction, ref="hóa đơn 7"))[0] == ["ref"]
        assert faults(replace(correction, reason="x" * 201))[0] == ["ref"]
        assert correction.id != sold.id


@pytest.mark.parametrize(("document", "expected"), [(sale(), 1), (void(sale()), -1), (refund(sale()), -1)])
def test_the_type_carries_the_sign_and_amounts_are_positive(document: Sale, expected: int) -> None:
    assert sign(document) == expected
    assert document.total > 0


def test_an_id_is_never_used_twice_by_the_makers_of_these_tests() -> None:
    assert new_id() != new_id()

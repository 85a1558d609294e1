"""What one entry means, without any database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.business_day import MINUTE_MS, moment
from fairpos.core.document import Document
from fairpos.core.sale import Tender
from fairpos.ledger.fold import FUTURE_MS, NO_VAT, ROLLUPS, Deltas, Rules, Trouble, add_fold, fold
from fairpos.wire import documents
from fixtures.small import CLOSED, DAYS
from tests.documents import (
    AT,
    DAY,
    HONEY,
    SHIFT,
    TEA,
    bank_credit,
    cash_movement,
    closing,
    gate_count,
    line,
    opening,
    refund,
    sale,
    stock_movement,
    void,
)
from tests.examples import EXAMPLES

RULES = Rules(4 * 60, frozenset(DAYS))


def added(*made: Document) -> dict[str, dict[tuple[str | int, ...], list[int]]]:
    """What some documents add to every rollup; rollups to which they add nothing are left out."""
    deltas = Deltas()
    for document in made:
        add_fold(deltas, fold(documents.write(document), RULES))
    return {table: rows for table, rows in deltas.by_table.items() if rows}


def troubles(document: Document, received_at: int = AT) -> list[Trouble]:
    return list(fold(documents.write(document), RULES, received_at=received_at).troubles)


def test_who_is_no_visitor_is_counted_apart() -> None:
    counts = (gate_count(3, n=1), gate_count(2, n=2, category="staff"), gate_count(1, n=3, category="press"))
    assert added(*counts) == {
        "visits_by_hour": {(DAY, 10, "G1", "in", "clicker"): [3]},
        "others_by_hour": {
            (DAY, 10, "G1", "in", "clicker", "staff"): [2],
            (DAY, 10, "G1", "in", "clicker", "press"): [1],
        },
        "documents_by_till": {("CG1",): [3, 0, 0, 3, 0, AT]},
    }


def test_a_count_typed_in_later_stands_under_the_hour_in_which_people_passed() -> None:
    passed = moment(DAYS[0], 9 * 60)
    typed = gate_count(120, method="manual", passed_at=passed, day=DAYS[0], reason="sổ giấy")
    assert added(typed)["visits_by_hour"] == {(DAYS[0], 9, "G1", "in", "manual"): [120]}
    assert troubles(typed) == []


def test_a_sale_adds_to_hour_article_tender_shift_and_till() -> None:
    tenders = (
        Tender(kind="cash", amount=200_000, given=500_000, change=300_000),
        Tender(kind="vietqr", amount=130_000),
    )
    sold = replace(sale(line(), HONEY), tenders=tenders)
    assert added(sold) == {
        "takings_by_hour": {(DAY, 10, "A1"): [1, 0, 0, 330_000, 0]},
        "takings_by_article": {
            (DAY, "A1", "DV1", "SP1"): [1_000, 180_000],
            (DAY, "A1", "DV2", "SP3"): [1_000, 150_000],
        },
        "takings_by_tender": {(DAY, "A1", "cash"): [1, 200_000], (DAY, "A1", "vietqr"): [1, 130_000]},
        "takings_by_vat": {
            (DAY, "A1", "DV1", 1_000): [180_000, 16_364],
            (DAY, "A1", "DV2", NO_VAT): [150_000, 0],
        },
        "takings_by_shift": {(SHIFT, "M1"): [1, 330_000, 200_000]},
        "documents_by_till": {("M1",): [1, 1, 330_000, sold.n, sold.number, AT]},
    }


def test_articles_carry_their_share_of_a_basket_discount() -> None:
    rows = added(sale(line(), HONEY, discount=33_000))["takings_by_article"]
    assert rows == {
        (DAY, "A1", "DV1", "SP1"): [1_000, 162_000],
        (DAY, "A1", "DV2", "SP3"): [1_000, 135_000],
    }


def test_two_sellers_on_one_receipt_share_its_vat_to_the_dong() -> None:
    shared = sale(line(), line(75_000, exhibitor="DV2", article="SP9"))
    rows = added(shared)["takings_by_vat"]
    assert shared.vat[0].vat == 23_182
    assert rows == {
        (DAY, "A1", "DV1", 1_000): [180_000, 16_364],
        (DAY, "A1", "DV2", 1_000): [75_000, 6_818],
    }
    assert set(map(tuple, added(shared, void(shared))["takings_by_vat"].values())) == {(0, 0)}


def test_a_sale_and_its_void_leave_no_money_and_both_traces() -> None:
    sold = sale(line(), TEA, discount=5_000)
    rows = added(sold, void(sold))
    assert rows["takings_by_hour"] == {(DAY, 10, "A1"): [1, 1, 0, 0, sold.total]}
    assert {tuple(sums) for sums in rows["takings_by_article"].values()} == {(0, 0)}
    assert rows["takings_by_tender"] == {(DAY, "A1", "cash"): [2, 0]}
    assert rows["takings_by_shift"] == {(SHIFT, "M1"): [1, 0, 0]}


def test_a_refund_counts_on_the_day_the_money_went_back() -> None:
    next_day = moment(DAYS[1], 9 * 60)
    sold = sale(line(), HONEY)
    back = refund(sold, HONEY, at=next_day, day=DAYS[1])
    assert added(sold, back)["takings_by_hour"] == {
        (DAY, 10, "A1"): [1, 0, 0, 330_000, 0],
        (DAYS[1], 9, "A1"): [0, 0, 1, -150_000, 150_000],
    }


def test_practice_is_known_as_a_document_and_is_in_no_total() -> None:
    learnt = sale(training=True)
    assert added(learnt) == {"documents_by_till": {("M1",): [1, 0, 0, learnt.n, 0, AT]}}
    folded = fold(documents.write(learnt), RULES)
    assert folded.troubles == ()
    assert folded.row is not None
    # Its receipt is of another series, so it is no hole and no number of the one in earnest.
    assert (folded.row.number, folded.row.total) == (None, 0)


def test_stock_and_credits_are_documents_without_takings() -> None:
    put, came = stock_movement(12_000), bank_credit(87_000)
    assert added(put, came) == {
        "documents_by_till": {("M1",): [1, 0, 0, put.n, 0, AT], ("NH1",): [1, 0, 0, came.n, 0, AT]}
    }
    assert [fold(documents.write(made), RULES).row.total for made in (put, came)] == [12_000, 87_000]  # type: ignore[union-attr]


def test_gate_counts_are_kept_apart_by_direction_and_method() -> None:
    first = gate_count(5)
    rows = added(
        first,
        gate_count(-5, ref=first.id),
        gate_count(2, direction="out"),
        gate_count(40, method="sensor"),
    )
    assert rows["visits_by_hour"] == {
        (DAY, 10, "G1", "in", "clicker"): [0],
        (DAY, 10, "G1", "out", "clicker"): [2],
        (DAY, 10, "G1", "in", "sensor"): [40],
    }
    assert rows.keys() == {"visits_by_hour", "documents_by_till"}


@pytest.mark.parametrize("document", [opening(), closing(3, 540_000), cash_movement(-200_000)])
def test_money_that_only_moves_is_in_no_takings(document: Document) -> None:
    assert added(document).keys() == {"documents_by_till"}
    ((key, row),) = added(document)["documents_by_till"].items()
    assert (key, row[:3]) == (("M1",), [1, 0, 0])


def test_highs_only_rise_whatever_order_documents_come_in() -> None:
    late, early = sale(n=9, number=5, at=AT + 50), sale(n=3, number=2, at=AT)
    for order in ((late, early), (early, late)):
        assert added(*order)["documents_by_till"][("M1",)][3:] == [9, 5, AT + 50]


# --- fair days -------------------------------------------------------------------------------------


def test_a_sale_at_half_past_midnight_belongs_to_the_evening_before() -> None:
    late = moment(DAY, 24 * 60 + 30)
    sold = sale(at=late)
    assert troubles(sold, late) == []
    assert list(added(sold)["takings_by_hour"]) == [(DAY, 0, "A1")]


def test_the_measured_offset_decides_the_day_and_not_the_tablets_clock() -> None:
    # The tablet is a day ahead and knows it.
    sold = sale(at=AT + 86_400_000, offset=-86_400_000)
    assert troubles(sold) == []
    assert list(added(sold)["takings_by_hour"]) == [(DAY, 10, "A1")]


def test_a_till_that_booked_another_day_is_told_of_and_counted_under_the_right_one() -> None:
    sold = sale(day="2026-11-19")
    assert troubles(sold) == [Trouble("fair-day", "2026-11-19")]
    assert list(added(sold)["takings_by_hour"]) == [(DAY, 10, "A1")]


@pytest.mark.parametrize("day", [CLOSED, "2026-11-19", "2026-12-24"])
@pytest.mark.parametrize("make", [sale, gate_count])
def test_a_day_on_which_the_fair_is_closed_is_told_of_and_counted(day: str, make: type[Document]) -> None:
    at = moment(day, 600)
    document = make(at=at, day=day)  # type: ignore[call-arg]
    assert troubles(document, at) == [Trouble("outside-fair", day)]
    assert added(document)


def test_a_shift_may_be_counted_the_day_after() -> None:
    at = moment(CLOSED, 600)
    assert troubles(closing(0, 0, at=at, day=CLOSED), at) == []


@pytest.mark.parametrize(("ahead", "told"), [(0, False), (FUTURE_MS, False), (FUTURE_MS + 1, True)])
def test_a_time_that_has_not_come_yet_is_told_of_and_counted(ahead: int, told: bool) -> None:
    sold = sale(at=AT + ahead)
    assert troubles(sold, AT) == ([Trouble("future", "10 min")] if told else [])
    assert added(sold)["takings_by_hour"]


def test_a_tablet_that_knows_its_clock_is_ahead_is_not_in_the_future() -> None:
    assert troubles(sale(at=AT + 3_600_000, offset=-3_600_000), AT) == []
    assert troubles(sale(at=AT, offset=3_600_000), AT) == [Trouble("future", "60 min")]


def test_several_troubles_of_one_document_are_all_told() -> None:
    at = moment("2026-12-24", 600)
    found = troubles(sale(at=at, day=DAY), at - 60 * MINUTE_MS)
    assert [trouble.code for trouble in found] == ["fair-day", "outside-fair", "future"]
    assert [trouble.suspense for trouble in found] == [0, 0, 0]


# --- what cannot be understood ---------------------------------------------------------------------


def test_what_cannot_be_read_claims_its_money_as_far_as_it_can_be_read() -> None:
    folded = fold(documents.write(sale()).replace(b'"v":1', b'"v":2'), RULES)
    assert (folded.row, folded.document) == (None, None)
    assert folded.troubles == (Trouble("unknown-edition", "2", 180_000),)
    assert folded.claimed_till == "M1"


@pytest.mark.parametrize("total", [-1, 10**12 + 1, 1 << 65])
def test_a_claim_that_is_no_amount_is_not_believed(total: int) -> None:
    folded = fold(documents.write(replace(sale(), total=total)), RULES)
    assert [trouble.suspense for trouble in folded.troubles] == [0]


def test_every_fault_is_named_in_the_detail_and_the_first_is_the_code() -> None:
    folded = fold(documents.write(replace(sale(), booth="", number=0)), RULES)
    assert folded.troubles == (Trouble("name", "name, number-range", 180_000),)


def test_a_fault_in_the_program_itself_is_a_finding_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_document: Document) -> list[str]:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("fairpos.ledger.fold.head_faults", broken)
    folded = fold(documents.write(sale()), RULES)
    assert folded.troubles == (Trouble("fold-error", "ZeroDivisionError: a bug", 180_000),)
    assert folded.row is None


@EXAMPLES
@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_a_fold_fail(body: bytes) -> None:
    folded = fold(body, RULES)
    assert folded.row is None
    assert len(folded.troubles) == 1


@EXAMPLES
@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.integers(-(1 << 66), 1 << 66)
            for name in ("n", "at", "offset", "edition", "number", "discount", "total")
        },
    ),
    st.text(max_size=9),
)
def test_whatever_numbers_a_sale_carries_it_is_counted_whole_or_not_at_all(
    changes: dict[str, int], day: str
) -> None:
    body = documents.write(replace(sale(day=day), **changes))  # type: ignore[arg-type]
    folded = fold(body, RULES, received_at=AT)
    assert (folded.row is None) == (folded.document is None)
    if folded.row is None:
        assert len(folded.troubles) == 1
    else:
        deltas = Deltas()
        add_fold(deltas, folded)
        largest = max(
            abs(value) for rows in deltas.by_table.values() for row in rows.values() for value in row
        )
        assert largest < 1 << 50


def test_sums_are_written_once_a_key() -> None:
    deltas = Deltas()
    for _ in range(3):
        add_fold(deltas, fold(documents.write(sale()), RULES))
    by_name = {rollup.table: rollup for rollup in ROLLUPS}
    assert list(deltas.rows(by_name["takings_by_hour"], 7)) == [(7, DAY, 10, "A1", 3, 0, 0, 540_000, 0)]

"""What no single document can tell: findings that open, and close by themselves when the rest arrives."""

from dataclasses import replace

import pytest

from fairpos.core.business_day import moment
from fairpos.core.document import Document
from fairpos.core.gate import OFFICE
from fairpos.ledger import checks
from tests.documents import (
    AT,
    HONEY,
    SHIFT,
    TEA,
    closing,
    gate_count,
    line,
    new_id,
    opening,
    refund,
    sale,
    void,
)
from tests.hall import Hall


def sweep(hall: Hall) -> None:
    with hall.database.writing() as connection:
        checks.sweep(connection, hall.fair_id, now=hall.now)


# --- the place a document names --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (sale(till="M9"), "unknown-till"),
        (gate_count(till="CG9"), "unknown-till"),
        (sale(till="M2"), "wrong-place"),  # M2 stands at B1
        (sale(booth="B1"), "wrong-place"),
        (sale(booth="Z9"), "wrong-place"),
        (sale(till="CG1"), "wrong-place"),  # a counter at a gate sells nothing
        (gate_count(gate="G9"), "wrong-place"),
        (void(sale(till="M2")), "wrong-place"),
    ],
)
def test_a_till_that_does_not_belong_there_is_told_of_and_its_money_counts(
    hall: Hall, document: Document, code: str
) -> None:
    hall.journal().send(document, sale())
    assert (code, "1/1") in hall.open_findings()
    assert not [subject for _, subject in hall.open_findings() if subject == "1/2"]
    assert hall.finding(code).suspense == 0
    assert hall.count("document") == 2


def test_the_office_speaks_for_every_gate_and_nobody_else_is_the_office(hall: Hall) -> None:
    typed = gate_count(40, till=OFFICE, method="manual", reason="sổ giấy")
    hall.journal("office-1").send(typed)
    assert hall.open_findings() == []
    hall.journal("tram-1").send(replace(typed, id=new_id()))
    assert hall.open_findings() == [("unknown-till", "2/1")]


def test_a_till_where_it_belongs_opens_nothing(hall: Hall) -> None:
    hall.journal().send(sale(), sale(till="M2", booth="B1"), gate_count(), opening())
    assert hall.open_findings() == []


def test_a_document_of_the_future_is_counted_and_told_of(hall: Hall) -> None:
    hall.journal().send(sale(at=moment("2026-11-21", 600), day="2026-11-21"), sale())
    assert hall.open_findings() == [("future", "1/1")]
    assert hall.finding("future").detail == "1440 min"
    assert hall.sales() == 2
    # A recount does not make it less so, however late it is.
    hall.now += 9 * 86_400_000
    hall.recount()
    assert hall.open_findings() == [("future", "1/1")]


# --- voids and refunds -----------------------------------------------------------------------------


def test_a_refund_after_its_sale_opens_nothing(hall: Hall) -> None:
    sold = sale(line(), HONEY)
    journal = hall.journal()
    journal.send(sold)
    journal.send(refund(sold, HONEY))
    journal.send(refund(sold, line()))
    assert hall.open_findings() == []
    assert (hall.takings(), hall.sales()) == (0, 1)


def test_a_sale_and_its_void_may_come_in_one_push(hall: Hall) -> None:
    sold = sale()
    hall.journal().send(void(sold), sold)
    assert hall.open_findings() == []


def test_money_given_back_twice_is_told_of_and_never_netted(hall: Hall) -> None:
    sold = sale()
    hall.journal().send(sold, refund(sold), refund(sold))
    assert hall.open_findings() == [("given-back-twice", sold.id)]
    assert hall.finding("given-back-twice").detail == "360000 / 180000 đ"
    # The drawer really is short by it.
    assert hall.takings() == -180_000
    assert hall.rows("takings_by_hour", "refunds", "given_back") == [(2, 360_000)]


def test_a_void_and_a_refund_of_one_sale_are_twice_too(hall: Hall) -> None:
    sold = sale(line(), TEA)
    hall.journal().send(sold, void(sold), refund(sold, TEA))
    assert hall.open_findings() == [("given-back-twice", sold.id)]


def test_the_same_line_given_back_at_two_places_is_told_of_though_the_money_is_below_the_sale(
    hall: Hall,
) -> None:
    sold = sale(line(), TEA)
    first, second = (refund(sold, replace(line(), of=0)) for _ in range(2))
    hall.journal("tram-1").send(sold, first)
    assert hall.open_findings() == []
    hall.journal("tram-2").send(second)
    assert hall.open_findings() == [("given-back-twice", sold.id)]
    assert hall.takings() == TEA.total - line().total


def test_two_different_pieces_of_one_line_may_be_given_back_one_by_one(hall: Hall) -> None:
    sold = sale(line(pieces=2), TEA)
    journal = hall.journal()
    journal.send(sold, *(refund(sold, replace(line(), of=0)) for _ in range(2)))
    assert hall.open_findings() == []


def test_a_refund_of_a_sale_nobody_has_seen_waits_for_it(hall: Hall) -> None:
    sold = sale(line(), TEA)
    back = refund(sold, TEA)
    hall.journal("tram-1").send(back)
    assert hall.open_findings() == [("sale-unknown", sold.id)]
    sweep(hall)
    assert hall.open_findings() == [("sale-unknown", sold.id)]
    hall.now += 60_000
    hall.journal("tram-2").send(sold)
    sweep(hall)
    assert hall.open_findings() == []
    finding = hall.finding("sale-unknown")
    assert (finding.resolved_by, finding.resolved_at) == ("fairpos", hall.now)
    assert hall.takings() == 180_000


def test_a_late_sale_that_was_given_back_twice_says_so_when_it_comes(hall: Hall) -> None:
    sold = sale()
    hall.journal("tram-1").send(refund(sold), refund(sold))
    hall.journal("tram-2").send(sold)
    sweep(hall)
    assert hall.open_findings() == [("given-back-twice", sold.id)]


def test_a_refund_of_something_that_is_no_sale_is_a_refund_of_nothing(hall: Hall) -> None:
    count = gate_count()
    hall.journal().send(count, refund(replace(sale(), id=count.id)))
    assert hall.open_findings() == [("sale-unknown", count.id)]


# --- shifts ----------------------------------------------------------------------------------------


def test_a_shift_on_which_both_ends_agree_opens_nothing(hall: Hall) -> None:
    sold = sale()
    hall.journal().send(opening(id=SHIFT), sold, sale(TEA), void(sold), closing(2, 450_000))
    assert hall.open_findings() == []


@pytest.mark.parametrize(("sales", "takings"), [(2, 180_000), (1, 180_001), (0, 0)])
def test_a_shift_that_differs_is_told_of_with_both_figures(hall: Hall, sales: int, takings: int) -> None:
    hall.journal().send(sale(), closing(sales, takings))
    assert hall.open_findings() == [("shift-differs", SHIFT)]
    assert hall.finding("shift-differs").detail == f"till {sales}: {takings} đ, here 1: 180000 đ"


def test_a_shift_agrees_when_its_last_sale_has_arrived(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale(), closing(2, 360_000))
    assert hall.open_findings() == [("shift-differs", SHIFT)]
    journal.send(sale())
    sweep(hall)
    assert hall.open_findings() == []


def test_practice_is_not_part_of_a_shift(hall: Hall) -> None:
    hall.journal().send(sale(), sale(training=True), closing(1, 180_000))
    assert hall.open_findings() == []


def test_a_shift_without_any_sale_closes_with_nothing(hall: Hall) -> None:
    hall.journal().send(closing(0, 0, shift=new_id()))
    assert hall.open_findings() == []


def test_a_check_is_made_when_the_correction_arrives_and_costs_nothing_else(hall: Hall) -> None:
    hall.now = AT + 5_000
    hall.journal().send(sale(), gate_count())
    assert hall.count("finding") == 0

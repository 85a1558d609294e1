"""Which documents print by themselves, and at which printer."""

from __future__ import annotations

import pytest

from booth_terminal.journal import Posted
from booth_terminal.printers import Rule
from booth_terminal.spool import FRESH_MS
from fairpos.core.sale import Sale
from fairpos.wire import documents
from tests.documents import AT, opening, refund, sale, void
from tests.hut import Hut


def test_the_first_printer_is_everybody_s_until_somebody_decides(hut: Hut) -> None:
    hut.printer(None)
    hut.printer(None, "p2")
    assert hut.spooler.rule_for("M7") == Rule(till="", printer="p1", receipts="ask", drawer=False)


def cash_and_card() -> tuple[Sale, Sale]:
    return sale(number=12), sale(number=13, kind="card")


def test_a_till_that_always_prints_has_its_slips_queued_as_they_are_kept(hut: Hut) -> None:
    hut.printer(None)
    hut.rule("M1")
    cash, card = cash_and_card()
    back, gone = refund(cash, number=14), void(card, number=15)
    hut.keep(opening(), cash, card, back, gone, sale(till="M2"))
    hut.keep(cash)
    assert hut.every() == [
        ("document", "M1-12"),
        ("document", "M1-13"),
        ("document", "M1-14"),
        ("document", "M1-15"),
    ]


@pytest.mark.parametrize("receipts", ["ask", "never"])
def test_a_till_that_asks_or_never_prints_queues_nothing_but_its_drawer(hut: Hut, receipts: str) -> None:
    hut.printer(None)
    hut.rule(receipts=receipts, drawer=True)
    hut.keep(*cash_and_card())
    assert hut.every() == [("drawer", "M1-12")]


def test_training_has_receipts_of_its_own_series(hut: Hut) -> None:
    hut.printer(None)
    hut.rule()
    hut.keep(sale(number=3, training=True))
    assert hut.every() == [("document", "M1-T3")]


def test_a_sale_that_is_handed_in_late_prints_nothing_by_itself(hut: Hut) -> None:
    hut.printer(None)
    hut.rule(drawer=True)
    hut.keep(sale(at=AT - FRESH_MS - 1), sale(at=AT - FRESH_MS - 500, offset=400))
    assert hut.every() == []
    hut.keep(sale(at=AT - FRESH_MS - 500, offset=500, number=9))
    assert hut.every() == [("drawer", "M1-9"), ("document", "M1-9")]


def test_what_is_no_document_prints_nothing_and_harms_nothing(hut: Hut) -> None:
    hut.printer(None)
    hut.rule()
    good = sale(number=4)
    odd = [b"{", b"[]", b'{"type":"sale","id":"x","till":7,"at":1}', b'{"type":"sale"}', b"\xff" * 50]
    posted = [*(Posted("x", body) for body in odd), Posted(good.id, documents.write(good))]
    hut.writer.do(lambda c: hut.spooler.expect(c, posted, at=hut.now))
    assert hut.every() == [("document", "M1-4")]

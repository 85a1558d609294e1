"""From a job to the bytes a printer is sent, and a shift's report out of the journal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from booth_terminal import drawing, shift_reading
from booth_terminal.printers import Printer
from booth_terminal.prints import Job
from booth_terminal.shift_figures import Late, ShiftFigures, Tally, TenderFigures
from booth_terminal.spool import CannotDraw
from fairpos.core.ids import uuid7
from tests.booth import Booth
from tests.documents import AT, HONEY, cash_movement, closing, gate_count, opening, refund, sale, void

PRINTER = Printer(id="p1", name="Máy in 1", transport="virtual", drawer=2)
SHIFT = uuid7(AT, 99)


def job(subject: str = "", **changes: Any) -> Job:
    fields: dict[str, Any] = {
        "no": 1,
        "ref": "r",
        "printer": "p1",
        "till": "M1",
        "kind": "document",
        "copy": 1,
        "label": "",
        "state": "waiting",
        "attempts": 0,
        "problem": "",
        "made_at": AT,
        "next_at": AT,
        "done_at": None,
    }
    return Job(subject=subject, **(fields | changes))


def texts(booth: Booth, of: Job) -> list[str]:
    """Every word of a job's slip."""
    slip = booth.terminal.drawing.slip(of, PRINTER)
    return [
        text
        for row in slip.rows
        for text in (getattr(row, "text", ""), getattr(row, "left", ""), getattr(row, "right", ""))
        if text
    ]


def test_a_kept_sale_becomes_a_receipt_and_its_second_copy_says_so(booth: Booth) -> None:
    sold = sale(HONEY, number=12)
    booth.keep(sold)
    first, second = texts(booth, job(sold.id)), texts(booth, job(sold.id, copy=2))
    assert "Mật ong rừng chai 500 ml" in first
    assert "BẢN IN LẠI" not in first
    assert "BẢN IN LẠI" in second


def test_what_is_given_back_names_the_receipt_it_is_of(booth: Booth) -> None:
    sold = sale(number=12)
    booth.keep(sold)
    back, gone = refund(sold, number=13), void(sale(number=14), number=15)
    booth.keep(back, gone)
    assert any("M1-12" in text for text in texts(booth, job(back.id)))
    # The voided sale is in another terminal's journal: the slip is printed all the same.
    assert not any("M1-14" in text for text in texts(booth, job(gone.id)))


def test_a_printer_is_sent_the_picture_and_a_cut(booth: Booth) -> None:
    sold = sale()
    booth.keep(sold)
    data = booth.terminal.drawing(job(sold.id), PRINTER)
    assert data.startswith(b"\x1b@\x1dv0\x00\x48\x00")
    assert data.endswith(b"\x1dVB\x10")
    uncut = booth.terminal.drawing(job(sold.id), replace(PRINTER, cut="none", width=384))
    assert uncut.startswith(b"\x1b@\x1dv0\x00\x30\x00")
    assert b"\x1dV" not in uncut[-6:]


def test_a_left_offset_leaves_white_what_the_head_cannot_reach(booth: Booth) -> None:
    set_in = replace(PRINTER, left_offset=20)
    image = booth.terminal.drawing.image(job(kind="test"), set_in)
    assert image.width == 576
    free, drawn = image.crop((0, 0, 20, image.height)), image.crop((20, 0, 576, image.height))
    assert free.convert("L").getextrema() == (255, 255)
    assert drawn.convert("L").getextrema() == (0, 255)


def test_a_drawer_is_a_pulse_and_only_where_there_is_one(booth: Booth) -> None:
    assert booth.terminal.drawing(job(kind="drawer"), PRINTER) == b"\x1bp\x00\x19\xfa"
    with pytest.raises(CannotDraw, match="no-drawer"):
        booth.terminal.drawing(job(kind="drawer"), replace(PRINTER, drawer=0))


@pytest.mark.parametrize("kind", ["test", "enrolment"])
def test_the_slips_that_try_a_printer_need_no_document(booth: Booth, kind: str) -> None:
    assert texts(booth, job(kind=kind)) != []


def test_what_the_journal_does_not_hold_cannot_be_drawn(booth: Booth) -> None:
    counted = gate_count()
    booth.keep(counted, b'{"id":"' + b"f" * 32 + b'"}')
    for subject, problem in [("0" * 32, "not-kept"), (counted.id, "no-slip"), ("f" * 32, "unreadable")]:
        with pytest.raises(CannotDraw) as told:
            booth.terminal.drawing(job(subject), PRINTER)
        assert told.value.problem == problem
    with pytest.raises(CannotDraw, match="no-shift"):
        booth.terminal.drawing(job(SHIFT, kind="shift"), PRINTER)


def figures(booth: Booth) -> ShiftFigures:
    with booth.terminal.database.reading() as connection:
        return shift_reading.figures(shift_reading.documents_of(connection, SHIFT), SHIFT, at=AT)


def test_a_shift_is_added_up_out_of_the_journal(booth: Booth) -> None:
    sold = sale(number=1, shift=SHIFT)
    booth.keep(
        opening(500_000, id=SHIFT),
        sold,
        sold,
        sale(HONEY, number=2, shift=SHIFT, kind="vietqr"),
        sale(number=3),
        sale(number=1, shift=SHIFT, training=True),
        refund(sold, number=4, shift=SHIFT),
        cash_movement(-100_000, shift=SHIFT),
    )
    found = figures(booth)
    assert (found.float, found.sales, found.refunds) == (500_000, Tally(2, 330_000), Tally(1, 180_000))
    assert found.tenders == (
        TenderFigures("cash", taken=180_000, given_back=180_000),
        TenderFigures("vietqr", taken=150_000),
    )
    assert (found.expected, found.counted, found.first, found.last) == (400_000, None, "M1-1", "M1-4")
    assert (found.training, found.revision) == (1, 0)


def test_a_sale_that_comes_after_the_count_makes_the_report_a_revision(booth: Booth) -> None:
    counted = closing(1, 180_000, shift=SHIFT, counted=680_000, expected=680_000)
    late = sale(HONEY, number=2, shift=SHIFT)
    booth.keep(opening(500_000, id=SHIFT), sale(number=1, shift=SHIFT), counted)
    assert (figures(booth).difference, figures(booth).revision) == (0, 0)
    booth.keep(late)
    found = figures(booth)
    assert (found.difference, found.expected_then, found.revision) == (-150_000, 680_000, 1)
    assert found.late == (Late("M1-2", AT, 150_000),)
    words = texts(booth, job(counted.id))
    assert any("M1-2" in word for word in words)


def test_an_x_report_does_not_tell_what_should_lie_in_the_drawer(booth: Booth) -> None:
    booth.keep(opening(777_000, id=SHIFT), sale(number=1, shift=SHIFT))
    words = texts(booth, job(SHIFT, kind="shift"))
    assert not any("777.000" in word or "957.000" in word for word in words)


def test_documents_are_called_what_people_call_them() -> None:
    assert drawing.named(sale(number=7, training=True)) == "M1-T7"
    assert drawing.named(closing(1, 1)) == "Z M1"
    assert drawing.named(opening()) == "X M1"
    assert drawing.named(gate_count()) is None

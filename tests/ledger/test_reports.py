"""What each report says of a small fair whose every sale is known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from fairpos.core.business_day import DAY_MS
from fairpos.core.floor import Floor, Stand
from fairpos.core.floor import Hall as Plan
from fairpos.core.money import NBSP
from fairpos.core.report import PERCENT, REPORT_KINDS, Report, ReportKind, Table, shown
from fairpos.ledger import exhibitors, fairs, floor, particulars
from fairpos.ledger.particulars import Particulars, Site
from fairpos.ledger.reports import build, layout, subjects
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.result import due
from fairpos.wire import reports as wire
from fixtures.small import DAYS
from tests.documents import (
    DAY,
    HONEY,
    SHIFT,
    TEA,
    cash_movement,
    closing,
    gate_count,
    line,
    opening,
    refund,
    sale,
)
from tests.hall import Hall


@pytest.fixture
def sold(hall: Hall) -> Hall:
    """A day of one till: 180.000 + 150.000 of honey, given back again, + 450.000; and thirty visits."""
    first = sale(line(), HONEY)
    hall.journal().send(
        opening(id=SHIFT),
        first,
        sale(TEA),
        refund(first, HONEY),
        cash_movement(-50_000),
        closing(2, 630_000, cash=630_000, counted=1_079_000, reason="thối nhầm"),
        gate_count(30),
    )
    hall.now += DAY_MS
    return hall


def report(hall: Hall, kind: ReportKind, subject: str = "") -> Report:
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        return build(connection, Book.read(connection, fair, at=hall.now), kind, subject)


def table(found: Report, key: str) -> Table:
    (one,) = [table for section in found.sections for table in section.tables if table.key == key]
    return one


def printed(found: Report, key: str) -> list[list[str]]:
    """Rows as they are printed in Vietnamese, the total last."""
    one = table(found, key)
    rows = [*one.rows, *([one.total] if one.total is not None else [])]
    kinds = [column.kind for column in one.columns]
    return [
        [shown(cell, kind, "vi").replace(NBSP, " ") for cell, kind in zip(row, kinds, strict=True)]
        for row in rows
    ]


def figures(found: Report, section: int = 0) -> dict[str, object]:
    return {figure.key: figure.value for figure in found.sections[section].figures}


def test_the_evening_says_what_was_sold_and_what_it_lacks(sold: Hall) -> None:
    found = report(sold, "flash", DAY)
    assert figures(found) == {
        "takings": 630_000,
        "sales": 2,
        "given-back": 150_000,
        "mean-sale": 315_000,
        "visits": 30,
        "per-visit": 21_000,
    }
    assert printed(found, "zones")[0] == ["Khu trong tỉnh", "1", "2", "630.000 đ", "100,00 %"]
    assert printed(found, "days") == [
        ["20/11/2026", "1", "630.000 đ", "2", "150.000 đ", "30", "21.000 đ"],
        ["Tổng cộng", "–", "630.000 đ", "2", "150.000 đ", "30", "21.000 đ"],
    ]
    assert found.sections[0].notes[-1].en == "There is no previous edition to hold it against."


def test_an_evening_drafted_days_later_is_the_same_evening(sold: Hall) -> None:
    before = report(sold, "flash", DAY)
    sold.now += DAY_MS
    later = sold.journal("tram-2")
    later.send(sale(TEA, till="M2", booth="B1", at=sold.now, day=DAYS[1]))
    assert report(sold, "flash", DAY).sections == before.sections


def test_the_z_totals_tell_the_difference_of_every_drawer(sold: Hall) -> None:
    found = report(sold, "z", DAY)
    assert figures(found)["over"] == 0
    assert figures(found)["short"] == -1_000
    assert printed(found, "shifts")[0] == [
        "A1", "M1", "20/11/2026", "2", "630.000 đ", "500.000 đ", "−50.000 đ", "1.080.000 đ", "1.079.000 đ",
        "−1.000 đ", "thối nhầm",
    ]  # fmt: skip
    assert printed(found, "booths") == [
        ["A1", "2", "0", "1", "150.000 đ", "630.000 đ", "0 đ", "0 đ", "0 đ", "630.000 đ"],
        ["Tổng cộng", "2", "0", "1", "150.000 đ", "630.000 đ", "0 đ", "0 đ", "0 đ", "630.000 đ"],
    ]


def test_a_statement_is_of_its_exhibitors_own_goods_alone(sold: Hall) -> None:
    own, other = report(sold, "exhibitor", "DV1"), report(sold, "exhibitor", "DV2")
    assert [figures(one, 1)["takings"] for one in (own, other)] == [630_000, 0]
    assert figures(report(sold, "booth", "A1"))["takings"] == 630_000
    assert printed(own, "facts")[4] == ["Gian hàng", "A1 (A1)"]
    assert printed(own, "articles")[0] == ["Trà hoa vàng hộp 50 g", "1", "hộp", "450.000 đ"]
    assert printed(own, "vat") == [
        ["8 %", "450.000 đ", "416.667 đ", "33.333 đ"],
        ["10 %", "180.000 đ", "163.636 đ", "16.364 đ"],
        ["Tổng cộng", "630.000 đ", "–", "49.697 đ"],
    ]


def test_vat_is_told_by_rate_and_method_and_a_household_states_none(sold: Hall) -> None:
    assert printed(report(sold, "vat"), "methods") == [
        ["Tỷ lệ trên doanh thu, hoặc không nộp", "Không ghi thuế", "0 đ", "–", "–"],
        ["Khấu trừ", "8 %", "450.000 đ", "416.667 đ", "33.333 đ"],
        ["Khấu trừ", "10 %", "180.000 đ", "163.636 đ", "16.364 đ"],
        ["Tổng cộng", "–", "630.000 đ", "580.303 đ", "49.697 đ"],
    ]


def test_the_closing_report_adds_up_in_every_table(sold: Hall) -> None:
    found = report(sold, "closing")
    for key in ("zones", "groups", "stars", "exhibitors", "booths", "articles"):
        one = table(found, key)
        place = [column.key for column in one.columns].index("takings")
        assert one.total is not None
        assert sum(int(str(row[place])) for row in one.rows) == one.total[place] == 630_000, key
        shares = [n for n, column in enumerate(one.columns) if column.kind in PERCENT]
        for share in shares:
            assert sum(Fraction(str(row[share])) for row in one.rows) == 1, key


def test_main_and_co_exhibitors_are_counted_once_each(sold: Hall) -> None:
    assert printed(report(sold, "statistics"), "exhibitors") == [
        ["Chính", "2", "1", "3"],
        ["Cùng gian", "1", "0", "1"],
        ["Tổng cộng", "3", "1", "4"],
    ]
    assert printed(report(sold, "statistics"), "methods")[0] == ["Bấm tay ở cổng", "Khách", "30", "30"]


def test_staff_is_recorded_and_is_no_visit(sold: Hall) -> None:
    sold.journal("cong").send(gate_count(4, category="staff", at=sold.now, day=DAYS[1]))
    found = report(sold, "statistics")
    assert printed(found, "methods")[1:] == [
        ["Bấm tay ở cổng", "Nhân viên", "4", "0"],
        ["Tổng cộng", "–", "34", "30"],
    ]
    assert printed(found, "visits")[-1] == ["Tổng cộng", "–", "30"]


def test_net_space_is_of_allotted_stands_and_an_area_is_no_booth(sold: Hall) -> None:
    plan = Floor(
        halls=(Plan(id="N1", name="Nhà 1"),),
        stands=(
            Stand(id="A1", zone="in-province", hall="N1", row="A", position=1, area=1_350),
            Stand(id="B1", zone="other-province", hall="N1", row="B", position=1, kind="area", area=5_000),
        ),
    )
    with sold.database.writing() as connection:
        floor.fill(connection, sold.fair_id, plan)
    assert printed(report(sold, "statistics"), "space") == [
        ["Khu trong tỉnh", "1", "1", "1,5", "13,5 m²", "13,5 m²"],
        ["Khu ngoài tỉnh", "0", "0", "0", "50 m²", "50 m²"],
        ["Khu nước ngoài", "1", "1", "–", "–", "–"],
        ["Tổng cộng", "2", "2", "1,5", "63,5 m²", "63,5 m²"],
    ]


def test_the_method_is_what_the_exhibitors_record_says(sold: Hall) -> None:
    with sold.database.writing() as connection:
        known = exhibitors.one(connection, sold.fair_id, "DV1").details
        exhibitors.change(
            connection, sold.fair_id, "DV1", replace(known, tax_method="direct"), at=1, by="hoa"
        )
    assert {row[0] for row in printed(report(sold, "vat"), "methods")[:-1]} == {
        "Tỷ lệ trên doanh thu, hoặc không nộp"
    }


def test_the_result_report_has_the_fields_of_its_layout_and_says_which_are_open(sold: Hall) -> None:
    found = report(sold, "result")
    rows = printed(found, "fields")
    assert [row[0] for row in rows] == [str(n) for n in range(1, 19)]
    assert rows[8][2] == "4 đơn vị: trong nước 3 (từ 2 tỉnh, thành phố), nước ngoài 1 (LA)"
    assert rows[11][2].startswith("630.000 đ trong 3 ngày mở cửa")
    assert "Đề xuất, kiến nghị" in found.sections[0].notes[0].vi
    assert found.due == "2026-12-23"


def test_a_person_answers_and_lays_the_form_out_anew(sold: Hall) -> None:
    fields = [*layout.standard()[10:12], layout.Field(field="weather", label="Thời tiết", label_en="")]
    with sold.database.writing() as connection:
        layout.answer(connection, sold.fair_id, {"proposals": "Mở thêm ngày", "x": "?"}, at=1, by="hoa")
        layout.set_layout(connection, sold.fair_id, fields, at=1, by="hoa")
        layout.answer(
            connection, sold.fair_id, {"weather": "Mưa", "takings": "Cả thương mại điện tử"}, at=1, by="hoa"
        )
    rows = printed(report(sold, "result"), "fields")
    assert [row[1] for row in rows] == ["Số lượt khách tham quan", "Doanh số bán tại hội chợ", "Thời tiết"]
    assert rows[1][2].endswith("\nCả thương mại điện tử")
    assert rows[2][2] == "Mưa"
    assert "Chưa điền" not in repr(report(sold, "result"))
    with sold.database.writing() as connection:
        assert layout.answers(connection, sold.fair_id)["proposals"] == "Mở thêm ngày"
        layout.set_layout(connection, sold.fair_id, [], at=2, by="hoa")
        assert layout.layout(connection, sold.fair_id) == layout.standard()
    assert printed(report(sold, "result"), "fields")[17][2] == "Mở thêm ngày"


@pytest.mark.parametrize("label", ["", " ", "n" * 301])
def test_a_field_without_a_proper_label_is_no_layout(hall: Hall, label: str) -> None:
    fields = [layout.Field(field="x", label=label, label_en="")]
    with pytest.raises(layout.BadLayout, match="label: x"), hall.database.writing() as connection:
        layout.set_layout(connection, hall.fair_id, fields, at=1, by="hoa")
    assert hall.count("report_field") == 0


def test_what_is_known_of_the_fair_fills_its_fields_and_plan_stands_beside_result(sold: Hall) -> None:
    said = Particulars(
        theme="Tinh hoa OCOP", basis="by-decision", basis_number="12/QĐ-UBND", basis_day="2026-10-01",
        basis_authority="UBND tỉnh Quảng Ninh", planned_first="2026-11-20", planned_last="2026-11-22",
        report_days=15, target_takings=1_260_000, organiser_name="Trung tâm Xúc tiến",
        organiser_tax_code="57",
    )  # fmt: skip
    with sold.database.writing() as connection:
        particulars.state(connection, sold.fair_id, said, at=1, by="hoa")
        site = Site(name="Quảng trường 30/10", address="Hạ Long")
        particulars.set_sites(connection, sold.fair_id, (site,), at=1, by="hoa")
    found = report(sold, "result")
    rows = [row[2] for row in printed(found, "fields")]
    assert rows[0] == "Trung tâm Xúc tiến; MST 57"
    assert rows[2] == "Quyết định số 12/QĐ-UBND ngày 01/10/2026, UBND tỉnh Quảng Ninh"
    assert rows[3].endswith("; chủ đề: Tinh hoa OCOP")
    assert rows[4].startswith("Kế hoạch: 20/11/2026 đến 22/11/2026. Thực tế: 20/11/2026 đến 23/11/2026")
    assert rows[5] == "Quảng trường 30/10, Hạ Long"
    assert printed(found, "targets") == [["Doanh thu (đồng)", "1.260.000", "630.000", "50,00 %"]]
    assert found.due == "2026-12-08"


def test_thirty_days_after_the_last_open_day_the_report_is_due() -> None:
    assert due(("2026-11-20", "2026-11-23"), 30) == "2026-12-23"
    assert due((), 30) is None


def test_no_report_has_a_percentage_without_its_basis_and_all_of_them_read_back(sold: Hall) -> None:
    with sold.database.reading() as connection:
        fair = fairs.by_id(connection, sold.fair_id)
        book = Book.read(connection, fair, at=sold.now)
        made = [
            build(connection, book, kind, subject)
            for kind in REPORT_KINDS
            for subject in subjects(book, kind)
        ]
    assert {one.kind for one in made} == set(REPORT_KINDS)
    for one in made:
        assert wire.read(wire.write(one)) == one
        for section in one.sections:
            for table in section.tables:
                for row in table.rows:
                    for column, cell in zip(table.columns, row, strict=True):
                        if "%" in shown(cell, column.kind, "vi"):
                            named = column.kind in PERCENT or column.key in ("rate", "change")
                            assert named, (one.kind, table.key, column.key)
                            assert column.kind not in PERCENT or column.basis.vi


def test_a_fair_at_which_nothing_was_sold_reports_that(hall: Hall) -> None:
    hall.now += DAY_MS
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        book = Book.read(connection, fair, at=hall.now)
        for kind in REPORT_KINDS:
            for subject in subjects(book, kind):
                build(connection, book, kind, subject)
    assert figures(report(hall, "closing")) == {"takings": 0, "sales": 0, "given-back": 0, "visits": 0}

"""The wide layout of published figures: a column a figure, unfolded with what stands beside it in words."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from fairpos.wire import wide_rows
from fairpos.wire.cells import letters
from fairpos.wire.season_rows import Fault
from fairpos.wire.sheets import Row

FAIR = {
    "row_id": "F1", "fair_id": "QN-2020-XUAN", "fair_name": "Xuân 2020", "province": "Quảng Ninh",
    "series": "xuan", "status": "final report", "coverage": "full", "source_title": "Bài",
    "source_site": "Báo",
}  # fmt: skip


def wide(*rows: dict[str, str]) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.key for column in wide_rows.COLUMNS])
    writer.writeheader()
    writer.writerows({**FAIR, **row} for row in rows)
    found = wide_rows.read("rong.csv", out.getvalue().encode())
    assert found is not None
    return found[0].rows, found[1]


def said(row: Row, *keys: str) -> tuple[str, ...]:
    return tuple(row[key].text for key in keys)


def test_every_figure_becomes_a_row_at_its_own_cell() -> None:
    rows, asked = wide({"booths_total": "350", "visits_total": "72300", "revenue_total_mvnd": "6056.5"})
    assert asked == ()
    assert [said(row, "fair", "metric", "value", "unit", "basis", "source", "chosen") for row in rows] == [
        ("qn-2020-xuan", "gian hàng", "350", "", "tổng", "Bài – Báo", "x"),
        ("qn-2020-xuan", "lượt khách", "72300", "", "tổng", "Bài – Báo", "x"),
        ("qn-2020-xuan", "doanh thu", "6056.5", "triệu đồng", "tổng", "Bài – Báo", "x"),
    ]
    places = [column.key for column in wide_rows.COLUMNS]
    assert [row["value"].column for row in rows] == [
        places.index(key) + 1 for key in ("booths_total", "visits_total", "revenue_total_mvnd")
    ]
    assert said(rows[0], "name", "series", "season", "province") == (
        "Xuân 2020",
        "qn-xuan",
        "2020",
        "Quảng Ninh",
    )


@pytest.mark.parametrize(
    ("more", "qualifier"),
    [
        ({"booth_unit_note": "more than 350 stands"}, "hơn"),
        ({"booth_unit_note": "standard booths, about"}, "khoảng"),
        ({"notes": "nearly 1,200 products; over 350 booths"}, "hơn"),
        ({"notes": "over 150 at opening"}, ""),
        ({"coverage": "planned", "notes": "about 350"}, "kế hoạch, khoảng"),
    ],
)
def test_over_and_nearly_are_read_where_they_stand_before_that_number(
    more: dict[str, str], qualifier: str
) -> None:
    rows, _ = wide({"booths_total": "350", **more})
    assert said(rows[0], "qualifier") == (qualifier,)


def test_takings_that_are_in_province_only_stay_so_and_their_days_are_asked_about() -> None:
    rows, asked = wide(
        {
            "visits_total": "72300", "visits_qualifier": "more than", "revenue_per_day_mvnd": "1009.42",
            "revenue_in_province_mvnd": "6056.5", "revenue_qualifier": "estimated, in-province booths",
        }
    )  # fmt: skip
    assert [said(row, "metric", "zone", "basis", "qualifier", "days", "chosen") for row in rows] == [
        ("lượt khách", "", "tổng", "hơn", "6", "x"),
        ("doanh thu", "trong tỉnh", "ngày", "ước", "6", ""),
        ("doanh thu", "trong tỉnh", "tổng", "ước", "6", "x"),
    ]
    assert [(fault.code, fault.detail) for fault in asked] == [("wide-days", "6")]


def test_areas_are_never_counted_as_booths() -> None:
    rows, _ = wide(
        {
            "booths_total": "350", "booths_in_province": "100", "booths_other_province": "93",
            "booth_unit_note": "over 350; the split 100/93/7 counts 'khu gian hàng' (areas)",
        }
    )  # fmt: skip
    assert [said(row, "metric", "zone", "qualifier") for row in rows] == [
        ("gian hàng", "", "hơn"),
        ("khu gian hàng", "trong tỉnh", ""),
        ("khu gian hàng", "ngoài tỉnh", ""),
    ]


def test_first_days_are_partial_and_two_numbers_of_days_stay_two() -> None:
    first, _ = wide({"visits_total": "17000", "visits_qualifier": "first three days", "days_stated": "3"})
    assert said(first[0], "extent", "days") == ("một phần", "3")
    both, _ = wide(
        {"visits_total": "110000", "revenue_total_mvnd": "10200", "days_stated": "5 (visits) / 6 (revenue)"}
    )
    assert [said(row, "days") for row in both] == [("5",), ("6",)]


def test_closed_days_and_the_days_of_the_fair_come_from_whichever_row_knows_them() -> None:
    rows, _ = wide(
        {"booths_total": "60", "start_date": "2026-02"},
        {
            "booths_total": "61", "start_date": "2026-02-14", "end_date": "2026-03-03",
            "notes": "CLOSED 17-19/2 (Tết): 15 trading days",
        },
    )  # fmt: skip
    assert said(rows[0], "first_day", "last_day", "closed_days") == (
        "2026-02-14", "2026-03-03", "2026-02-17..2026-02-19",
    )  # fmt: skip
    assert said(rows[1], "first_day", "name") == ("", "")


def test_words_are_asked_about_and_kept_and_parts_written_out_become_figures() -> None:
    rows, asked = wide(
        {
            "exhibitors": "13 localities + 7 agencies", "days_stated": "nearly a week",
            "revenue_detail_mvnd": "OCOP goods: over 7000; Đông Triều 760",
        }
    )  # fmt: skip
    assert [said(row, "part", "place", "value") for row in rows] == [
        ("nhóm", "OCOP goods", "over 7000"),
        ("nhóm", "Đông Triều", "760"),
    ]
    assert [(fault.code, fault.detail) for fault in asked] == [
        ("wide-words", "nearly a week"),
        ("wide-words", "13 localities + 7 agencies"),
    ]
    assert "exhibitors: 13 localities + 7 agencies" in rows[0]["note"].text


def test_a_row_without_a_figure_is_named_and_another_layout_is_left_alone() -> None:
    rows, asked = wide({"notes": "rain on opening night"})
    assert rows == ()
    assert [(fault.address, fault.code, fault.detail) for fault in asked] == [("A2", "wide-empty", "F1")]
    assert wide_rows.read("khac.csv", b"a,b\n1,2\n") is None


def test_a_formula_anywhere_in_a_row_is_told_of_each_of_its_figures() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    names = [column.key for column in wide_rows.COLUMNS]
    sheet.append(names)
    sheet.append([{**FAIR, "booths_total": 350, "notes": "=1+1"}.get(name, "") for name in names])
    out = io.BytesIO()
    book.save(out)
    found = wide_rows.read("rong.xlsx", out.getvalue())
    assert found is not None
    (row,) = found[0].rows
    notes = f"Sheet!{letters(names.index('notes') + 1)}2"
    assert [(cell.address, cell.fault) for cell in row.faults()] == [(notes, "formula")]

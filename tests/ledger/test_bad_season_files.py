"""A workbook with all that can be wrong in it: each fault by sheet, row and column, and nothing kept."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from fairpos.ledger import season_import, tables
from fairpos.ledger.season_import import NotKept, Preview
from tests.hall import Hall

HEAD = (
    "fair", "name", "series", "season", "province", "first_day", "last_day", "metric", "zone", "day", "value",
    "unit", "source",
)  # fmt: skip
FAIR = ("qn-2019-he", "Hè 2019", "he", "2019", "Quảng Ninh", "2019-04-26", "2019-04-30")
VALUE, ZONE, DAY = "K", "I", "J"


def line(
    value: object,
    metric: str = "Gian hàng",
    zone: str = "",
    day: str = "",
    unit: str = "",
    source: str = "Báo",
) -> tuple[object, ...]:
    return (*FAIR, metric, zone, day, value, unit, source)


def workbook(*pages: tuple[str, list[tuple[object, ...]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, lines in pages:
        sheet = book.create_sheet(title)
        for one in (HEAD, *lines) if lines else ():
            sheet.append(one)
    return book


def look(hall: Hall, book: openpyxl.Workbook) -> Preview:
    out = io.BytesIO()
    book.save(out)
    with hall.database.reading() as connection:
        return season_import.preview(connection, "mua-cu.xlsx", out.getvalue(), at=hall.now)


def refused(hall: Hall, book: openpyxl.Workbook) -> list[tuple[str, str]]:
    """Where and what; the file is not kept, and neither is any row of it."""
    before = hall.rows("stated"), _fairs(hall)
    found = look(hall, book)
    with pytest.raises(NotKept), hall.database.writing() as connection:
        season_import.keep(connection, found, at=hall.now, by="hoa", looked=True)
    assert (hall.rows("stated"), _fairs(hall)) == before
    return [(fault.address, fault.code) for fault in found.faults]


def _fairs(hall: Hall) -> int:
    with hall.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.fair)).scalar_one())


def test_every_fault_is_named_with_sheet_row_and_column_and_nothing_is_kept(hall: Hall) -> None:
    book = workbook(
        ("Mùa cũ", [
            line(100), line(60, zone="trong tỉnh"), line(70, zone="ngoài tỉnh"),
            line(5_000, "Lượt khách", day="2019-05-09"),
            line(40, zone="khu lạ"),
            line(9, "Sản phẩm"), line(9, "Sản phẩm"),
            line("=1+1", "Đơn vị tham gia"),
        ]),
        ("Trang hai", [line("nhiều lắm", "Hợp đồng"), line(3, "Đơn bán", source="")]),
        ("Trống", []),
    )  # fmt: skip
    assert refused(hall, book) == [
        (f"Mùa cũ!{VALUE}2", "below-parts"),
        (f"Mùa cũ!{DAY}5", "not-an-open-day"),
        (f"Mùa cũ!{ZONE}6", "zone"),
        (f"Mùa cũ!{VALUE}8", "twice"),
        (f"Mùa cũ!{VALUE}9", "formula"),
        (f"Trang hai!{VALUE}2", "figure-number"),
        (f"Trang hai!{VALUE}3", "source-missing"),
    ]
    assert look(hall, book).empty == ("Trống",)


def test_two_ways_of_writing_numbers_are_named_where_each_of_them_stands(hall: Hall) -> None:
    book = workbook(
        ("Việt", [line("1.009,42", "Doanh thu", unit="triệu đồng")]),
        ("English", [line("1,009.42", "Doanh thu", unit="triệu đồng", source="Paper")]),
    )
    found = look(hall, book)
    assert {fault.code for fault in found.faults} >= {"two-styles"}
    assert {address for address, _ in refused(hall, book)} & {f"Việt!{VALUE}2", f"English!{VALUE}2"}
    told = " ".join(fault.detail for fault in found.faults)
    assert f"Việt!{VALUE}2" in told
    assert f"English!{VALUE}2" in told


def test_what_lies_under_a_merged_cell_is_named_and_not_read_as_nothing(hall: Hall) -> None:
    book = workbook(("Gộp", [line(100), line(60, zone="trong tỉnh")]))
    sheet: Any = book["Gộp"]
    sheet.merge_cells(f"{VALUE}2:{VALUE}3")
    assert (f"Gộp!{VALUE}3", "merged") in refused(hall, book)

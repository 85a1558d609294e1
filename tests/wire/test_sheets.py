"""Files people bring: every cell has its address, and what cannot be read is refused with its place."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from fairpos.wire import cells, exports, sheets
from fairpos.wire.cells import BadCell, BadSheet, Cell
from fairpos.wire.exports import Table
from fairpos.wire.sheets import Column

COLUMNS = (
    Column("name", ("Tên sản phẩm", "Product"), required=True),
    Column("price", ("Giá bán", "Price"), required=True),
    Column("until", ("Hạn dùng", "Expiry")),
)


def csv(text: str) -> bytes:
    return text.encode()


def workbook(*pages: list[list[object]], title: str = "Trang") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(pages, 1):
        page = book.create_sheet(f"{title}{number}")
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(body: bytes) -> list[dict[str, str]]:
    return [row.texts() for row in sheets.read("tep", body, COLUMNS).rows]


def refusal(body: bytes) -> tuple[str, str, str]:
    with pytest.raises(BadSheet) as refused:
        sheets.read("tep", body, COLUMNS)
    return refused.value.code, refused.value.address, refused.value.detail


MEANT = [{"name": "Mực khô", "price": "250.000"}, {"name": 'Trà "hoa vàng"; hộp', "price": "90000"}]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_a_csv_file_is_read_whatever_separates_its_fields(mark: str, encoding: str, line: str) -> None:
    rows = [
        ["TÊN SẢN PHẨM *", "gia ban (đồng)"],
        ["Mực khô", "250.000"],
        [],
        ['"Trà ""hoa vàng""; hộp"', "90000"],
    ]
    assert texts(line.join(mark.join(row) for row in rows).encode(encoding)) == MEANT


def test_a_line_that_names_the_separator_is_no_row() -> None:
    assert texts(csv("sep=;\nProduct;Price\nMực khô;250.000\n")) == MEANT[:1]


def test_every_cell_knows_its_place_and_an_absent_one_is_empty() -> None:
    (first, second) = sheets.read(
        "a.csv", csv("Danh sách\nProduct,Ghi chú,Price\na,x,1\n,,\nb,,2\n"), COLUMNS
    ).rows
    assert (first["price"].address, second["price"].address, second.number) == ("C3", "C5", 5)
    assert (second["until"].text, second["until"].fault) == ("", "")


def test_letters_with_marks_apart_come_out_together() -> None:
    assert texts("Product,Price\nMu\u031b\u0323c,1".encode()) == [{"name": "Mực", "price": "1"}]


def test_headings_nobody_asked_for_are_named() -> None:
    assert sheets.read("a.csv", csv("Product,Ghi chú,Price\na,x,1\n"), COLUMNS).unknown == ("Ghi chú",)


def test_a_workbook_gives_its_numbers_and_days_as_text() -> None:
    body = workbook(
        [["Product", "Price", "Expiry"], ["Mực", 250000.0, date(2026, 12, 31)], [8934563138165, 1.5]]
    )
    assert texts(body) == [
        {"name": "Mực", "price": "250000", "until": "2026-12-31"},
        {"name": "8934563138165", "price": "1.5"},
    ]


def test_every_page_with_the_headings_is_read_and_the_others_are_named() -> None:
    heading: list[object] = ["Product", "Price"]
    found = sheets.read(
        "a.xlsx", workbook([heading, ["a", 1]], [["Ghi chú"], ["b"]], [heading], [heading, ["c", 2]]), COLUMNS
    )
    assert [row["name"].address for row in found.rows] == ["Trang1!A2", "Trang4!A2"]
    assert (found.strange, found.empty) == (("Trang2",), ("Trang3",))


def test_a_formula_without_its_value_and_what_lies_under_merged_cells_are_told() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["Product", "Price"], ["a", "=B9*2"], ["b", 2], ["", 3], ["#REF!", 4]):
        page.append(row)
    page.merge_cells("A3:A4")
    out = io.BytesIO()
    book.save(out)
    rows = sheets.read("a.xlsx", out.getvalue(), COLUMNS).rows
    assert [[(cell.address, cell.fault) for cell in row.faults()] for row in rows] == [
        [("Sheet!B2", "formula")],
        [],
        [("Sheet!A4", "merged")],
        [("Sheet!A5", "error")],
    ]


def test_controls_are_told_and_never_let_through() -> None:
    (row,) = sheets.read("a.csv", b"Product,Price\na\x07b,1", COLUMNS).rows
    assert [(cell.address, cell.fault) for cell in row.faults()] == [("A2", "control")]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (b"", ("empty", "", "tep")),
        (b"  \n\n", ("empty", "", "tep")),
        (csv("Product,Price\n"), ("empty", "", "tep")),
        (csv("Tên,Số\na,1\n"), ("no-heading", "", "Tên sản phẩm, Giá bán")),
        (csv("Product,Số\na,1\n"), ("no-heading", "", "Giá bán")),
        (csv('Product,Price\na,1\n"b,2\n'), ("broken-quotes", "3", "")),
        (csv("Product,Price,Giá bán\na,1,2\n"), ("heading-twice", "C1", "Giá bán")),
        ("Product,Price\nMực,1".encode("cp1258", "ignore") + b"\xd0", ("not-utf-8", "2", "")),
        (b"\xd0\xcf\x11\xe0" + bytes(600), ("old-excel", "", "tep")),
        (b"PK\x03\x04" + bytes(600), ("not-a-workbook", "", "")),
        (csv("Product,Price\n" + "a" * 4001 + ",1"), ("too-long", "A2", "")),
        (csv("Product,Price\n" + "a," * 300), ("too-many-columns", "GS2", "")),
        (csv("Product,Price\n" + "a,1\n" * 20_001), ("too-many-rows", "A20002", "")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(body: bytes, refused: tuple[str, str, str]) -> None:
    assert refusal(body) == refused


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    assert refusal(b"PK\x03\x04" + bytes(sheets.FILE_BYTES_MAX)) == ("too-large", "", "tep")


def test_a_file_that_would_unpack_to_too_much_is_refused_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (65 * 1024 * 1024))
    assert len(out.getvalue()) < 100_000
    assert refusal(out.getvalue()) == ("too-large-unpacked", "", "")


def test_entities_in_a_workbook_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert refusal(out.getvalue()) == ("not-a-workbook", "", "")


def cell(text: str) -> Cell:
    return Cell(text, "", 1, 1)


@pytest.mark.parametrize("text", ["2026-11-29", "29/11/2026", "29-11-2026", "29.11.2026"])
def test_a_day_is_read_day_first(text: str) -> None:
    assert cells.day(cell(text)) == "2026-11-29"


@pytest.mark.parametrize(
    "text", ["", "11/29/2026", "29/11/26", "31/02/2026", "2026", "29/11/9999", "२९/११/२०२६"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(BadCell) as refused:
        cells.day(cell(text))
    assert refused.value.code == "not-a-day"


def test_amounts_numbers_and_ticks_are_read_as_they_are_written() -> None:
    assert [cells.dong(cell(text)) for text in ("185.000", "185,000 đ", "185k", "185000")] == [185_000] * 4
    assert [cells.whole(cell(text), least=1, most=5) for text in ("3", "3.0", "5")] == [3, 3, 5]
    assert [cells.yes(cell(text)) for text in ("x", "Có", "1", "", "không")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    for read, text, code in (
        (cells.dong, "1.5", "not-money"),
        (lambda one: cells.whole(one, least=1, most=5), "6", "out-of-range"),
        (lambda one: cells.whole(one, least=1, most=5), "hai", "not-whole"),
        (cells.yes, "có lẽ", "not-yes-or-no"),
    ):
        with pytest.raises(BadCell) as refused:
            read(cell(text))
        assert refused.value.code == code


# --- and out again ---------------------------------------------------------------------------------

HOSTILE = ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "'=2", "''", "<b>", 'Mực; "khô", 1', "0101234567"]


def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_back_as_it_was() -> None:
    table = Table("Sản phẩm", ("Tên sản phẩm", "Giá bán"), [(text, 1) for text in HOSTILE])
    body = exports.csv_of(table)
    assert body.startswith(b"\xef\xbb\xbf")
    for line in body.decode("utf-8-sig").splitlines()[1:]:
        assert line.strip('"')[0] not in "=+-@\t\r"
    expected = [text.strip() for text in HOSTILE]
    assert [row["name"].text for row in sheets.read("a.csv", body, COLUMNS).rows] == expected
    again = sheets.read("a.xlsx", exports.xlsx_of([table]), COLUMNS).rows
    assert [(row["name"].text, row["name"].fault) for row in again] == [(text, "") for text in expected]


def test_a_workbook_keeps_text_as_text_and_numbers_as_numbers() -> None:
    rows = [("0101", 250_000, date(2026, 11, 29), 8934563138165000, None)]
    tables = [
        Table("Gian [A]: 1/2", ("a", "b", "c", "d", "e"), rows),
        Table("gian  a   1 2", ("a",)),
        Table("", ()),
    ]
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx_of(tables)))
    assert len(book.worksheets) == 3
    found = [one.value for one in next(iter(book.worksheets[0].iter_rows(min_row=2)))]
    assert found[:2] == ["0101", 250_000]
    assert str(found[2])[:10] == "2026-11-29"
    assert found[3] == "8934563138165000"

"""The same report as a PDF and as a workbook: every figure of it stands in both, as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from fairpos.core.money import Language
from fairpos.core.report import Bar, Chart, Column, Figure, Report, Section, Table, Words, shown
from fairpos.web import report_paper, report_workbook
from fairpos.web.report_charts import drawing, paper_drawing
from fairpos.web.report_words import Seal

OF = Words("trên doanh thu của bảng này", "of the takings of this table")
DAYS = Words("cả 3 ngày mở cửa", "all 3 open days")
ALL = Words("toàn hội chợ", "whole fair")
ODD = '=HYPERLINK("http://evil","Nguyễn Thị Hồng Phượng")'


def report() -> Report:
    columns = (
        Column(key="exhibitor", title=Words("Đơn vị", "Exhibitor")),
        Column(key="day", title=Words("Ngày", "Day"), kind="day"),
        Column(key="quantity", title=Words("Số lượng", "Quantity"), kind="quantity"),
        Column(key="area", title=Words("Diện tích", "Area"), kind="area"),
        Column(key="takings", title=Words("Doanh thu", "Takings"), kind="dong"),
        Column(key="share", title=Words("Tỷ trọng", "Share"), kind="percent", basis=OF),
        Column(key="change", title=Words("Thay đổi", "Change"), kind="change", basis=OF),
    )
    table = Table(
        key="rows",
        title=Words("Từng đơn vị", "By exhibitor"),
        basis=DAYS,
        columns=columns,
        rows=(
            (ODD, "2026-11-20", 1_500, 1_350, 1_009_416_667, Fraction(1, 3), Fraction(906, 10_000)),
            ("Hộ Đặng Thị Ước", None, None, None, -5_000, Fraction(2, 3), Fraction(-1, 2)),
        ),
        total=(Words("Tổng cộng", "Total"), None, None, None, 1_009_411_667, Fraction(1), None),
    )
    chart = Chart(
        key="days",
        title=Words("Doanh thu từng ngày", "Takings by day"),
        description=Words("3 cột", "3 bars"),
        kind="dong",
        bars=(
            Bar(Words("20/11", "20/11"), 6_056_500_000, 5_553_360_000),
            Bar(Words("21/11", "21/11"), 0, None),
            Bar(Words("23/11", "23/11"), 1_000_000_000, 925_560_000),
        ),
        series=Words("Kỳ này", "This edition"),
        prior_series=Words("Xuân 2019", "Spring 2019"),
    )
    figure = Figure(
        key="takings",
        label=Words("Doanh thu", "Takings"),
        kind="dong",
        value=6_056_500_000,
        basis=Words("đã gồm thuế GTGT", "VAT included"),
        scope=ALL,
        coverage=DAYS,
    )
    return Report(
        kind="closing",
        subject="",
        title=Words("Báo cáo tổng kết", "Closing report"),
        subtitle=DAYS,
        fair=Words("Hội chợ OCOP thu nhỏ", "A small OCOP fair"),
        at=1_795_000_000_000,
        due="2026-12-23",
        sections=(
            Section(
                key="result",
                title=Words("Kết quả: [chung]", "Result: [all]"),
                figures=(figure,),
                charts=(chart,),
                tables=(table,),
                notes=(Words("Nguyễn Thị Hồng Phượng ghi", "noted"),),
            ),
        ),
    )


SEAL = Seal(
    revision=2,
    hash="0123456789abcdef" * 4,
    signer="Nguyễn Thị Hoa",
    signed_at=1_795_000_000_000,
    code="ABCD-EFGH-JKLM-NPQR",
    address="https://hoi-cho.example/verify/ABCD-EFGH-JKLM-NPQR",
)


def texts(language: Language) -> Iterator[str]:
    """Every figure and cell as it is printed."""
    for section in report().sections:
        for figure in section.figures:
            yield shown(figure.value, figure.kind, language)
        for table in section.tables:
            for row in (*table.rows, table.total or ()):
                yield from (
                    shown(cell, one.kind, language) for cell, one in zip(row, table.columns, strict=True)
                )


def plain(text: str) -> str:
    return "".join(text.split()).replace("\N{NO-BREAK SPACE}", "").replace("\N{ZERO WIDTH SPACE}", "")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_text_of_the_paper_holds_every_figure(language: Language) -> None:
    read = PdfReader(io.BytesIO(report_paper.pdf(report(), language, SEAL)))
    said = plain("".join(page.extract_text() for page in read.pages))
    for text in texts(language):
        assert plain(text) in said, text
    for text in ("Nguyễn Thị Hồng Phượng", SEAL.code, SEAL.signer, SEAL.address):
        assert plain(text) in said, text
    assert plain(OF.text(language)) in said
    assert read.metadata is not None
    assert read.metadata.title == report().title.text(language)
    catalogue: Any = read.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith(language)


def test_a_draft_says_so_on_paper_and_carries_no_code() -> None:
    said = plain(
        "".join(p.extract_text() for p in PdfReader(io.BytesIO(report_paper.pdf(report(), "vi"))).pages)
    )
    assert plain("BẢN NHÁP, chưa ký") in said
    assert "SHA-256" not in said
    assert plain("Hạn nộp: 23/12/2026") in said


def test_the_same_report_gives_the_same_paper() -> None:
    assert report_paper.pdf(report(), "vi", SEAL) == report_paper.pdf(report(), "vi", SEAL)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_workbook_holds_numbers_as_numbers_and_text_as_text(language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_workbook.xlsx(report(), language, SEAL)))
    summary, page = book.worksheets
    assert summary.title == ("Tóm tắt" if language == "vi" else "Summary")
    cells = {cell.value for row in summary.iter_rows() for cell in row}
    assert 6_056_500_000 in cells
    assert f"SHA-256 {SEAL.hash}" in cells
    rows: list[list[Any]] = [[cell.value for cell in row] for row in page.iter_rows(min_row=4, max_row=6)]
    assert rows[0][0] == ODD
    assert page["A4"].data_type == "s"
    assert rows[0][1].isoformat()[:10] == "2026-11-20"
    assert rows[0][2:5] == [1.5, 13.5, 1_009_416_667]
    assert rows[0][5] == pytest.approx(1 / 3)
    assert rows[1][4] == -5_000
    assert rows[2][4] == 1_009_411_667
    assert page["E4"].number_format == '#,##0\\ "đ"'
    assert page["F3"].value == ("Tỷ trọng (trên doanh thu của bảng này)" if language == "vi" else
                                "Share (of the takings of this table)")  # fmt: skip


def test_the_workbook_has_a_chart_of_its_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_workbook.xlsx(report(), "vi")))
    page: Any = book.worksheets[1]
    (chart,) = page._charts
    assert len(chart.series) == 2


def test_a_chart_is_one_drawing_for_page_and_paper() -> None:
    chart = report().sections[0].charts[0]
    page, paper = str(drawing(chart, "vi")), paper_drawing(chart, "vi").decode()
    assert page.split(">", 1)[1] == paper.split("</style>", 1)[1]
    assert "style" not in page
    assert "khung: Xuân 2019" in page

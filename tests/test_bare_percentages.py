"""The checker of percentages sees the ones that stand bare, and leaves the others alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from fairpos.core.report import Column, Report, Section, Table, Words
from fairpos.web import report_paper, report_workbook
from tests.bare_percentages import bare_in_text, bare_in_workbook, bare_on_paper, bare_percentages


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("<p>tăng 9,06 %</p>", 1),
        ("<p>tăng <b>9,06 %</b> bình quân ngày mở cửa</p>", 0),
        ("<p>tăng 9,06 %</p><p>bình quân ngày mở cửa</p>", 1),
        ("<table><caption>per open day</caption><tr><td>+3 %</td></tr></table>", 0),
        ("<table><tr><td>+3 %</td></tr></table>", 1),
        ("<ul><li>53,7 % của tổng</li><li>46,3 %</li></ul>", 1),
        ("<style>width: 100%</style><p>ok</p>", 0),
        ("<textarea>Tăng 9,06 %. Bình quân ngày mở cửa.</textarea>", 1),
        ("<textarea>Tăng 9,06 % bình quân ngày mở cửa.</textarea>", 0),
    ],
)
def test_a_percentage_needs_its_basis_near_it(page: str, count: int) -> None:
    assert len(bare_percentages(page)) == count


W = Words("chữ", "word")
OF = Words("trên doanh thu của bảng này", "of the takings of this table")


def report(note: str, column: Column) -> Report:
    """A long table with a name that takes two lines, one percentage a row, and a note below it."""
    long = "có một cái tên thật là dài để phải xuống dòng trong cột của nó, mà vẫn chưa hết"
    rows = [(f"Đơn vị {n} {long}", n, "12,5 %") for n in range(60)]
    columns = (Column(key="who", title=W), Column(key="no", title=W, kind="count"), column)
    table = Table(key="t", title=W, basis=W, columns=columns, rows=tuple(rows))
    section = Section(key="s", title=W, tables=(table,), notes=(Words(note, note),))
    return Report(kind="closing", subject="", title=W, subtitle=W, fair=W, at=0, sections=(section,))


HEADED = Column(key="share", title=Words("Tỷ trọng, trên tổng", "Share, of all"))
BARE = Column(key="share", title=Words("Tỷ trọng", "Share"))


@pytest.mark.parametrize(
    ("note", "column", "count"),
    [
        ("Doanh thu tăng 9,06 % bình quân ngày mở cửa.", HEADED, 0),
        ("Doanh thu tăng 9,06 %.", HEADED, 1),
        ("Doanh thu tăng 9,06 %", HEADED, 1),
        ("Bình quân ngày mở cửa. Doanh thu tăng 9,06 % so với kỳ trước.", HEADED, 1),
        ("Không có gì thêm.", BARE, 60),
    ],
)
def test_a_bare_percentage_is_found_on_paper_and_in_a_workbook(note: str, column: Column, count: int) -> None:
    planted = report(note, column)
    assert len(bare_on_paper(report_paper.pdf(planted, "vi"))) == count
    assert len(bare_in_workbook(report_workbook.xlsx(planted, "vi"))) == count


def test_a_column_of_real_percentages_is_told_by_its_heading() -> None:
    column = Column(key="share", title=W, kind="percent", basis=OF)
    headed = report("ok", HEADED)
    (table,) = headed.sections[0].tables
    rows = tuple((*row[:2], Fraction(1, 8)) for row in table.rows)
    real = replace(table, columns=(*table.columns[:2], column), rows=rows)
    told = replace(headed, sections=(replace(headed.sections[0], tables=(real,)),))
    assert bare_on_paper(report_paper.pdf(told, "en")) == []
    assert bare_in_workbook(report_workbook.xlsx(told, "en")) == []


def test_a_text_to_copy_says_it_in_the_sentence_itself() -> None:
    assert bare_in_text("Tăng 9,06 % bình quân ngày mở cửa; giảm 3 % so với kỳ trước.") == [
        "giảm 3 % so với kỳ trước."
    ]

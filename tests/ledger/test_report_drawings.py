"""A chart beside a table draws the table's own figures, and nothing where the table is empty."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from fairpos.core.report import Column, Report, Section, Table, Words
from fairpos.ledger.reports import drawings
from fairpos.web import report_workbook
from fairpos.web.report_charts import drawing, legend

W = Words("chữ", "word")
DAYS = Table(
    key="days",
    title=Words("Từng ngày", "By day"),
    basis=W,
    columns=(
        Column(key="day", title=W, kind="day"),
        Column(key="takings", title=Words("Doanh thu", "Takings"), kind="dong"),
    ),
    rows=(("2026-11-20", 630_000), ("2026-11-21", -5_000), ("2026-11-23", None)),
    total=(W, 625_000),
)
RATES = Table(
    key="rates",
    title=W,
    basis=W,
    columns=(
        Column(key="method", title=W),
        Column(key="rate", title=Words("Thuế suất", "Rate")),
        Column(key="gross", title=W, kind="dong"),
    ),
    rows=tuple((Words("Khấu trừ", "Deduction"), f"{n} %", n * 1_000) for n in range(1, 11)),
)


def test_days_stand_upright_and_less_than_nothing_is_drawn_as_nothing_and_said() -> None:
    (chart,) = drawings.charts(DAYS, "takings")
    assert chart.shape == "columns"
    assert [(bar.label.vi, bar.value) for bar in chart.bars] == [
        ("20/11", 630_000),
        ("21/11", 0),
        ("23/11", 0),
    ]
    assert "21/11: −5.000\xa0đ" in drawing(chart, "vi")


def test_parts_lie_the_greatest_first_under_a_name_that_says_what_a_rate_is() -> None:
    (chart,) = drawings.charts(RATES, "gross", named=2)
    assert [(bar.group.vi, bar.value) for bar in chart.bars][:2] == [
        ("Khấu trừ, thuế suất 10 %", 10_000),
        ("Khấu trừ, thuế suất 9 %", 9_000),
    ]
    assert len(chart.bars) == drawings.BARS_MAX
    assert chart.description.en == "The figures stand in the table. 2 more rows stand in the table."
    assert legend(chart, "vi") == ""
    assert " · " not in drawing(chart, "vi")


def test_an_empty_table_has_no_drawing_and_its_workbook_opens() -> None:
    empty = replace(RATES, rows=())
    assert drawings.charts(empty, "gross") == ()
    section = Section(key="s", title=W, charts=drawings.charts(empty, "gross"), tables=(empty,))
    report = Report(kind="vat", subject="", title=W, subtitle=W, fair=W, at=0, sections=(section,))
    assert len(openpyxl.load_workbook(io.BytesIO(report_workbook.xlsx(report, "vi"))).sheetnames) == 2

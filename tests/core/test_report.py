"""A report as data: nothing stands without its basis, and two of them can be held against each other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from fairpos.core.report import (
    Column,
    Difference,
    Figure,
    Report,
    Section,
    Table,
    Value,
    Words,
    differences,
    shown,
)

DAYS = Words("2 ngày mở cửa", "2 open days")
ALL = Words("toàn hội chợ", "whole fair")


def booths(*rows: tuple[Value, ...]) -> Table:
    return Table(
        key="booths",
        title=Words("Gian hàng", "Booths"),
        basis=DAYS,
        columns=(
            Column(key="booth", title=Words("Gian hàng", "Booth")),
            Column(key="takings", title=Words("Doanh thu", "Takings"), kind="dong"),
        ),
        rows=rows,
        total=(Words("Tổng cộng", "Total"), sum(int(str(row[1])) for row in rows)),
    )


def report(*rows: tuple[Value, ...], takings: int = 330_000) -> Report:
    figure = Figure(
        key="takings", label=Words("Doanh thu", "Takings"), kind="dong", value=takings, basis=DAYS, scope=ALL
    )
    return Report(
        kind="closing",
        subject="",
        title=Words("Báo cáo tổng kết", "Closing report"),
        subtitle=DAYS,
        fair=Words("Hội chợ", "Fair"),
        at=1,
        sections=(
            Section(
                key="result",
                title=Words("Kết quả", "Result"),
                figures=(figure,),
                tables=(booths(*rows or (("A1", 180_000), ("B1", 150_000))),),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("value", "kind", "vi", "en"),
    [
        (1_595_000, "dong", "1.595.000 đ", "1,595,000 đ"),
        (-5_000, "dong", "−5.000 đ", "−5,000 đ"),
        (72_300, "count", "72.300", "72,300"),
        (1_500, "quantity", "1,5", "1.5"),
        (900, "area", "9 m²", "9 m²"),
        (1_350, "area", "13,5 m²", "13.5 m²"),
        (Fraction(537, 1000), "percent", "53,70 %", "53.70 %"),
        (Fraction(906, 10_000), "change", "+9,06 %", "+9.06 %"),
        ("2026-11-20", "day", "20/11/2026", "20/11/2026"),
        (0, "moment", "01/01/1970 07:00", "01/01/1970 07:00"),
        (Words("có", "yes"), "text", "có", "yes"),
        (None, "dong", "–", "–"),
        (0, "dong", "0 đ", "0 đ"),
    ],
)
def test_a_value_is_printed_in_one_way(value: Value, kind: str, vi: str, en: str) -> None:
    said = tuple(shown(value, kind, language) for language in ("vi", "en"))  # type: ignore[arg-type]
    assert tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in said) == (vi, en)


def test_a_percentage_of_nothing_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="a percentage of nothing"):
        Column(key="share", title=Words("Tỷ trọng", "Share"), kind="percent")


def test_a_figure_cannot_be_made_without_its_basis_or_its_scope() -> None:
    figure = report().sections[0].figures[0]
    for field in ("basis", "scope"):
        with pytest.raises(AssertionError, match=f"without its {field}"):
            replace(figure, **{field: Words("", "")})  # type: ignore[arg-type]
    assert figure.about("vi") == "2 ngày mở cửa; toàn hội chợ"


def test_a_row_of_other_columns_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="other columns"):
        replace(booths(("A1", 1)), rows=(("A1", 1, 2),))


def test_equal_reports_do_not_differ_whenever_they_were_made() -> None:
    assert differences(report(), replace(report(), at=2)) == ()


def test_a_late_sale_is_told_line_by_line() -> None:
    later = report(("A1", 200_000), ("B1", 150_000), ("C1", 5_000), takings=355_000)
    told = differences(report(), later)
    booth, whole = Words("Gian hàng", "Booths"), Words("Kết quả", "Result")
    assert told == (
        Difference(whole, Words("Doanh thu", "Takings"), "dong", 330_000, 355_000),
        Difference(booth, Words("A1: Doanh thu", "A1: Takings"), "dong", 180_000, 200_000),
        Difference(booth, Words("C1: Doanh thu", "C1: Takings"), "dong", None, 5_000),
        Difference(booth, Words("Tổng cộng: Doanh thu", "Total: Takings"), "dong", 330_000, 355_000),
    )


def test_a_row_that_went_away_is_told_too() -> None:
    told = differences(report(), report(("A1", 330_000)))
    assert [(one.what.vi, one.before, one.after) for one in told] == [
        ("A1: Doanh thu", 180_000, 330_000),
        ("B1: Doanh thu", 150_000, None),
    ]


def test_two_rows_of_one_name_are_not_taken_for_each_other() -> None:
    one = report(("A1", 180_000), ("A1", 150_000))
    told = differences(one, report(("A1", 180_000), ("A1", 151_000), takings=330_000))
    assert [(two.before, two.after) for two in told][:1] == [(150_000, 151_000)]

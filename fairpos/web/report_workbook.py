"""A report as a workbook: a page of headline figures, a page a section, numbers as numbers, native charts.

Whatever a person typed is written as text, so that no cell becomes a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import xlsxwriter

from fairpos.core.money import Language
from fairpos.core.report import Chart, Kind, Report, Section, Table, Value, Words, shown
from fairpos.web import workbook_charts
from fairpos.web.report_charts import legend
from fairpos.web.report_paper import heading
from fairpos.web.report_words import BASIS, NOTES, Seal, handed_in, standing, taken

TITLE_MAX = 31
EXACT_MAX = 10**15
"""A spreadsheet keeps fifteen digits of a number. Longer ones go out as text."""

LETTERS_A_LINE = 140
"""How many letters of a note stand on one line of the summary: its row is made so many lines high."""

_FORMATS: dict[Kind, str] = {
    "dong": '#,##0\\ "đ"',
    "count": "#,##0",
    "quantity": "#,##0.###",
    "area": '#,##0.##\\ "m²"',
    "percent": "0.00\\ %",
    "change": "+0.00\\ %;-0.00\\ %;0.00\\ %",
    "day": "dd/mm/yyyy",
}
_DIVISORS: dict[Kind, int] = {"quantity": 1000, "area": 100}
_SUMMARY = Words("Tóm tắt", "Summary")
_HEADLINE = (
    Words("Chỉ tiêu", "Figure"),
    Words("Giá trị", "Value"),
    BASIS,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of plain rows under one heading, for whoever goes on calculating."""

    title: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[str | int | Fraction | date | None]]


def xlsx(
    report: Report, language: Language, seal: Seal | None = None, *, pages: Sequence[Page] = ()
) -> bytes:
    """One workbook; `pages` follow the report's own."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": report.title.text(language), "subject": report.fair.text(language)})
        writer = _Writer(book, language)
        writer.report(report, seal or Seal())
        for page in pages:
            writer.plain(page)
    return out.getvalue()


class _Writer:
    """Writes one report, page by page and from the top down."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book = book
        self._language = language
        self._titles: set[str] = set()
        self._bold = book.add_format({"bold": True})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._soft = book.add_format({"font_color": "#4A463C", "italic": True})
        self._head = book.add_format({"bold": True, "bg_color": "#EBE7DE", "bottom": 1, "text_wrap": True})
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._numbers = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        self._totals = {
            kind: book.add_format({"num_format": form, "bold": True, "top": 1})
            for kind, form in _FORMATS.items()
        }
        self._total = book.add_format({"bold": True, "top": 1})

    def report(self, report: Report, seal: Seal) -> None:
        page, language = self._page(_SUMMARY.text(self._language)), self._language
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 24)
        page.set_column(2, 2, 90)
        page.write_string(0, 0, report.title.text(language), self._title)
        page.write_string(1, 0, report.fair.text(language), self._bold)
        lines = [report.subtitle.text(language), taken(report.at, language)]
        lines += [standing(seal, language)] if report.kind != "comparison" else []
        lines += [handed_in(report.due, language)] if report.due else []
        lines += [seal.address, f"SHA-256 {seal.hash}"] if seal.signed_at is not None else []
        for row, line in enumerate(lines, 2):
            page.write_string(row, 0, line)
        row = 3 + len(lines)
        for section in report.sections:
            if section.figures:
                row = self._figures(page, section, row)
        notes = [*report.notes, *(note for section in report.sections for note in section.notes)]
        if notes:
            page.write_string(row, 0, NOTES.text(language), self._bold)
            for n, note in enumerate(notes, row + 1):
                said = note.text(language)
                page.merge_range(n, 0, n, 2, "", self._plain)
                page.write_string(n, 0, said, self._plain)
                page.set_row(n, 15 * (1 + len(said) // LETTERS_A_LINE))
        for section in report.sections:
            if section.tables or section.charts:
                self._section(section)

    def plain(self, page: Page) -> None:
        sheet = self._page(page.title)
        for column, heading_ in enumerate(page.headings):
            sheet.write_string(0, column, heading_, self._head)
        for row, cells in enumerate(page.rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, self._numbers["day"])
                elif cell is not None:
                    sheet.write_number(row, column, float(cell) if isinstance(cell, Fraction) else cell)

    def _figures(self, page: Any, section: Section, row: int) -> int:
        language = self._language
        page.write_string(row, 0, section.title.text(language), self._bold)
        for column, title in enumerate(_HEADLINE):
            page.write_string(row + 1, column, title.text(language), self._head)
        row += 2
        for figure in section.figures:
            page.write_string(row, 0, figure.label.text(language))
            self._cell(page, row, 1, figure.value, figure.kind, total=False)
            page.write_string(row, 2, figure.about(language))
            row += 1
        return row + 1

    def _section(self, section: Section) -> None:
        page = self._page(section.title.text(self._language))
        row = 0
        widths: dict[int, int] = {}
        for table in section.tables:
            row = self._table(page, table, row, widths)
        for chart in section.charts:
            row = self._chart(page, chart, row)
        for column, width in widths.items():
            page.set_column(column, column, min(60, width + 2))

    def _table(self, page: Any, table: Table, row: int, widths: dict[int, int]) -> int:
        language = self._language
        page.write_string(row, 0, table.title.text(language), self._bold)
        page.write_string(row + 1, 0, table.basis.text(language), self._soft)
        row += 2
        page.set_row(row, 32)
        for place, column in enumerate(table.columns):
            title = heading(column, language)
            page.write_string(row, place, title, self._head)
            widths[place] = max(widths.get(place, 10), min(len(title), 18))
        for cells in (*table.rows, table.total):
            if cells is None:
                continue
            row += 1
            for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                self._cell(page, row, place, cell, column.kind, total=cells is table.total)
                said = shown(cell, column.kind, language)
                widths[place] = max(widths[place], max(map(len, said.split("\n"))))
        return row + 2

    def _chart(self, page: Any, chart: Chart, row: int) -> int:
        """The bars' own figures in a block, and a native chart of that block beside it."""
        language, name, block = self._language, page.get_name(), workbook_charts.block(chart, self._language)
        page.write_string(row, 0, chart.title.text(language), self._bold)
        page.write_string(row + 1, 0, legend(chart, language), self._soft)
        head = row + 2
        for place, series in enumerate(block.series, 1):
            page.write_string(head, place, series.name, self._head)
        for n, label in enumerate(block.labels, 1):
            page.write_string(head + n, 0, label)
            for place, series in enumerate(block.series, 1):
                self._cell(page, head + n, place, series.values[n - 1], chart.kind, total=False)
        last = head + max(1, len(block.labels))
        drawn = self._book.add_chart(block.kind)
        for place, series in enumerate(block.series, 1):
            drawn.add_series(
                {
                    "name": [name, head, place],
                    "categories": [name, head + 1, 0, last, 0],
                    "values": [name, head + 1, place, last, place],
                    "fill": {"color": series.colour} if series.colour else {"none": True},
                }
            )
        drawn.set_title({"name": chart.title.text(language), "name_font": {"size": 12}})
        hidden = [place for place, series in enumerate(block.series) if not series.colour]
        drawn.set_legend({"position": "bottom", "delete_series": hidden})
        if chart.kind == "dong":
            drawn.set_y_axis({"display_units": "millions", "num_format": "#,##0"})
        described = f"{chart.title.text(language)}. {chart.description.text(language)}"
        beside = 2 + len(block.series)
        page.insert_chart(head, max(4, beside), drawn, {"description": described, "x_scale": 1.4})
        return max(last, head + 16) + 2

    def _cell(self, page: Any, row: int, column: int, value: Value, kind: Kind, *, total: bool) -> None:
        formats = self._totals if total else self._numbers
        if value is None or value == "":
            if total:
                page.write_blank(row, column, None, self._total)
        elif isinstance(value, int | Fraction) and kind in formats and -EXACT_MAX < value < EXACT_MAX:
            exact = Fraction(value, _DIVISORS.get(kind, 1))
            number = exact.numerator if exact.denominator == 1 else float(exact)
            page.write_number(row, column, number, formats[kind])
        elif isinstance(value, str) and kind == "day":
            page.write_datetime(row, column, date.fromisoformat(value), formats[kind])
        else:
            said = shown(value, kind, self._language)
            page.write_string(row, column, said, self._total if total else self._plain)

    def _page(self, title: str) -> Any:
        """A page under a title that a workbook allows: short, without its marks, and not there yet."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'")[:TITLE_MAX] or "1"
        found, number = plain, 1
        while found.casefold() in self._titles:
            number += 1
            found = f"{plain[: TITLE_MAX - 4]} {number}"
        self._titles.add(found.casefold())
        page = self._book.add_worksheet(found)
        page.set_paper(9)  # A4
        page.set_landscape()
        page.fit_to_pages(1, 0)
        return page

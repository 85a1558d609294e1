"""Tables that go out: CSV that no program takes for formulas, and XLSX with text as text.

    table = Table("Sản phẩm", ("Tên", "Giá"), [("Mực khô", 250_000)])
    exports.csv_of(table)          # bytes, UTF-8 with the mark by which Excel knows it
    exports.xlsx_of([table])       # bytes, a page a table

Values are text, whole numbers, fractions or days. Text that begins like a formula gets an apostrophe in CSV,
which `sheets` takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import xlsxwriter

from fairpos.wire.cells import guarded

Value = str | int | Fraction | date | None

WIDTH_MAX = 60
TITLE_MAX = 31
TEXT_MAX = 32_767
EXACT_MAX = 10**15
"""A spreadsheet keeps fifteen digits of a number. Longer ones go out as text."""


@dataclass(frozen=True, slots=True)
class Table:
    """`title` names the page of a workbook. Rows may be a generator: they are walked once."""

    title: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[Value]] = field(default_factory=tuple)


def csv_of(table: Table) -> bytes:
    """One table as CSV: UTF-8 with a byte order mark, comma, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in table.headings])
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_of(tables: Sequence[Table]) -> bytes:
    """A workbook with a page a table: headings in bold that stay in sight, columns wide enough to read."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCEBE4", "bottom": 1, "text_wrap": True})
        whole = book.add_format({"num_format": "#,##0"})
        part = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        taken: set[str] = set()
        for table in tables:
            page = book.add_worksheet(_title(table.title, taken))
            page.freeze_panes(1, 0)
            widths = [len(heading) for heading in table.headings]
            for column, heading in enumerate(table.headings):
                page.write_string(0, column, heading, head)
            for number, row in enumerate(table.rows, 1):
                for column, value in enumerate(row):
                    match value:
                        case None | "":
                            continue
                        case str():
                            page.write_string(number, column, value[:TEXT_MAX])
                        case int() if abs(value) >= EXACT_MAX:
                            page.write_string(number, column, str(value))
                        case int():
                            page.write_number(number, column, value, whole)
                        case Fraction():
                            page.write_number(number, column, float(value), part)
                        case date():
                            page.write_datetime(number, column, value, day)
                    if column < len(widths):
                        widths[column] = max(widths[column], _width(value))
            for column, width in enumerate(widths):
                page.set_column(column, column, min(WIDTH_MAX, width + 2))
    return out.getvalue()


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case Fraction():
            return f"{float(value):.2f}"
        case _:
            return str(value)


def _width(value: Value) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    return 10 if isinstance(value, date) else len(f"{int(value or 0):,}") + 3


def _title(title: str, taken: set[str]) -> str:
    """A title that a workbook allows: short, without its marks, and not there yet."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'")[:TITLE_MAX] or "1"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: TITLE_MAX - 4]} {number}"
    taken.add(found.casefold())
    return found

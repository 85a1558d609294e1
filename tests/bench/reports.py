"""The closing report of a large fair: from the rollups to the paper and to the workbook.

    ./dev bench reports [--sales 630000] [--keep FOLDER]

The fair is the fixture's, with its days, booths, articles and shifts; its rollups are filled as that many
sales would have left them. Beside each step stands a bound measured in the same run: the same rows read by
the driver alone, the same text set by typst in one plain table, the same cells by xlsxwriter without form.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import typst
import xlsxwriter
from pypdf import PdfReader
from sqlalchemy import Connection, insert, select

from fairpos.core.business_day import DAY_MS, moment
from fairpos.core.fair import Edition
from fairpos.core.ids import uuid7
from fairpos.core.report import Report, shown
from fairpos.core.shift import ShiftClosing, ShiftOpening
from fairpos.db import migrate
from fairpos.db.database import Database
from fairpos.ledger import fairs, tables
from fairpos.ledger.reports import build
from fairpos.ledger.reports.book import Book
from fairpos.web import report_paper, report_workbook, typeset
from fairpos.wire import documents
from fixtures import figures, world

AIM_S = 5.0
HOURS = range(8, 22)
SHIFTS = 2
"""A till's shifts a day."""

Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def fill(connection: Connection, fair_id: int, edition: Edition, sales: int) -> None:
    """Rollups as `sales` sales of three lines leave them, and the documents of every shift."""
    days = edition.fair.calendar.open_days()
    cells = len(days) * len(edition.booths)
    each, rest = divmod(sales, cells)
    hours: list[dict[str, Any]] = []
    articles, tenders, taxes, visits = [], [], [], []
    for n, (day, booth) in enumerate((day, booth) for day in days for booth in edition.booths):
        here = each + (n < rest)
        key: dict[str, Any] = {"fair_id": fair_id, "day": day, "booth": booth.id}
        takings = 1_000 * here * (120 + n % 97)
        for hour in HOURS:
            of = [here * (hour - 7 + k) // 105 for k in (0, 1)]
            hours.append(
                {**key, "hour": hour, "sales": of[1] - of[0], "voids": 0, "refunds": 0,
                 "takings": takings // len(HOURS), "given_back": 0}
            )  # fmt: skip
        hours[-1]["sales"] += here - sum(row["sales"] for row in hours[-len(HOURS) :])
        hours[-1]["takings"] += takings - takings // len(HOURS) * len(HOURS)
        book = edition.price_book(booth)
        for place, article in enumerate(book):
            share = takings // len(book) + (takings % len(book) if place == 0 else 0)
            articles.append(
                {**key, "exhibitor": article.exhibitor, "article": article.id, "quantity": here * 1000,
                 "takings": share}
            )  # fmt: skip
        who = booth.exhibitors[0]
        taxes.append({**key, "exhibitor": who, "rate": 800, "gross": takings, "vat": takings * 8 // 108})
        tenders += [
            {**key, "kind": "cash", "count": here * 3 // 4, "amount": takings * 3 // 4},
            {**key, "kind": "vietqr", "count": here - here * 3 // 4, "amount": takings - takings * 3 // 4},
        ]
    for day in days:
        visits += [
            {"fair_id": fair_id, "day": day, "hour": hour, "gate": gate.id, "direction": "in",
             "method": "clicker", "count": 700 + 10 * hour}
            for hour in HOURS
            for gate in edition.gates
        ]  # fmt: skip
    for name, rows in (
        ("takings_by_hour", hours), ("takings_by_article", articles), ("takings_by_tender", tenders),
        ("takings_by_vat", taxes), ("visits_by_hour", visits),
    ):  # fmt: skip
        connection.execute(insert(tables.metadata.tables[name]), rows)
    _fill_shifts(connection, fair_id, edition, days)


def _fill_shifts(connection: Connection, fair_id: int, edition: Edition, days: tuple[str, ...]) -> None:
    entries, kept, seq = [], [], 0
    for day in days:
        for booth in edition.booths:
            for shift in range(SHIFTS):
                at = moment(day, (8 + 7 * shift) * 60)
                head: dict[str, Any] = {"v": 1, "till": f"M-{booth.id}", "n": seq + 1, "by": "lan"}
                head |= {"offset": 0, "day": day, "edition": 1}
                id_ = uuid7(at, seq)
                opening = ShiftOpening(
                    type="shift_opening", id=id_, at=at, booth=booth.id, float=500_000, **head
                )
                closing = ShiftClosing(
                    type="shift_closing", id=uuid7(at, seq + 1), at=at + DAY_MS // 4, shift=id_, sales=0,
                    takings=0, counted=500_000 + 1_000 * (seq % 3), expected=500_000, **head,
                )  # fmt: skip
                for document in (opening, closing):
                    seq += 1
                    body = documents.write(document)
                    entries.append(
                        {"fair_id": fair_id, "stream_no": 1, "seq": seq, "hash": b"", "body": body}
                    )
                    kept.append(
                        {"fair_id": fair_id, "id": document.id, "stream_no": 1, "seq": seq,
                         "type": document.type, "till": document.till, "day": day, "at": document.at,
                         "total": 0}
                    )  # fmt: skip
    connection.execute(insert(tables.entry), entries)
    connection.execute(insert(tables.document), kept)


def cells(report: Report) -> Iterator[list[str]]:
    """Every row of every table as it is printed."""
    for section in report.sections:
        for table in section.tables:
            for row in (table.rows, () if table.total is None else (table.total,)):
                for one in row:
                    yield [shown(cell, c.kind, "vi") for cell, c in zip(one, table.columns, strict=True)]


def rows_alone(connection: Connection, fair_id: int) -> int:
    """The bound of the book: the rollups' rows by the driver, and nothing made of them."""
    read = 0
    for name in (
        "takings_by_hour", "takings_by_article", "takings_by_tender", "takings_by_vat", "visits_by_hour",
    ):  # fmt: skip
        table = tables.metadata.tables[name]
        read += len(connection.execute(select(table).where(table.c.fair_id == fair_id)).all())
    return read


def plain_paper(rows: list[list[str]], folder: Path) -> None:
    """The bound of the paper: the same cells in one table of typst's own making."""
    width = max(map(len, rows))
    source = folder / "plain.typ"
    filled = ", ".join(
        f'"{cell.translate(_QUOTED)}"' for row in rows for cell in [*row, *[""] * (width - len(row))]
    )
    source.write_text(f"#set text(size: 7pt)\n#table(columns: {width}, {filled})", "utf-8")
    typst.compile(source, font_paths=[typeset.FONTS], ignore_system_fonts=True)


_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": " "})


def plain_workbook(rows: list[list[str]]) -> None:
    """The bound of the workbook: the same cells as text, without form."""
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        page = book.add_worksheet()
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write_string(n, column, cell)


def row(name: str, ours: float, bound: float | None = None) -> str:
    beside = "" if bound is None else f"{bound:>9.2f}{ours / bound:>9.1f}"
    return f"{name:<44}{ours:>9.2f}{beside}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench reports")
    parser.add_argument("--sales", type=int, default=630_000)
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        database = Database(f"sqlite:///{folder / 'ledger.sqlite3'}", synchronous="OFF")
        migrate.migrate(database, tables.metadata)
        edition = world.spring_2020()
        at = moment(edition.fair.calendar.open_days()[-1], 23 * 60) + DAY_MS
        with database.writing() as connection:
            fair_id = figures.load(connection, at=at, status="closed")
            fill(connection, fair_id, edition, asked.sales)
        with database.reading() as connection:
            fair = fairs.by_id(connection, fair_id)
            bound, count = timed(lambda: rows_alone(connection, fair_id))
            reading, book = timed(lambda: Book.read(connection, fair, at=at))
            building, report = timed(lambda: build(connection, book, "closing", ""))
        rows = list(cells(report))
        paper, pdf = timed(lambda: report_paper.pdf(report, "vi"))
        again, _ = timed(lambda: report_paper.pdf(report, "en"))
        workbook, xlsx = timed(lambda: report_workbook.xlsx(report, "vi"))
        bound_paper, _ = timed(lambda: plain_paper(rows, folder))
        bound_workbook, _ = timed(lambda: plain_workbook(rows))
        database.close()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        (asked.keep / "closing.pdf").write_bytes(pdf)
        (asked.keep / "closing.xlsx").write_bytes(xlsx)
    total = book.sums()
    print(f"{total.sales:,} sales in {count:,} rollup rows; {len(rows):,} rows in the report")
    print(f"{'seconds':<44}{'ours':>9}{'bound':>9}{'ratio':>9}")
    print(row("the book, shifts and what is missing read", reading, bound))
    print(row("the closing report made, comparison and all", building))
    print(row("PDF, the first after the start", paper, bound_paper))
    print(row("PDF, the next", again, bound_paper))
    print(row("XLSX", workbook, bound_workbook))
    made = reading + building
    print(row(f"from the rollups to the PDF (aim {AIM_S:.0f})", made + paper))
    print(row(f"from the rollups to the XLSX (aim {AIM_S:.0f})", made + workbook))
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    every = [cell for one in rows for cell in one]
    found = sum("".join(cell.split()) in said for cell in every)
    print(f"cells of the report found in the text of the PDF: {found:,} of {len(every):,}")
    return 0 if found == len(every) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Reports of a fair: one builder a kind, each a function of the fair's book.

book = Book.read(connection, fair, at=now)
report = build(connection, book, "exhibitor", "DV1")
"""

from __future__ import annotations

from sqlalchemy import Connection

from fairpos.core.report import Report, ReportKind
from fairpos.ledger.reports import closing, flash, result, statements, statistics, vat, z
from fairpos.ledger.reports.book import Book


def build(connection: Connection, book: Book, kind: ReportKind, subject: str) -> Report:
    """One report as the book says it now. Nothing is kept."""
    match kind:
        case "flash":
            return flash.flash(connection, book, subject)
        case "z":
            return z.z(book, subject)
        case "booth":
            return statements.booth(book, subject)
        case "exhibitor":
            return statements.exhibitor(book, subject)
        case "vat":
            return vat.vat(book)
        case "closing":
            return closing.closing(connection, book)
        case "result":
            return result.result(connection, book)
        case "statistics":
            return statistics.statistics(book)


def subjects(book: Book, kind: ReportKind) -> tuple[str, ...]:
    """What a kind of report can be of now: days that are over, booths, exhibitors, or the fair itself."""
    match kind:
        case "flash" | "z":
            today = book.calendar.day_of(book.at)
            return tuple(day for day in book.days() if day < today)
        case "booth":
            return tuple(sorted(book.booths.keys() | {booth for _, booth in book.takings}))
        case "exhibitor":
            standing = {who for booth in book.booths.values() for who in booth.exhibitors}
            return tuple(sorted(standing | set(book.by_exhibitor())))
        case _:
            return ("",)

"""Which reports a fair should have by now, and drafting them: what the scheduler and the page's button do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from fairpos.core.report import Report, ReportKind
from fairpos.ledger import fairs
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.reports import build, kept, subjects
from fairpos.ledger.reports.book import Book

EVENING: tuple[ReportKind, ...] = ("flash", "z")
WHOLE: tuple[ReportKind, ...] = ("closing", "result", "statistics", "vat")
CLOSING: tuple[ReportKind, ...] = (*WHOLE, "booth", "exhibitor")

BY_CLOCK = "fairpos"
"""Who drafted, where it was the scheduler."""


def due_now(fair: FairRow) -> tuple[ReportKind, ...]:
    """An open fair reports every evening; a closed one as a whole; one that has not begun not at all."""
    if fair.status == "open":
        return EVENING
    return (*EVENING, *CLOSING) if fair.status in ("closed", "archived") else ()


def stale(connection: Connection, fair: FairRow, *, at: int) -> bool:
    """Whether the fair has moved on since its reports were drafted, or lacks one it should have by `at`."""
    kinds = due_now(fair)
    newest = {
        (one.kind, one.subject): one for one in kept.listed(connection, fair.id) if one.no == one.newest
    }
    calendar = fairs.calendar(connection, fair.id)
    over = [day for day in calendar.open_days() if day < calendar.day_of(at)]
    wanted = {(kind, day) for kind in kinds if kind in EVENING for day in over}
    wanted |= {(kind, "") for kind in kinds if kind in WHOLE}
    if not wanted <= newest.keys():
        return True
    # A run drafts all of them; what is signed keeps the version it was drafted of, so the newest one tells.
    drafted = max((one.version for one in newest.values() if one.kind in kinds), default=None)
    return bool(wanted) and drafted != fair.version


def make(connection: Connection, fair: FairRow, kinds: Iterable[ReportKind], *, at: int) -> list[Report]:
    """Every report of these kinds as the ledger says it now; nothing is kept."""
    book = Book.read(connection, fair, at=at)
    return [build(connection, book, kind, subject) for kind in kinds for subject in subjects(book, kind)]


def keep(connection: Connection, fair: FairRow, made: Iterable[Report], *, by: str) -> list[int]:
    """Keep them as drafts, with the fair's row held. Returns their numbers."""
    kept.hold(connection, fair.id)
    return [kept.draft(connection, fair.id, one, version=fair.version, by=by) for one in made]

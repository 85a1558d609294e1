"""From a print job to what a printer is sent: out of the journal a document, a slip, a picture, bytes.

A job holds only what it is about, so that a slip is drawn as it is when it comes out: a Z report that waited
for paper states the sale that came in meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from PIL import Image
from sqlalchemy import Connection, select

from booth_terminal import escpos, journal, raster, shift_reading, slips, tables, transfer_slip
from booth_terminal.printers import Printer
from booth_terminal.prints import Job
from booth_terminal.shift_figures import ShiftFigures
from booth_terminal.slip import Slip
from booth_terminal.spool import CannotDraw
from fairpos.core.document import Document
from fairpos.core.fair import Edition
from fairpos.core.sale import Refund, Sale, Void
from fairpos.core.shift import ShiftClosing, ShiftOpening
from fairpos.db.database import Database
from fairpos.wire import documents


class Drawing:
    """Draws the jobs of one terminal. `link` gives the address of a sale's web receipt, "" without one."""

    def __init__(
        self,
        database: Database,
        edition: Callable[[], Edition | None],
        *,
        now: Callable[[], int],
        link: Callable[[str], str] = lambda _sale: "",
    ) -> None:
        self._database = database
        self._edition = edition
        self._now = now
        self._link = link

    def __call__(self, job: Job, printer: Printer) -> bytes:
        """Everything a printer is sent for a job. Raises CannotDraw."""
        if job.kind == "drawer":
            if not printer.drawer:
                raise CannotDraw("no-drawer")
            return escpos.drawer(cast("Literal[2, 5]", printer.drawer))
        image = self.image(job, printer)
        return escpos.init() + escpos.emit(image) + escpos.cut(printer.cut)

    def image(self, job: Job, printer: Printer) -> Image.Image:
        """The slip as its picture. Raises CannotDraw."""
        slip = self.slip(job, printer)
        inner = (printer.width - printer.left_offset) // 8 * 8
        try:
            drawn = raster.draw(slip, inner)
        except raster.TooLong as error:
            raise CannotDraw("too-long") from error
        if inner == printer.width:
            return drawn
        # What the head cannot reach on the left is left white.
        sheet = Image.new("1", (printer.width, drawn.height), 1)
        sheet.paste(drawn, (printer.left_offset, 0))
        return sheet

    def slip(self, job: Job, printer: Printer) -> Slip:
        """Raises CannotDraw."""
        edition = self._edition()
        copied = job.copy > 1
        match job.kind:
            case "drawer":
                raise CannotDraw("no-slip")
            case "test":
                return slips.trial_page(printer.name, job.made_at, printer.width)
            case "enrolment":
                till = edition.till(job.till) if edition else None
                names = slips.names_of(edition, till.place if till else "", "vi")
                return slips.enrolment_slip(job.till, names, job.made_at)
            case "transfer":
                return self._transfer(job, edition)
            case "shift":
                with self._database.reading() as connection:
                    figures = self._figures(connection, job.subject)
                # Whoever counts the drawer later must not read here what should lie in it.
                return slips.x_report(figures, slips.names_of(edition, figures.booth, "vi"), blind=True)
        with self._database.reading() as connection:
            document = kept(connection, job.subject)
            if isinstance(document, Sale):
                names = slips.names_of(edition, document.booth, "vi")
                of = self._number_of(connection, document)
                return slips.receipt(document, names, of=of, link=self._link(document.id), copy=copied)
            if isinstance(document, ShiftClosing):
                figures = self._figures(connection, document.shift)
                return slips.z_report(figures, slips.names_of(edition, figures.booth, "vi"), copy=copied)
        raise CannotDraw("no-slip")

    def _transfer(self, job: Job, edition: Edition | None) -> Slip:
        till = edition.till(job.till) if edition else None
        booth = till.place if till else ""
        try:
            asked = transfer_slip.read(job.subject)
            transfer = transfer_slip.transfer_of(edition, booth, asked)
        except transfer_slip.NotPayable as error:
            raise CannotDraw("no-account") from error
        return slips.transfer_slip(transfer, slips.names_of(edition, booth, "vi"), job.made_at)

    def _figures(self, connection: Connection, shift: str) -> ShiftFigures:
        found = shift_reading.documents_of(connection, shift)
        try:
            return shift_reading.figures(found, shift, at=self._now())
        except shift_reading.NoShift as error:
            raise CannotDraw("no-shift") from error

    def _number_of(self, connection: Connection, document: Sale) -> str:
        """The receipt that a void or refund is of; "" where another terminal keeps it."""
        if not isinstance(document, Void | Refund):
            return ""
        try:
            sale = kept(connection, document.ref)
        except CannotDraw:
            return ""
        return slips.receipt_number(sale) if isinstance(sale, Sale) else ""


def kept(connection: Connection, id_: str) -> Document:
    """A document of the journal. Raises CannotDraw."""
    stream = journal.current(connection)
    entry = tables.entry.c
    body = (
        stream
        and connection.execute(
            select(entry.body)
            .where(entry.stream_no == stream.no, entry.document == id_)
            .order_by(entry.seq)
            .limit(1)
        ).scalar()
    )
    if not body:
        raise CannotDraw("not-kept")
    try:
        return documents.read(bytes(body))
    except documents.Unreadable as error:
        raise CannotDraw("unreadable") from error


def named(document: Document) -> str | None:
    """What people call a document that has a slip; None for one that has none."""
    if isinstance(document, Sale):
        return slips.receipt_number(document)
    if isinstance(document, ShiftClosing):
        return f"Z {document.till}"
    return f"X {document.till}" if isinstance(document, ShiftOpening) else None

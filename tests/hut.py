"""A terminal's database and its spooler, which takes a step when it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from booth_terminal import prints
from booth_terminal.journal import Posted
from booth_terminal.printers import Printer, Rule
from booth_terminal.prints import Job, Wish
from booth_terminal.spool import CannotDraw, Spooler
from booth_terminal.terminal import prepare
from booth_terminal.transports import Status
from fairpos.core.document import Document
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.wire import documents
from tests.documents import AT
from tests.fake_printer import FakePrinter

SLIP = b"a slip " * 3_000


def draw(job: Job, printer: Printer) -> bytes:
    if job.label == "unreadable":
        raise CannotDraw("unreadable")
    return b"drawer" if job.kind == "drawer" else f"{job.subject} copy {job.copy} ".encode() + SLIP


class Hut:
    """A terminal's database and its spooler, which takes a step when it is told to."""

    def __init__(self, path: Path) -> None:
        self.now = AT
        self.database: Database = prepare(f"sqlite:///{path}")
        self.writer = Writer(self.database, "journal")
        self.spooler = self.restarted()

    def restarted(self) -> Spooler:
        self.spooler = Spooler(self.database, self.writer, draw, now=lambda: self.now)
        return self.spooler

    def printer(self, fake: FakePrinter | None, id_: str = "p1", **changes: Any) -> None:
        fields: dict[str, Any] = {"id": id_, "name": id_, "transport": "virtual"}
        if fake is not None:
            fields |= {"transport": "network", "address": fake.address}
        self.spooler.set_printer(Printer(**(fields | changes)))

    def rule(self, till: str = "", **changes: Any) -> None:
        fields: dict[str, Any] = {"till": till, "printer": "p1", "receipts": "always", "drawer": False}
        self.spooler.set_rule(Rule(**(fields | changes)))

    def ask(self, subject: str = "s1", printer: str = "p1", **changes: Any) -> Job:
        fields: dict[str, Any] = {"ref": f"{subject}.1", "till": "M1", "kind": "document"}
        return self.spooler.ask(Wish(printer=printer, subject=subject, **(fields | changes)))

    def again(self, subject: str = "s1") -> Job:
        wish = Wish(ref=f"{subject}.1", printer="p1", till="M1", kind="document", subject=subject)
        return self.spooler.ask_again(wish)

    def keep(self, *made: Document) -> None:
        """As a terminal does within the transaction that appends to its journal."""
        posted = [Posted(document.id, documents.write(document)) for document in made]
        self.writer.do(lambda c: self.spooler.expect(c, posted, at=self.now))

    def jobs(self, printer: str = "p1") -> list[tuple[str, str, str]]:
        with self.database.reading() as connection:
            found = prints.of_printer(connection, printer, 100)
        return [(job.subject, job.state, job.problem) for job in reversed(found)]

    def every(self) -> list[tuple[str, str]]:
        with self.database.reading() as connection:
            jobs = prints._jobs(connection)
        return [(job.kind, job.label) for job in jobs]

    def run(self, printer: str = "p1") -> int:
        """Step until there is nothing to do for a while. Returns how long that while is."""
        for _ in range(20):
            wait = self.spooler.step(printer)
            if wait:
                return wait
        raise AssertionError("the printer does not come to rest")

    def status(self, printer: str = "p1") -> Status:
        return self.spooler.seen(printer).status

"""The spooler: one worker a printer, each with its own queue, so that a dead printer holds up nobody else's.

`step()` does one thing for one printer; `start()` gives every printer a thread that keeps doing so. A slip's
bytes leave only after the database says "printing", and the job is over only when it says how it ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import msgspec
from sqlalchemy import Connection

from booth_terminal import printers, prints
from booth_terminal.journal import Posted
from booth_terminal.printers import Listed, Printer, Rule
from booth_terminal.prints import Job, Wish
from booth_terminal.transports import PRINTED_SECONDS, Broke, Opener, Status, Unreached, connect
from fairpos.db.database import Database
from fairpos.db.writer import Writer

log = logging.getLogger(__name__)

FRESH_MS = 10 * 60_000
"""A document that was made longer ago than this is handed in late: nobody waits for its slip any more."""
IDLE_MS = 30_000
JOIN_SECONDS = 5.0
SLIPS = frozenset({"sale", "void", "refund"})


class CannotDraw(Exception):
    """There is nothing to print of this job, and there never will be. `problem` is a code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Draw(Protocol):
    """Makes the bytes of a job for a printer. Raises CannotDraw."""

    def __call__(self, job: Job, printer: Printer) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What a printer was last found to be, and when."""

    status: Status
    at: int


class _Tender(msgspec.Struct):
    kind: str = ""


class _Made(msgspec.Struct):
    """What of a document decides whether it is printed by itself."""

    type: str
    id: str
    till: str
    at: int
    offset: int | None = None
    number: int = 0
    training: bool = False
    tenders: tuple[_Tender, ...] = ()


_MADE = msgspec.json.Decoder(_Made)
_NOT_YET = Seen(Status("unknown", "not-tried"), 0)


class Spooler:
    """All printing of one terminal. Its settings are held in memory and backed by the database."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        draw: Draw,
        *,
        now: Callable[[], int],
        connect: Opener = connect,
    ) -> None:
        self._database = database
        self._writer = writer
        self._draw = draw
        self._now = now
        self._connect = connect
        self._lock = threading.Lock()
        self._printers: dict[str, Listed] = {}
        self._rules: dict[str, Rule] = {}
        self._seen: dict[str, Seen] = {}
        self._due: set[str] = set()
        self._workers: dict[str, _Worker] | None = None
        self._reload()

    def start(self) -> None:
        self._writer.do(lambda c: prints.after_restart(c, at=self._now()))
        with self._lock:
            self._workers = {}
        self._staff()

    def stop(self) -> None:
        with self._lock:
            workers, self._workers = self._workers or {}, None
        for worker in workers.values():
            worker.dismiss()
        for worker in workers.values():
            worker.join()

    # Settings

    @property
    def printers(self) -> tuple[Listed, ...]:
        return tuple(self._printers.values())

    @property
    def rules(self) -> dict[str, Rule]:
        return dict(self._rules)

    def rule_for(self, till: str) -> Rule | None:
        return printers.rule_for(self._rules, till)

    def printer_of(self, till: str) -> Printer | None:
        rule = self.rule_for(till)
        listed = self._printers.get(rule.printer) if rule else None
        return listed.printer if listed else None

    def printer(self, id_: str) -> Printer:
        """Raises LookupError."""
        return self._printers[id_].printer

    def set_printer(self, printer: Printer) -> None:
        """Add a printer or change it; the first one is everybody's, until somebody decides otherwise. Raises
        BadPrinter."""

        def work(connection: Connection) -> None:
            printers.save(connection, printer)
            if not printers.rules(connection):
                everyone = Rule(till=printers.EVERY_TILL, printer=printer.id, receipts="ask", drawer=False)
                printers.set_rule(connection, everyone)

        self._settle(work)
        self._seen.pop(printer.id, None)

    def remove_printer(self, id_: str) -> None:
        def work(connection: Connection) -> None:
            printers.remove(connection, id_)
            prints.fail_all(connection, id_, problem="printer-gone", at=self._now())

        self._settle(work)

    def set_rule(self, rule: Rule) -> None:
        self._settle(lambda c: printers.set_rule(c, rule))

    def forget_rule(self, till: str) -> None:
        self._settle(lambda c: printers.forget_rule(c, till))

    def answered(self, id_: str, said: str) -> None:
        self._settle(lambda c: printers.answer(c, id_, said, at=self._now()))

    def _settle(self, work: Callable[[Connection], None]) -> None:
        self._writer.do(work)
        self._reload()
        self._staff()

    def _reload(self) -> None:
        with self._database.reading() as connection:
            listed, rules = printers.every(connection), printers.rules(connection)
        with self._lock:
            self._printers = {one.printer.id: one for one in listed}
            self._rules = rules

    def _staff(self) -> None:
        """Give every printer its worker, and dismiss those whose printer is gone."""
        with self._lock:
            if self._workers is None:
                return
            gone = [self._workers.pop(id_) for id_ in set(self._workers) - set(self._printers)]
            for id_ in set(self._printers) - set(self._workers):
                self._workers[id_] = _Worker(self, id_)
            self._due |= set(self._workers)
        for worker in gone:
            worker.dismiss()
        self.nudge()

    # Asking for something to be printed

    def expect(self, connection: Connection, documents: Sequence[Posted], *, at: int) -> None:
        """Queue what prints by itself of documents that this very transaction keeps."""
        if not self._rules:
            return
        for document in documents:
            for wish in self._wishes(document.body, at):
                prints.add(connection, wish, at=at)
                with self._lock:
                    self._due.add(wish.printer)

    def greet(self, till: str, *, at: int) -> None:
        """A till has enrolled: its first slip shows that its printer writes Vietnamese."""
        rule = self.rule_for(till)
        if rule is not None and rule.receipts != "never":
            ref = f"{till}.enrolled.{at}"
            self.ask(Wish(ref=ref, printer=rule.printer, till=till, kind="enrolment", label=till))

    def _wishes(self, body: bytes, at: int) -> list[Wish]:
        try:
            made = _MADE.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return []  # kept all the same; the centre will say what is wrong with it
        rule = self.rule_for(made.till)
        if rule is None or made.type not in SLIPS or made.at + (made.offset or 0) < at - FRESH_MS:
            return []
        slip = Wish(
            ref=prints.document_ref(made.id, 1),
            printer=rule.printer,
            till=made.till,
            kind="document",
            subject=made.id,
            label=label_of(made.till, made.number, training=made.training),
        )
        wishes = []
        if rule.drawer and any(tender.kind == "cash" for tender in made.tenders):
            wishes.append(replace(slip, ref=f"{made.id}.drawer", kind="drawer"))
        if rule.receipts == "always":
            wishes.append(slip)
        return wishes

    def ask(self, wish: Wish) -> Job:
        """Queue a wish; a repeat changes nothing."""
        return self._asked(self._writer.do(lambda c: prints.add(c, wish, at=self._now())))

    def ask_again(self, wish: Wish) -> Job:
        """Print a document (once more): see prints.again."""
        return self._asked(self._writer.do(lambda c: prints.again(c, wish, at=self._now())))

    def _asked(self, job: Job) -> Job:
        with self._lock:
            self._due.add(job.printer)
        self.nudge()
        return job

    def nudge(self) -> None:
        """Wake the workers of those printers, and no others, that were given something to do."""
        with self._lock:
            due, self._due = self._due, set()
            workers = [worker for id_, worker in (self._workers or {}).items() if id_ in due]
        for worker in workers:
            worker.wake.set()

    # Printing

    def seen(self, id_: str) -> Seen:
        return self._seen.get(id_, _NOT_YET)

    def state_for(self, till: str) -> str:
        """How the printer of a till is: "ok", a code of what is wrong or not known, "" where it has none."""
        printer = self.printer_of(till)
        if printer is None:
            return ""
        status = self.seen(printer.id).status
        return status.problem or status.readiness

    def step(self, id_: str) -> int:
        """Do the next thing for a printer. Returns for how many milliseconds it has nothing more to do."""
        listed = self._printers.get(id_)
        if listed is None:
            return IDLE_MS
        now = self._now()
        with self._database.reading() as connection:
            late = prints.has_late(connection, id_, at=now)
        if late:
            self._writer.do(lambda c: prints.expire(c, id_, at=now))
        with self._database.reading() as connection:
            job = prints.next_waiting(connection, id_)
        if job is None:
            return self._look(listed.printer, now)
        if job.next_at > now:
            return job.next_at - now
        self._print(job, listed.printer)
        return 0

    def _look(self, printer: Printer, now: int) -> int:
        """Nothing to print: see now and then how the printer does, so that a person is told before the next
        sale and not after it."""
        seen = self.seen(printer.id)
        if seen.at > now - IDLE_MS and seen is not _NOT_YET:
            return IDLE_MS - (now - seen.at)
        if printer.transport == "virtual":
            self._note(printer, Status("ok"))
        elif printer.asks_status or printer.transport == "network":
            try:
                with self._connect(printer) as line:
                    self._note(printer, line.status())
            except Unreached as error:
                self._note(printer, Status("problem", error.problem))
        return IDLE_MS

    def _print(self, job: Job, printer: Printer) -> None:
        try:
            data = self._draw(job, printer)
        except CannotDraw as error:
            self._finish(job, "failed", error.problem)
            return
        if printer.transport == "virtual":
            self._finish(job, "printed")
            self._note(printer, Status("ok"))
            return
        try:
            with self._connect(printer) as line:
                # A drawer must not wait for a question, and opens without paper.
                before = line.status() if job.kind != "drawer" else self.seen(printer.id).status
                if job.kind != "drawer" and not before.prints:
                    self._note(printer, before)
                    self._put_off(job, before.problem)
                    return
                if not self._writer.do(lambda c: prints.begin(c, job)):
                    return
                line.send(data)
                # Only one that answered before is asked again: the other cost its second already.
                answers = job.kind != "drawer" and before.readiness != "unknown"
                after = line.status(PRINTED_SECONDS) if answers else before
        except Unreached as error:
            self._note(printer, Status("problem", error.problem))
            self._put_off(job, error.problem)
        except Broke:
            log.warning("printer %s broke off", printer.id, exc_info=True)
            self._note(printer, Status("problem", "broke"))
            self._finish(job, "unknown", "broke")
        else:
            if job.kind != "drawer":
                self._note(printer, after)
            # The paper ended, the lid came up, or it fell silent: nobody knows how far it got.
            whole = not answers or (after.prints and after.readiness != "unknown")
            self._finish(job, "printed" if whole else "unknown", "" if whole else after.problem)

    def _note(self, printer: Printer, status: Status) -> None:
        self._seen[printer.id] = Seen(status, self._now())

    def _put_off(self, job: Job, problem: str) -> None:
        self._writer.do(lambda c: prints.put_off(c, job, problem=problem, at=self._now()))

    def _finish(self, job: Job, state: prints.State, problem: str = "") -> None:
        self._writer.do(lambda c: prints.finish(c, job, state, problem=problem, at=self._now()))


def label_of(till: str, number: int, *, training: bool) -> str:
    """What people call a receipt: M1-12, in training M1-T12."""
    return f"{till}-{'T' if training else ''}{number}"


class _Worker:
    """The thread of one printer."""

    def __init__(self, spooler: Spooler, printer: str) -> None:
        self.wake = threading.Event()
        self._spooler = spooler
        self._printer = printer
        self._dismissed = False
        self._thread = threading.Thread(target=self._run, name=f"printer-{printer}", daemon=True)
        self._thread.start()

    def dismiss(self) -> None:
        self._dismissed = True
        self.wake.set()

    def join(self) -> None:
        # A device file may block for as long as it likes; the program does not end later for it.
        self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        while not self._dismissed:
            self.wake.clear()
            try:
                wait = self._spooler.step(self._printer)
            except Exception:
                # A full disk, a program that ends: nothing was printed that is not written down.
                log.exception("printer %s stumbled; it tries again", self._printer)
                wait = IDLE_MS
            self.wake.wait(max(0.0, wait / 1000))

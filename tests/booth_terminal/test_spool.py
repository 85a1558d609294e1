"""The print queue, against printers on a real port that do what printers do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from booth_terminal import prints
from booth_terminal.journal import Posted
from booth_terminal.printers import Printer, Rule
from booth_terminal.prints import BACKOFF_MS, DRAWER_STALE_MS, STALE_MS, Job, Wish
from booth_terminal.spool import FRESH_MS, CannotDraw, Seen, Spooler
from booth_terminal.terminal import prepare
from booth_terminal.transports import Status
from fairpos.core.document import Document
from fairpos.core.sale import Sale
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.wire import documents
from tests.documents import AT, opening, refund, sale, void
from tests.fake_printer import FakePrinter, Mood

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


@pytest.fixture
def hut(tmp_path: Path) -> Iterator[Hut]:
    made = Hut(tmp_path / "terminal.sqlite3")
    yield made
    made.spooler.stop()
    made.writer.stop()
    made.database.close()


def test_a_healthy_printer_gets_every_byte_once(hut: Hut) -> None:
    with FakePrinter() as fake:
        hut.printer(fake)
        hut.ask()
        hut.run()
        assert fake.next_job() == b"s1 copy 1 " + SLIP
    assert hut.jobs() == [("s1", "printed", "")]
    assert hut.status() == Status("ok")


def test_asking_twice_prints_once(hut: Hut) -> None:
    hut.printer(None)
    first = hut.ask()
    hut.run()
    assert hut.ask().no == first.no
    hut.run()
    assert hut.jobs() == [("s1", "printed", "")]


@pytest.mark.parametrize(
    ("mood", "problem"),
    [("paper out", "paper-out"), ("cover open", "cover-open"), ("offline", "offline")],
)
def test_nothing_is_sent_to_a_printer_that_cannot_print(hut: Hut, mood: Mood, problem: str) -> None:
    with FakePrinter(mood) as fake:
        hut.printer(fake)
        hut.ask()
        assert hut.run() == BACKOFF_MS
        assert fake.next_job() == b""
        assert hut.jobs() == [("s1", "waiting", problem)]
        assert hut.status() == Status("problem", problem)

        fake.mood = "healthy"
        hut.now += BACKOFF_MS
        hut.run()
        assert fake.next_job() == b"s1 copy 1 " + SLIP
    assert hut.jobs() == [("s1", "printed", "")]


def test_a_roll_near_its_end_still_prints_and_is_told(hut: Hut) -> None:
    with FakePrinter("near end") as fake:
        hut.printer(fake)
        hut.ask()
        hut.run()
    assert hut.jobs() == [("s1", "printed", "")]
    assert hut.status() == Status("problem", "near-end")


@pytest.mark.parametrize(
    ("mood", "problem"), [("silent", "no-answer"), ("garbage", "garbage"), ("zeros", "garbage")]
)
def test_a_printer_that_talks_nonsense_prints_and_is_called_unknown(
    hut: Hut, mood: Mood, problem: str
) -> None:
    with FakePrinter(mood) as fake:
        hut.printer(fake)
        hut.ask()
        hut.run()
        assert fake.next_job() == b"s1 copy 1 " + SLIP
    assert hut.jobs() == [("s1", "printed", "")]
    assert hut.status() == Status("unknown", problem)


def test_a_printer_that_is_not_to_be_asked_is_not_asked(hut: Hut) -> None:
    with FakePrinter("paper out") as fake:
        hut.printer(fake, asks_status=False)
        hut.ask()
        hut.run()
        assert fake.next_job() == b"s1 copy 1 " + SLIP
    assert hut.status() == Status("unknown", "not-asked")


def test_a_printer_that_refuses_is_tried_again_ever_less_often(hut: Hut) -> None:
    with FakePrinter() as fake:
        pass
    hut.printer(fake)
    hut.ask()
    waits = []
    for _ in range(6):
        waits.append(hut.run())
        hut.now += waits[-1]
    assert waits == [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]
    assert hut.jobs() == [("s1", "waiting", "refused")]
    assert hut.status() == Status("problem", "refused")


def test_a_half_written_slip_is_never_silently_printed_again(hut: Hut) -> None:
    with FakePrinter() as fake:
        hut.printer(fake)
        fake.breaks_after = 5_000
        hut.ask()
        hut.run()
        assert fake.next_job() == (b"s1 copy 1 " + SLIP)[:5_000]
        assert hut.jobs() == [("s1", "unknown", "broke")]
        hut.now += STALE_MS
        fake.breaks_after = None
        hut.run()
        assert hut.jobs() == [("s1", "unknown", "broke")]

        hut.again()
        hut.run()
        slips = [job for job in [fake.next_job(), fake.next_job()] if job]
    assert slips == [b"s1 copy 2 " + SLIP]
    assert hut.jobs() == [("s1", "unknown", "broke"), ("s1", "printed", "")]


def test_paper_that_ends_within_a_slip_is_not_called_printed(hut: Hut) -> None:
    with FakePrinter() as fake:
        hut.printer(fake)
        fake.runs_out_after = 1_000
        hut.ask()
        hut.run()
    assert hut.jobs() == [("s1", "unknown", "paper-out")]
    assert hut.status() == Status("problem", "paper-out")


def test_a_dead_printer_holds_up_no_other(hut: Hut) -> None:
    with FakePrinter() as dead:
        pass
    with FakePrinter() as fake:
        hut.printer(dead)
        hut.printer(fake, "p2")
        hut.spooler.start()
        hut.ask("s1")
        hut.ask("s2", printer="p2")
        while not (slip := fake.next_job()):
            pass
        assert slip == b"s2 copy 1 " + SLIP
        hut.spooler.stop()
    assert hut.jobs("p1")[0][:2] == ("s1", "waiting")
    assert hut.jobs("p2") == [("s2", "printed", "")]


def test_what_waited_too_long_does_not_flood_the_morning(hut: Hut) -> None:
    with FakePrinter("paper out") as fake:
        hut.printer(fake)
        for number in range(3):
            hut.ask(f"s{number}")
        hut.run()
        fake.mood = "healthy"
        hut.now += STALE_MS + 1
        hut.run()
        assert hut.jobs() == [
            (f"s{number}", "stale", problem) for number, problem in enumerate(("paper-out", "", ""))
        ]

        hut.again("s1")
        hut.run()
        slips = [job for job in fake.jobs if job]
    assert slips == [b"s1 copy 1 " + SLIP]


def test_a_slip_that_was_in_the_printer_when_the_power_went_is_a_person_s_to_decide(hut: Hut) -> None:
    hut.printer(None)
    job = hut.ask("s1")
    hut.ask("s2")
    hut.writer.do(lambda c: prints.begin(c, job))
    hut.restarted()
    hut.spooler.start()
    hut.spooler.stop()
    hut.run()
    assert hut.jobs() == [("s1", "unknown", "restarted"), ("s2", "printed", "")]
    copy = hut.again("s1")
    assert (copy.copy, copy.ref, copy.state) == (2, "s1.2", "waiting")


def test_a_person_who_asks_again_is_heard_at_once_and_gets_one_slip(hut: Hut) -> None:
    with FakePrinter("paper out") as fake:
        hut.printer(fake)
        hut.ask()
        hut.run()
        fake.mood = "healthy"
        first, second = hut.again(), hut.again()
        assert first.no == second.no
        hut.run()
        assert [fake.next_job(), fake.next_job()] == [b"", b"s1 copy 1 " + SLIP]
    assert hut.jobs() == [("s1", "printed", "")]


def test_what_cannot_be_drawn_fails_alone(hut: Hut) -> None:
    hut.printer(None)
    hut.ask("s1", label="unreadable")
    hut.ask("s2")
    hut.run()
    assert hut.jobs() == [("s1", "failed", "unreadable"), ("s2", "printed", "")]


def test_a_printer_that_is_taken_away_leaves_no_slip_waiting(hut: Hut) -> None:
    with FakePrinter("paper out") as fake:
        hut.printer(fake)
        hut.ask()
        hut.run()
        hut.spooler.remove_printer("p1")
    assert hut.jobs() == [("s1", "failed", "printer-gone")]
    assert hut.spooler.printer_of("M1") is None


def test_the_drawer_goes_before_all_paper_and_needs_none(hut: Hut) -> None:
    with FakePrinter("paper out") as fake:
        hut.printer(fake)
        hut.ask("s1")
        hut.run()
        hut.ask("s2", ref="d1", kind="drawer")
        hut.run()
        assert [fake.next_job(), fake.next_job()] == [b"", b"drawer"]


def test_a_drawer_does_not_spring_open_later(hut: Hut) -> None:
    with FakePrinter() as fake:
        pass
    hut.printer(fake)
    hut.ask("s1", ref="d1", kind="drawer")
    hut.run()
    hut.now += DRAWER_STALE_MS + 1
    hut.run()
    with hut.database.reading() as connection:
        assert [job.state for job in prints._jobs(connection)] == ["stale"]


def test_the_first_printer_is_everybody_s_until_somebody_decides(hut: Hut) -> None:
    hut.printer(None)
    hut.printer(None, "p2")
    assert hut.spooler.rule_for("M7") == Rule(till="", printer="p1", receipts="ask", drawer=False)


def cash_and_card() -> tuple[Sale, Sale]:
    return sale(number=12), sale(number=13, kind="card")


def test_a_till_that_always_prints_has_its_slips_queued_as_they_are_kept(hut: Hut) -> None:
    hut.printer(None)
    hut.rule("M1")
    cash, card = cash_and_card()
    back, gone = refund(cash, number=14), void(card, number=15)
    hut.keep(opening(), cash, card, back, gone, sale(till="M2"))
    hut.keep(cash)
    assert hut.every() == [
        ("document", "M1-12"),
        ("document", "M1-13"),
        ("document", "M1-14"),
        ("document", "M1-15"),
    ]


@pytest.mark.parametrize("receipts", ["ask", "never"])
def test_a_till_that_asks_or_never_prints_queues_nothing_but_its_drawer(hut: Hut, receipts: str) -> None:
    hut.printer(None)
    hut.rule(receipts=receipts, drawer=True)
    hut.keep(*cash_and_card())
    assert hut.every() == [("drawer", "M1-12")]


def test_training_has_receipts_of_its_own_series(hut: Hut) -> None:
    hut.printer(None)
    hut.rule()
    hut.keep(sale(number=3, training=True))
    assert hut.every() == [("document", "M1-T3")]


def test_a_sale_that_is_handed_in_late_prints_nothing_by_itself(hut: Hut) -> None:
    hut.printer(None)
    hut.rule(drawer=True)
    hut.keep(sale(at=AT - FRESH_MS - 1), sale(at=AT - FRESH_MS - 500, offset=400))
    assert hut.every() == []
    hut.keep(sale(at=AT - FRESH_MS - 500, offset=500, number=9))
    assert hut.every() == [("drawer", "M1-9"), ("document", "M1-9")]


def test_what_is_no_document_prints_nothing_and_harms_nothing(hut: Hut) -> None:
    hut.printer(None)
    hut.rule()
    good = sale(number=4)
    odd = [b"{", b"[]", b'{"type":"sale","id":"x","till":7,"at":1}', b'{"type":"sale"}', b"\xff" * 50]
    posted = [*(Posted("x", body) for body in odd), Posted(good.id, documents.write(good))]
    hut.writer.do(lambda c: hut.spooler.expect(c, posted, at=hut.now))
    assert hut.every() == [("document", "M1-4")]


def test_an_idle_printer_is_looked_at_before_the_next_sale_needs_it(hut: Hut) -> None:
    with FakePrinter() as fake:
        hut.printer(fake)
        hut.run()
        assert hut.status() == Status("ok")
        fake.mood = "paper out"
        hut.run()
        assert hut.status() == Status("ok")
        hut.now += 30_000
        hut.run()
        assert hut.spooler.seen("p1") == Seen(Status("problem", "paper-out"), hut.now)


def test_a_program_that_ends_does_not_wait_for_a_printer_that_is_silent(hut: Hut) -> None:
    asked, answered = threading.Event(), threading.Event()

    def slow(job: Job, printer: Printer) -> bytes:
        asked.set()
        answered.wait(10)
        return b""

    hut.spooler = Spooler(hut.database, hut.writer, slow, now=lambda: hut.now)
    hut.printer(None)
    hut.spooler.start()
    hut.ask()
    assert asked.wait(10)
    answered.set()
    hut.spooler.stop()
    assert hut.jobs() == [("s1", "printed", "")]


@pytest.mark.parametrize(
    ("transport", "address"),
    [("serial", "/dev/ttyNOWHERE0"), ("usb", "dead:beef"), ("file", "/dev/nowhere/lp0")],
)
def test_a_printer_that_is_not_plugged_in_or_has_no_driver_is_waited_for(
    hut: Hut, transport: str, address: str
) -> None:
    hut.spooler.set_printer(Printer(id="p1", name="p1", transport=transport, address=address))  # type: ignore[arg-type]
    hut.ask()
    assert hut.run() == BACKOFF_MS
    assert hut.jobs() == [("s1", "waiting", "not-found")]


def test_a_device_file_gets_the_same_bytes(hut: Hut, tmp_path: Path) -> None:
    file = tmp_path / "slip.escpos"
    hut.spooler.set_printer(Printer(id="p1", name="p1", transport="file", address=str(file)))
    hut.ask()
    hut.run()
    assert file.read_bytes() == b"s1 copy 1 " + SLIP
    assert hut.status() == Status("unknown", "not-asked")

"""The print queue, against printers on a real port that do what printers do."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from booth_terminal import prints
from booth_terminal.printers import Printer
from booth_terminal.prints import BACKOFF_MS, DRAWER_STALE_MS, STALE_MS, Job
from booth_terminal.spool import Seen, Spooler
from booth_terminal.transports import Status
from tests.fake_printer import FakePrinter, Mood
from tests.hut import SLIP, Hut


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

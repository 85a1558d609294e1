"""Slips as a seller meets them: always, on a tap, and not at all, with printers that do what printers do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from booth_terminal import printers, terminal
from booth_terminal.printers import Printer, Rule, When
from fairpos.core.fair import BankAccount, Edition
from tests.booth_terminal.till.conftest import Device, until
from tests.booth_terminal.till.stall import Stall, url
from tests.booth_terminal.till.test_looks import sound
from tests.booth_terminal.till.world import edition
from tests.fake_printer import FakePrinter

VIRTUAL = Printer(id="ao", name="Máy in ảo", transport="virtual")
SLIP = b"\x1b@\x1dv0"
Printing = Callable[..., Device]


@pytest.fixture
def printing(context: BrowserContext, own_stall: Stall) -> Printing:
    """A till at a terminal whose printer is set up before it starts."""

    def set_up(
        receipts: When, printer: Printer = VIRTUAL, *, drawer: bool = False, settings: Edition | None = None
    ) -> Device:
        own_stall.kill()
        if settings is not None:
            own_stall.publish(settings)
        database = terminal.prepare(url(own_stall.folder))
        with database.writing() as connection:
            printers.save(connection, printer)
            rule = Rule(till="", printer=printer.id, receipts=receipts, drawer=drawer)
            printers.set_rule(connection, rule)
        database.close()
        own_stall.start()
        device = Device(context.new_page(), own_stall)
        device.enrol(next(own_stall.fresh_tills))
        expect(device.strip).to_contain_text("áy in")
        return device

    return set_up


@contextmanager
def wired(fake: FakePrinter, **changes: Any) -> Iterator[Printer]:
    with fake:
        yield Printer(id="p1", name="Máy in quầy", transport="network", address=fake.address, **changes)


def slips(fake: FakePrinter) -> int:
    return sum(job.startswith(SLIP) for job in fake.jobs)


def test_a_till_that_always_prints_does_so_without_a_tap(printing: Printing) -> None:
    fake = FakePrinter()
    with wired(fake, drawer=2) as printer:
        device = printing("always", printer, drawer=True)
        device.sell("MI", given=50_000)
        expect(device.page.locator("#slip")).to_contain_text("Đã in biên lai")
        until(lambda: slips(fake) == 2, "the first slip of the till, and the sale's")
        assert sum(job == b"\x1bp\x00\x19\xfa" for job in fake.jobs) == 1
        expect(device.strip).to_contain_text("Máy in sẵn sàng")


def test_a_till_that_asks_prints_on_one_tap_and_copies_are_marked(printing: Printing) -> None:
    device = printing("ask")
    device.sell("MI", given=50_000)
    device.page.locator("#slip button").click()
    expect(device.page.locator("#slip")).to_contain_text("Đã in biên lai")
    device.page.locator("#slip button").click()
    expect(device.page.locator("#slip")).to_contain_text("Đã in lại")
    device.tap("#menu-open")
    device.tap('#menu [data-room="printer"]')
    expect(device.page.locator("#printer-slips strong")).to_have_text(
        [f"{device.till}-1, bản in lại 1", f"{device.till}-1", "Phiếu đăng ký máy"]
    )


def test_a_till_that_never_prints_shows_no_key(printing: Printing) -> None:
    device = printing("never")
    device.sell("MI", given=50_000)
    device.all_sent()
    expect(device.page.locator("#slip")).to_be_hidden()
    device.page.locator("#menu-open").click()
    device.page.locator('#menu [data-room="printer"]').click()
    expect(device.page.locator("#printer-none")).to_be_visible()


def test_a_slip_that_cannot_come_out_is_told_after_the_money_and_mended_by_one_tap(
    printing: Printing,
) -> None:
    fake = FakePrinter("paper out")
    with wired(fake) as printer:
        device = printing("always", printer)
        device.sell("MI", given=50_000)
        expect(device.page.locator("#slip")).to_contain_text(
            "Đơn đã lưu. Biên lai chưa in được: máy in hết giấy."
        )
        expect(device.strip).to_contain_text("Máy in hết giấy")
        device.tile("KEO")
        expect(device.page.locator("#slip-news-text")).to_have_text(
            f"{device.till}-1: Đơn đã lưu. Biên lai chưa in được: máy in hết giấy."
        )
        sound(device.page)
        fake.mood = "healthy"
        device.tap("#slip-news-again")
        expect(device.page.locator("#slip-news")).to_be_hidden()
        until(lambda: slips(fake) == 2, "the first slip of the till, and the sale's")


def test_the_code_to_pay_with_comes_out_on_paper_before_anything_is_paid(printing: Printing) -> None:
    fake, account = FakePrinter(), BankAccount("970436", "0000000121", "HTX BINH LIEU")
    rich = replace(edition(2), exhibitors=tuple(replace(e, account=account) for e in edition(2).exhibitors))
    with wired(fake) as printer:
        device = printing("never", printer, settings=rich)
        device.tile("MI")
        device.tap("#transfer-open")
        device.tap("#transfer-print")
        expect(device.page.locator("#transfer-standing")).to_contain_text("Đang in mã.")
        until(lambda: slips(fake) == 1, "the code's slip")
        assert device.facts()["number"] == 0
        device.tap("#transfer-received")
        expect(device.page.locator(".change-receipt")).to_contain_text("-1")


def test_a_message_about_a_slip_can_be_put_away(printing: Printing) -> None:
    fake = FakePrinter("cover open")
    with wired(fake) as printer:
        device = printing("always", printer)
        device.sell("MI", given=50_000)
        device.tile("KEO")
        expect(device.page.locator("#slip-news")).to_be_visible()
        device.tap("#slip-news-close")
        expect(device.page.locator("#slip-news")).to_be_hidden()


def test_selling_goes_on_with_the_terminal_dead_and_the_slip_comes_when_it_is_back(
    printing: Printing, own_stall: Stall
) -> None:
    device = printing("ask")
    own_stall.kill()
    device.sell("MI", given=50_000)
    device.page.locator("#slip button").click()
    expect(device.page.locator("#slip")).to_contain_text("Biên lai sẽ in ngay khi trạm nhận được đơn")
    own_stall.start()
    expect(device.page.locator("#slip")).to_contain_text("Đã in biên lai", timeout=40_000)


@pytest.mark.parametrize("looks", [("light", 1024, 768), ("dark", 390, 844)])
def test_the_room_can_be_read_and_reached(printing: Printing, looks: tuple[Any, int, int]) -> None:
    scheme, width, height = looks
    device = printing("ask")
    device.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    device.page.set_viewport_size({"width": width, "height": height})
    device.sell("MI", given=50_000)
    sound(device.page)
    device.tap("#menu-open")
    device.tap('#menu [data-room="printer"]')
    device.tap("#printer-test")
    expect(device.page.locator("#printer-slips li")).to_have_count(2)
    device.page.locator("#printer-slips button").first.click()
    expect(device.page.locator(".slip-picture")).to_be_visible()
    sound(device.page)
    device.page.locator("[data-drawer]").first.click()
    expect(device.page.locator("#printer-problem")).to_be_hidden()

"""From a card to the first sale: what a seller sees before and after a device becomes a till."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from playwright.sync_api import Browser, BrowserContext, expect

from booth_terminal import printers, terminal
from booth_terminal.printers import Printer, Rule
from fairpos.core.fair import Edition
from fairpos.core.secret import hash_secret
from tests.booth_terminal.till.conftest import Device, until
from tests.booth_terminal.till.stall import Stall, url
from tests.booth_terminal.till.world import edition

VIRTUAL = Printer(id="ao", name="Máy in ảo", transport="virtual")
DEAD = replace(VIRTUAL, id="hong", name="Máy in hỏng", transport="network", address="127.0.0.1:9")


def enrolled(context: BrowserContext, stall: Stall, printer: Printer) -> Device:
    """A fresh device at a terminal that has this printer."""
    stall.kill()
    database = terminal.prepare(url(stall.folder))
    with database.writing() as connection:
        printers.save(connection, printer)
        printers.set_rule(connection, Rule(till="", printer=printer.id, receipts="always", drawer=False))
    database.close()
    stall.start()
    device = Device(context.new_page(), stall)
    device.enrol(next(stall.fresh_tills))
    return device


def with_new_code(till: str, code: str) -> Edition:
    """The fair after the organiser has printed a new card for a till."""
    setup = edition(2)
    tills = (replace(one, code_hash=hash_secret(code)) if one.id == till else one for one in setup.tills)
    return replace(setup, tills=tuple(tills))


def test_a_link_says_what_the_device_will_become(browser: Browser, stall: Stall) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        till = next(stall.fresh_tills)
        page.goto(stall.link(till))
        expect(page.locator(".for")).to_have_text(f"Gian A12 · {till}")
        expect(page.locator(".for + p")).to_have_text("HTX Bình Liêu · Hộ Đồng Sơn")
        expect(page.locator(".problem")).to_have_count(0)
    finally:
        context.close()


def test_without_a_printer_it_is_said_in_words_and_selling_begins(device: Device) -> None:
    welcome = device.page.locator("#welcome")
    expect(welcome).to_contain_text(f"Máy này giờ là máy bán hàng {device.till}.")
    expect(welcome).to_contain_text("Có 13 mặt hàng. Mất mạng vẫn bán được.")
    expect(welcome).to_contain_text("Máy này chưa được gán máy in. Vẫn bán được mà không in giấy")
    expect(device.page.locator("#problem")).to_be_hidden()


def test_the_test_slip_comes_out_and_is_told_of(context: BrowserContext, own_stall: Stall) -> None:
    device = enrolled(context, own_stall, VIRTUAL)
    welcome = device.page.locator("#welcome")
    expect(welcome).to_contain_text("Phiếu thử đã in ở Máy in ảo. Hãy xem chữ có đúng hết không.")
    device.page.locator("#language").click()
    expect(welcome).to_contain_text("A test slip has come out of Máy in ảo. Are all its letters right?")


def test_a_dead_printer_keeps_nobody_from_selling(context: BrowserContext, own_stall: Stall) -> None:
    device = enrolled(context, own_stall, DEAD)
    expect(device.page.locator("#welcome")).to_contain_text(
        "Phiếu thử chưa in được ở Máy in hỏng. Đơn bán vẫn được lưu đủ"
    )
    device.tile("MI")
    expect(device.page.locator(".line")).to_have_count(1)


def test_the_welcome_gives_way_to_a_basket_and_goes_with_the_first_sale(device: Device) -> None:
    welcome = device.page.locator("#welcome")
    expect(welcome).to_be_visible()
    device.tile("MI")
    expect(welcome).to_be_hidden()
    device.tap('[data-given="45000"]')
    expect(device.page.locator("#change")).to_be_visible()
    device.page.reload()
    device.ready()
    expect(device.page.locator("#hint")).to_be_visible()
    expect(welcome).to_be_hidden()


def sold(stall: Stall) -> list[dict[str, Any]]:
    return [document for document in stall.documents("M1") if document["type"] == "sale"]


def test_who_takes_a_till_over_is_told_of_the_other_device_and_takes_none_of_its_numbers(
    context: BrowserContext, browser: Browser, own_stall: Stall
) -> None:
    device = Device(context.new_page(), own_stall)
    device.enrol("M1")
    device.sell("MI", given=50_000)
    until(lambda: len(sold(own_stall)) == 1, "the first device's sale in the journal")
    own_stall.kill()
    own_stall.publish(with_new_code("M1", "the-moi"))
    own_stall.start()
    other = browser.new_context()
    try:
        page = other.new_page()
        page.goto(f"{own_stall.url}/till/enrolment/the-moi")
        expect(page.locator(".problem")).to_contain_text("Một máy khác đang là máy bán hàng này.")
        expect(page.locator(".problem")).to_contain_text("Nếu tiếp tục, máy kia bị khóa và máy này thay thế.")
        second = Device(page, own_stall)
        page.get_by_role("button").click()
        second.ready()
        second.till = "M1"
        second.sell("MI", given=50_000)
        second.sell("MI", given=50_000)
        until(lambda: len(sold(own_stall)) == 3, "both sales of the second device in the journal")
        assert [(one["n"], one["number"]) for one in sold(own_stall)] == [(2, 1), (4, 10_001), (5, 10_002)]
    finally:
        other.close()

"""Practice: the same screens, marked on every view, in a series of its own that nothing counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_corrections import give_back, made, open_receipt
from tests.booth_terminal.till.test_people import HOA, LAN, sign_in, type_pin
from tests.booth_terminal.till.world import staffed

WORDS = "TẬP BÁN: không có gì được bán thật"


@pytest.fixture
def staffed_stall(own_stall: Stall) -> Stall:
    own_stall.kill()
    own_stall.publish(staffed(2))
    own_stall.start()
    return own_stall


def begin(device: Device) -> None:
    device.tap("#menu-open")
    device.tap("#practice-open")
    expect(device.page.locator("#practice")).to_contain_text(WORDS)


def practise(device: Device, article: str, given: int, number: int) -> None:
    device.tile(article)
    device.pay(given)
    expect(device.page.locator(".change-receipt")).to_contain_text(f"-T{number}")


def test_practice_has_its_own_series_and_no_total_knows_of_it(device: Device) -> None:
    device.sell("MI", given=45_000)
    begin(device)
    practise(device, "TRA", 30_000, 1)
    practise(device, "KEO", 12_000, 2)
    device.tap("#practice-leave")
    expect(device.page.locator("#practice")).to_be_hidden()
    device.sell("NON", given=60_000)
    device.all_sent()
    assert [(one["number"], one["training"]) for one in device.sales()] == [
        (1, False),
        (1, True),
        (2, True),
        (2, False),
    ]
    assert len(made(device, "shift_opening")) == 1
    device.tap('header [data-room="receipts"]')
    expect(device.page.locator("#receipts-figures dd").nth(1)).to_have_text("105.000\u00a0đ")
    device.page.keyboard.press("Escape")
    device.tap("#menu-open")
    device.tap('#menu [data-room="drawer"]')
    expect(device.page.locator("#drawer-now")).to_contain_text("2")


def test_practice_survives_a_reload_and_is_marked_above_every_room(device: Device) -> None:
    begin(device)
    device.tile("MI")
    device.page.reload()
    device.ready()
    expect(device.page.locator("#practice")).to_contain_text(WORDS)
    for room in ("receipts", "drawer", "device"):
        device.tap("#menu-open")
        device.tap(f'#menu [data-room="{room}"]')
        expect(device.page.locator(f"#{room}")).to_be_visible()
        shown = device.page.evaluate(
            "(id) => getComputedStyle(document.getElementById(id), '::before').content", room
        )
        assert WORDS in shown
        device.page.locator(f"#{room} [data-close]").first.click()
        expect(device.page.locator(f"#{room}")).to_be_hidden()
    device.tap("#practice-leave")
    # What lay in the basket was never for sale.
    expect(device.page.locator("#hint")).to_be_visible()


def test_practice_shows_no_code_that_somebody_could_pay(device: Device) -> None:
    begin(device)
    device.tile("MI")
    device.tap("#transfer-open")
    expect(device.page.locator("#transfer-none")).to_contain_text("Tập bán không hiện mã")
    device.tap("#transfer-received")
    device.all_sent()
    (sale,) = device.sales()
    assert sale["training"] is True
    assert "account" not in sale["tenders"][0]


def test_what_was_practised_is_never_given_back_in_earnest_nor_the_other_way(device: Device) -> None:
    device.sell("MI", given=45_000)
    begin(device)
    practise(device, "TRA", 30_000, 1)
    open_receipt(device, 1)
    expect(device.page.locator("#receipt-why")).to_contain_text("bán thật")
    expect(device.page.locator("#receipt-refund")).to_be_hidden()
    device.tap("#receipt-back")
    device.page.locator("[data-receipt]").filter(has_text=f"{device.till}-T1").click()
    device.tap("#receipt-refund")
    give_back(device)
    device.all_sent()
    (back,) = made(device, "refund")
    assert (back["training"], back["number"]) == (True, 2)
    device.page.keyboard.press("Escape")
    device.tap("#practice-leave")
    open_receipt(device, 1)
    expect(device.page.locator("#receipt-refund")).to_be_visible()
    device.tap("#receipt-back")
    device.page.locator("[data-receipt]").filter(has_text=f"{device.till}-T1").click()
    expect(device.page.locator("#receipt-refund")).to_be_hidden()
    expect(device.page.locator("#receipt-void")).to_be_hidden()


def test_a_basket_in_earnest_is_not_taken_along(device: Device) -> None:
    device.tile("MI")
    device.tap("#menu-open")
    device.tap("#practice-open")
    expect(device.page.locator("#problem")).to_contain_text("Hãy bán xong")
    expect(device.page.locator("#practice")).to_be_hidden()


def test_practice_needs_a_manager_to_begin_and_nobody_to_end(
    staffed_stall: Stall, lone_device: Device
) -> None:
    device = lone_device
    sign_in(device, "lan", LAN)
    device.tap("#menu-open")
    device.tap("#practice-open")
    type_pin(device, HOA)
    expect(device.page.locator("#practice")).to_be_visible()
    device.tap("#practice-leave")
    expect(device.page.locator("#practice")).to_be_hidden()

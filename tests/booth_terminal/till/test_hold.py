"""Baskets on hold: put aside, taken up again, and lost by nothing."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.booth_terminal.till.conftest import Device

DONG = "\u00a0đ"


def hold(device: Device, *articles: str) -> None:
    for article in articles:
        device.tile(article)
    device.tap("#hold")
    expect(device.page.locator("#lines > li")).to_have_count(0)


def total(device: Device, amount: str) -> None:
    expect(device.page.locator("#total")).to_have_text(amount + DONG)


def test_a_held_basket_lets_the_next_buyer_pay_and_is_taken_up_again(device: Device) -> None:
    hold(device, "MI", "TRA")
    expect(device.page.locator("#held-count")).to_have_text("1")
    device.sell("NON", given=60_000)
    device.tap("#held-open")
    row = device.page.locator("[data-held]")
    expect(row).to_contain_text("75.000" + DONG)
    expect(row).to_contain_text("Miến dong Bình Liêu 500 g, Trà mạn Hải Hà")
    device.tap("[data-held]")
    total(device, "75.000")
    expect(device.page.locator("#held-open")).to_be_hidden()
    device.pay(75_000)
    device.all_sent()
    assert [(s["number"], s["total"]) for s in device.sales()] == [(1, 60_000), (2, 75_000)]


def test_taking_one_up_puts_the_open_one_aside(device: Device) -> None:
    hold(device, "MI")
    device.tile("TRA")
    device.tap("#held-open")
    device.tap("[data-held]")
    total(device, "45.000")
    expect(device.page.locator("#held-count")).to_have_text("1")
    device.tap("#held-open")
    device.tap("[data-held]")
    total(device, "30.000")


def test_a_reload_with_the_network_dead_loses_none(device: Device, context: BrowserContext) -> None:
    device.installed()
    context.set_offline(True)
    hold(device, "MI")
    hold(device, "TRA", "KEO")
    device.tile("NON")
    device.page.reload()  # at once
    device.ready()
    total(device, "60.000")
    expect(device.page.locator("#held-count")).to_have_text("2")
    device.tap("#held-open")
    expect(device.page.locator(".held .line-total")).to_have_text(["45.000" + DONG, "42.000" + DONG])
    device.page.keyboard.press("Escape")
    device.pay(60_000)
    expect(device.page.locator(".change-receipt")).to_be_visible()
    expect(device.page.locator("#held-count")).to_have_text("2")


def test_holding_and_taking_up_can_be_undone(device: Device) -> None:
    hold(device, "MI")
    device.tap("#undo")
    total(device, "45.000")
    expect(device.page.locator("#held-open")).to_be_hidden()
    device.tap("#hold")
    device.tap("#held-open")
    device.tap("[data-held]")
    device.tap("#undo")
    total(device, "0")
    expect(device.page.locator("#held-count")).to_have_text("1")
    device.page.reload()
    device.ready()
    expect(device.page.locator("#held-count")).to_have_text("1")


def test_more_than_twenty_are_refused_and_the_basket_stays(device: Device) -> None:
    for _ in range(20):
        hold(device, "KEO")
    device.tile("MI")
    device.tap("#hold")
    expect(device.page.locator("#problem")).to_contain_text("Giỏ hàng vẫn đang mở")
    total(device, "45.000")
    expect(device.page.locator("#held-count")).to_have_text("20")


def test_a_discount_and_what_was_taken_wait_with_the_basket(device: Device) -> None:
    device.tile("GOM")
    device.tap("#discount")
    device.tap('[data-digit="2"]')
    device.tap('[data-digit="0"]')
    device.tap("#amount-done")
    device.tap("#ways-open")
    device.tap('[data-way="card"]')
    for digit in "100":
        device.tap(f'[data-digit="{digit}"]')
    device.tap("#amount-done")
    device.tap("#ways-close")
    hold(device)
    device.tap("#held-open")
    device.tap("[data-held]")
    total(device, "500.000")
    device.pay(500_000)
    device.all_sent()
    (sold,) = device.sales()
    assert (sold["total"], sold["discount"], [t["amount"] for t in sold["tenders"]]) == (
        600_000,
        20_000,
        [100_000, 500_000],
    )

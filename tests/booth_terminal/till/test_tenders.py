"""Paying: by card, by voucher, in parts, and by whatever is typed."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, expect

from fairpos.core import sale as sale_rule
from fairpos.core.sale import Sale
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.test_selling import THREE, as_bytes

DONG = "\u00a0đ"


def three(device: Device) -> None:
    for article in THREE:
        device.tile(article)


def part(device: Device, way: str, digits: str = "", ref: str = "") -> None:
    """Take a part in one way, from the view of ways: all that is left where no digits are typed."""
    device.tap(f'[data-way="{way}"]')
    for digit in digits:
        device.tap(f'[data-digit="{digit}"]')
    if ref:
        device.page.locator("#amount-ref").fill(ref)
    device.tap("#amount-done")


def left(device: Device, amount: str) -> None:
    expect(device.page.locator("#ways-left")).to_have_text(amount + DONG)


def tenders(device: Device) -> list[tuple[str, int, int | None, int, str]]:
    """What the one sale was paid with, and no fault found by the core."""
    device.all_sent()
    (body,) = device.sales()
    sold = wire.read(as_bytes(body))
    assert isinstance(sold, Sale)
    assert sale_rule.faults(sold)[0] == []
    return [(one.kind, one.amount, one.given, one.change, one.ref) for one in sold.tenders]


def test_a_card_keeps_its_slip_number(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "card", ref=" 004711 ")
    expect(device.page.locator(".change-figure")).to_have_text("87.000" + DONG)
    expect(device.page.locator(".change-how")).to_have_text("Thẻ 87.000" + DONG + " · 004711")
    assert tenders(device) == [("card", 87_000, None, 0, "004711")]


def test_three_ways_one_after_the_other(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "voucher", "20", ref="PMH-12")
    left(device, "67.000")
    part(device, "card", "30")
    left(device, "37.000")
    part(device, "cash", "50")
    expect(device.page.locator(".change-figure")).to_have_text("13.000" + DONG)
    expect(device.page.locator(".change-how")).to_have_count(3)
    assert tenders(device) == [
        ("voucher", 20_000, None, 0, "PMH-12"),
        ("card", 30_000, None, 0, ""),
        ("cash", 37_000, 50_000, 13_000, ""),
    ]


def test_the_rest_can_be_paid_with_a_chip(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "cash", "50")
    device.tap("#ways-close")
    expect(device.page.locator("#total-label")).to_have_text("Còn phải trả")
    expect(device.page.locator("#total")).to_have_text("37.000" + DONG)
    device.pay(40_000)
    expect(device.page.locator(".change-figure")).to_have_text("3.000" + DONG)
    assert tenders(device) == [("cash", 50_000, 50_000, 0, ""), ("cash", 37_000, 40_000, 3_000, "")]


def test_a_voucher_above_what_is_left_gives_no_change(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    device.tap('[data-way="voucher"]')
    for digit in "100":
        device.tap(f'[data-digit="{digit}"]')
    expect(device.page.locator("#amount-aside")).to_have_text("Phiếu không trả lại tiền thừa")
    device.tap("#amount-done")
    assert tenders(device) == [("voucher", 87_000, None, 0, "")]


def test_a_card_above_what_is_left_is_refused_in_words(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "card", "88")
    expect(device.page.locator("#amount-problem")).to_have_text(
        "Chưa thu khoản nào. Thẻ không trả được quá 87.000" + DONG + "."
    )
    device.page.locator('[data-unit="all"]').click()
    device.tap("#amount-done")
    assert tenders(device) == [("card", 87_000, None, 0, "")]


def test_what_was_taken_can_be_taken_back(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "card", "30")
    left(device, "57.000")
    device.page.get_by_role("button", name=re.compile("Bỏ khoản đã thu: Thẻ 30.000")).click()
    expect(device.page.locator("#total")).to_have_text("87.000" + DONG)
    device.tap("#undo")
    expect(device.page.locator("#total")).to_have_text("57.000" + DONG)
    device.pay(57_000)
    assert [one[:2] for one in tenders(device)] == [("card", 30_000), ("cash", 57_000)]


def test_a_part_survives_a_reload_with_the_network_dead(device: Device, context: BrowserContext) -> None:
    device.installed()
    context.set_offline(True)
    three(device)
    device.tap("#ways-open")
    part(device, "card", "30")
    device.page.reload()
    device.ready()
    expect(device.page.locator("#total")).to_have_text("57.000" + DONG)
    device.pay(100_000)
    expect(device.page.locator(".change-figure")).to_have_text("43.000" + DONG)
    context.set_offline(False)
    device.page.evaluate("dispatchEvent(new Event('online'))")
    assert [one[:2] for one in tenders(device)] == [("card", 30_000), ("cash", 57_000)]


def test_goods_put_back_after_a_part_was_taken_say_what_is_too_much(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "card", "50")
    device.tap("#ways-close")
    device.page.locator(".line").first.click()
    device.tap("#pad-remove")
    expect(device.page.locator("#total-label")).to_have_text("Đã thu thừa")
    expect(device.page.locator("#total")).to_have_text("8.000" + DONG)
    expect(device.page.locator("[data-given]:visible")).to_have_count(0)
    expect(device.page.locator("#notes-open")).to_be_disabled()
    device.tile("KEO")
    device.pay(4_000)
    assert [one[:2] for one in tenders(device)] == [("card", 50_000), ("cash", 4_000)]


def test_a_basket_with_money_in_it_is_not_emptied(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    part(device, "card", "30")
    device.tap("#ways-close")
    device.tap("#empty")
    expect(device.page.locator("#ways-problem")).to_contain_text("đã thu tiền cho giỏ này")
    device.tap("[data-tender]")
    device.tap("#empty")
    expect(device.page.locator("#total")).to_have_text("0" + DONG)


def test_a_double_tap_on_the_last_part_completes_once(device: Device) -> None:
    three(device)
    device.tap("#ways-open")
    device.tap('[data-way="card"]')
    device.page.locator("#amount-done").dblclick()
    expect(device.page.locator(".change-receipt")).to_have_text(f"Biên lai {device.till}-1")
    assert len(tenders(device)) == 1


def test_more_parts_than_a_sale_may_have_are_refused_in_words(device: Device) -> None:
    device.tile("GOM")
    device.tap("#ways-open")
    for count in range(1, 20):
        part(device, "cash", "1")
        left(device, f"{620 - count}.000")
    part(device, "cash", "1")
    expect(device.page.locator("#ways-problem")).to_contain_text("Chưa thu phần này")
    left(device, "601.000")
    part(device, "card")
    assert len(tenders(device)) == 20

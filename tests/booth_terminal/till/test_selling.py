"""A seller at work: what taps do, and what they must not do."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from fairpos.core import sale as sale_rule
from fairpos.core.business_day import day_of
from fairpos.core.document import head_faults
from fairpos.core.sale import Sale
from fairpos.core.shift import ShiftOpening
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.world import HOSTILE, dearer

THREE = ("MI", "TRA", "KEO")


def test_three_items_for_cash_take_four_taps_from_empty_basket_to_empty_basket(device: Device) -> None:
    expect(device.page.locator("#total")).to_have_text("0\u00a0đ")
    for article in THREE:
        device.tile(article)
    expect(device.page.locator("#total")).to_have_text("87.000\u00a0đ")
    device.pay(87_000)
    expect(device.page.locator(".change-figure")).to_have_text("0\u00a0đ")
    expect(device.page.locator("#lines > li")).to_have_count(0)
    assert device.taps == 4
    device.all_sent()
    assert [s["total"] for s in device.sales()] == [87_000]


def test_the_core_finds_no_fault_in_what_the_till_writes(device: Device) -> None:
    device.sell("MI", "RUOU", "KEO", "KEO", given=500_000)
    device.all_sent()
    bodies = device.documents()
    opening, sold = (wire.read(wire.write(wire.read(as_bytes(body)))) for body in bodies)
    assert isinstance(opening, ShiftOpening)
    assert isinstance(sold, Sale)
    assert (opening.n, sold.n, sold.number, sold.shift) == (1, 2, 1, opening.id)
    assert head_faults(opening) == []
    assert head_faults(sold) == []
    assert sold.day == day_of(sold.corrected_at, 240)
    assert sale_rule.faults(sold) == ([], [45_000, 180_000, 24_000])
    assert [(line.article, line.quantity, line.vat) for line in sold.lines] == [
        ("MI", 1000, 800),
        ("RUOU", 1000, 1000),
        ("KEO", 2000, None),
    ]
    assert sold.offset is not None
    assert abs(sold.offset) < 5_000


def as_bytes(body: dict[str, object]) -> bytes:
    return json.dumps(body).encode()


def test_the_change_stays_until_the_next_tap(device: Device) -> None:
    device.sell(*THREE, given=100_000)
    figure = device.page.locator(".change-figure")
    expect(figure).to_have_text("13.000\u00a0đ")
    assert float(figure.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 48
    device.tile("NON")
    expect(figure).to_be_hidden()
    expect(device.page.locator("#total")).to_have_text("60.000\u00a0đ")


def test_a_double_tap_completes_once(device: Device) -> None:
    for article in THREE:
        device.tile(article)
    device.page.locator('[data-given="100000"]').dblclick()
    expect(device.page.locator(".change-receipt")).to_have_text(f"Biên lai {device.till}-1")
    device.all_sent()
    assert [s["number"] for s in device.sales()] == [1]


def test_a_hail_of_clicks_on_all_chips_in_one_moment_completes_once(device: Device) -> None:
    for article in THREE:
        device.tile(article)
    device.page.evaluate(
        "() => { const chips = [...document.querySelectorAll('[data-given]')];"
        " for (let i = 0; i < 5; i += 1) chips.forEach((chip) => chip.click()); }"
    )
    expect(device.page.locator(".change-receipt")).to_have_text(f"Biên lai {device.till}-1")
    # The store would refuse a second sale of this basket, too; it was not even asked.
    expect(device.page.locator("#problem")).to_be_hidden()
    device.all_sent()
    assert [s["tenders"][0]["given"] for s in device.sales()] == [87_000]


def test_a_reload_keeps_the_basket_and_its_sale_id(device: Device) -> None:
    for article in THREE:
        device.tile(article)
    device.page.reload()  # at once: the last tap was written down before it was drawn
    device.ready()
    expect(device.page.locator("#total")).to_have_text("87.000\u00a0đ")
    basket = device.facts()["basket"]
    device.pay(87_000)
    device.all_sent()
    assert [s["id"] for s in device.sales()] == [basket["id"]]


def test_the_last_tap_can_be_undone(device: Device) -> None:
    device.tile("MI")
    device.tile("TRA")
    device.tap("#undo")
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    expect(device.page.locator("#undo")).to_be_hidden()


def test_an_emptied_basket_can_be_undone(device: Device) -> None:
    device.tile("MI")
    device.tap("#empty")
    expect(device.page.locator("#total")).to_have_text("0\u00a0đ")
    device.tap("#undo")
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


def test_the_quantity_pad_opens_on_a_line_and_shows_it(device: Device) -> None:
    device.tile("MI")
    device.tile("TRA")
    device.page.locator(".line").nth(1).click()
    expect(device.page.locator("#pad-name")).to_have_text("Trà mạn Hải Hà")
    expect(device.page.locator("#pad-amount")).to_have_text("1 gói")
    device.tap('[data-digit="1"]')
    device.tap('[data-digit="2"]')
    expect(device.page.locator("#pad-amount")).to_have_text("12 gói")
    device.tap('[data-add="1"]')
    expect(device.page.locator("#pad-total")).to_have_text("390.000\u00a0đ")
    device.tap("#pad-done")
    expect(device.page.locator("#total")).to_have_text("435.000\u00a0đ")
    device.page.locator(".line").nth(0).click()
    device.tap("#pad-remove")
    expect(device.page.locator("#total")).to_have_text("390.000\u00a0đ")


def test_closing_the_pad_changes_nothing(device: Device) -> None:
    device.tile("MI")
    device.page.locator(".line").click()
    device.tap('[data-digit="9"]')
    device.tap("#pad-close")
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


def test_weighed_goods_show_their_price_while_the_grams_are_typed(device: Device) -> None:
    device.tile("MUC")
    for digit in "375":
        device.tap(f'[data-digit="{digit}"]')
    expect(device.page.locator("#pad-amount")).to_have_text("375 g")
    expect(device.page.locator("#pad-total")).to_have_text("180.000\u00a0đ")
    device.tap('[data-add="250"]')
    expect(device.page.locator("#pad-total")).to_have_text("300.000\u00a0đ")
    device.tap("#pad-done")
    expect(device.page.locator(".line-what")).to_contain_text("0,625 kg")
    device.pay(300_000)
    device.all_sent()
    (sold,) = device.sales()
    assert [(line["quantity"], line["unit"], line["price"]) for line in sold["lines"]] == [
        (625, "kg", 480_000)
    ]


def test_two_weighings_of_one_thing_are_two_lines_and_two_pieces_are_one(device: Device) -> None:
    for _ in range(2):
        device.tile("HAU")
        device.tap('[data-add="500"]')
        device.tap("#pad-done")
        device.tile("KEO")
    expect(device.page.locator(".line")).to_have_count(3)


def test_the_note_pad_adds_up_and_shows_the_change(device: Device) -> None:
    for article in THREE:
        device.tile(article)
    device.tap("#notes-open")
    device.tap('[data-note="50000"]')
    expect(device.page.locator("#notes-change")).to_have_text("Còn thiếu 37.000\u00a0đ")
    expect(device.page.locator("#notes-done")).to_be_disabled()
    device.tap('[data-note="20000"]')
    device.tap('[data-note="10000"]')
    device.tap("#notes-clear")
    device.tap('[data-note="20000"]')
    expect(device.page.locator("#notes-change")).to_have_text("Trả lại 3.000\u00a0đ")
    device.tap("#notes-done")
    expect(device.page.locator(".change-figure")).to_have_text("3.000\u00a0đ")
    device.all_sent()
    assert device.sales()[0]["tenders"] == [
        {"kind": "cash", "amount": 87_000, "given": 90_000, "change": 3_000}
    ]


def test_three_items_by_transfer_take_five_taps(device: Device) -> None:
    for article in THREE:
        device.tile(article)
    device.tap("#transfer-open")
    device.tap("#transfer-received")
    expect(device.page.locator(".change-figure")).to_have_text("87.000\u00a0đ")
    assert device.taps == 5
    device.all_sent()
    (sold,) = device.sales()
    assert [(one["kind"], one["amount"], one["given"]) for one in sold["tenders"]] == [
        ("vietqr", 87_000, None)
    ]


def test_search_is_blind_to_marks_and_ends_with_the_tap(device: Device) -> None:
    device.page.locator("#search").fill("ruou ba kich")
    expect(device.page.locator(".tile:visible .tile-name")).to_have_text(["Rượu ba kích tím 500 ml"])
    device.tile("RUOU")
    expect(device.page.locator("#search")).to_have_value("")
    expect(device.page.locator(".tile:visible")).not_to_have_count(1)
    device.page.locator("#search").fill("xe máy")
    expect(device.page.locator("#nothing-text")).to_have_text("Không tìm thấy.")
    device.tap("#nothing-all")
    expect(device.page.locator(".tile:visible")).to_have_count(13)


def test_group_chips_narrow_the_shelf(device: Device) -> None:
    device.page.get_by_role("button", name="Thủ công mỹ nghệ").click()
    expect(device.page.locator(".tile:visible")).to_have_count(2)
    device.page.get_by_role("button", name="Tất cả").click()
    expect(device.page.locator(".tile:visible")).to_have_count(13)


def test_a_name_that_looks_like_a_page_is_only_a_name(device: Device) -> None:
    device.tile("XAU")
    expect(device.page.locator(".line-name")).to_have_text(HOSTILE)
    assert device.page.locator("#page img, #page i, #page b").count() == 0
    device.pay(1_000)
    device.page.locator('header [data-room="receipts"]').click()
    expect(device.page.locator(".sold-what")).to_have_text(HOSTILE)
    expect(device.page).to_have_title(re.compile("^Gian A12"))
    device.all_sent()
    assert device.sales()[0]["lines"][0]["name"] == HOSTILE


def test_a_new_price_is_told_and_spares_the_open_basket(lone_device: Device) -> None:
    lone_device.tile("KEO")
    lone_device.stall.kill()
    lone_device.stall.publish(dearer(2))
    lone_device.stall.start()
    lone_device.page.evaluate("dispatchEvent(new Event('online'))")
    expect(lone_device.strip).to_contain_text("Giá cập nhật lúc")
    expect(lone_device.page.locator('[data-article="KEO"]')).to_contain_text("15.000")
    expect(lone_device.page.locator("#total")).to_have_text("12.000\u00a0đ")
    lone_device.tile("KEO")
    expect(lone_device.page.locator("#total")).to_have_text("27.000\u00a0đ")
    lone_device.pay(27_000)
    lone_device.all_sent()
    (sold,) = lone_device.sales()
    assert ([line["price"] for line in sold["lines"]], sold["edition"]) == ([12_000, 15_000], 2)


def test_what_was_sold_today_is_added_up(device: Device) -> None:
    device.sell(*THREE, given=100_000)
    device.sell("NON", given=60_000)
    device.tap('header [data-room="receipts"]')
    expect(device.page.locator("#receipts-figures dd")).to_have_text(
        ["2", "147.000\u00a0đ", "147.000\u00a0đ", "0\u00a0đ", "0\u00a0đ"]
    )
    expect(device.page.locator(".sold li strong")).to_have_text([f"{device.till}-2", f"{device.till}-1"])


def test_the_other_language_changes_every_word_and_is_remembered(device: Device) -> None:
    device.tile("MI")
    device.tap("#language")
    expect(device.page.locator("#basket-title")).to_have_text("Basket")
    expect(device.page.locator("#total")).to_have_text("45,000\u00a0đ")
    assert device.page.evaluate("document.documentElement.lang") == "en"
    device.page.reload()
    device.ready()
    expect(device.page.locator("#basket-title")).to_have_text("Basket")


def test_a_sale_that_cannot_be_saved_says_that_it_is_not_paid(device: Device) -> None:
    device.page.evaluate(
        "() => { IDBObjectStore.prototype.add ="
        " () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    device.tile("MI")
    device.pay(45_000)
    expect(device.page.locator("#problem")).to_contain_text("CHƯA thanh toán")
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    assert device.facts()["number"] == 0

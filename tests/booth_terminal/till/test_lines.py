"""A seller changes what is in the basket: how many, at what price, with what discount and note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from fairpos.core import sale as sale_rule
from fairpos.core.sale import Sale
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_people import HOA, LAN, sign_in, type_pin
from tests.booth_terminal.till.test_selling import THREE, as_bytes
from tests.booth_terminal.till.world import edition, staffed

DONG = "\u00a0đ"


def type_(device: Device, digits: str) -> None:
    for digit in digits:
        device.tap(f'[data-digit="{digit}"]')


def open_line(device: Device, index: int, tab: str) -> None:
    device.page.locator(".line").nth(index).click()
    device.tap(f'[data-tab="{tab}"]')


def total(device: Device, amount: str) -> None:
    expect(device.page.locator("#total")).to_have_text(amount + DONG)


def sound(device: Device) -> Sale:
    """The one sale the terminal was handed, which the core finds no fault in."""
    device.all_sent()
    (body,) = device.sales()
    sold = wire.read(as_bytes(body))
    assert isinstance(sold, Sale)
    assert sale_rule.faults(sold)[0] == []
    return sold


def test_another_price_is_kept_beside_the_price_of_the_book(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "price")
    type_(device, "40")
    expect(device.page.locator("#pad-amount")).to_have_text("40.000" + DONG)
    device.tap("#pad-done")
    total(device, "40.000")
    expect(device.page.locator(".line-special")).to_have_text("Giá gốc 45.000" + DONG)
    device.tile("MI")  # one at the book's price is another line
    expect(device.page.locator(".line")).to_have_count(2)
    device.pay(85_000)
    assert [(line.price, line.book_price) for line in sound(device).lines] == [
        (40_000, 45_000),
        (45_000, None),
    ]


def test_the_list_price_is_one_key_away_and_leaves_no_trace(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "price")
    type_(device, "40")
    device.tap("#pad-done")
    open_line(device, 0, "price")
    device.page.get_by_role("button", name="Giá gốc", exact=True).click()
    device.tap("#pad-done")
    expect(device.page.locator(".line-special")).to_have_count(0)
    device.pay(45_000)
    assert sound(device).lines[0].book_price is None


def test_a_percentage_follows_the_quantity_and_is_written_in_dong(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "discount")
    device.tap('[data-unit="percent"]')
    type_(device, "10")
    expect(device.page.locator("#pad-total")).to_have_text("40.500" + DONG)
    device.tap("#pad-done")
    open_line(device, 0, "quantity")
    type_(device, "3")
    device.tap("#pad-done")
    total(device, "121.500")
    expect(device.page.locator(".line-special")).to_contain_text("10 %")
    device.page.reload()
    device.ready()
    total(device, "121.500")
    device.pay(121_500)
    (line,) = sound(device).lines
    assert (line.quantity, line.discount) == (3_000, 13_500)


def test_a_discount_in_dong_is_typed_as_it_is_said(device: Device) -> None:
    device.tile("GOM")
    open_line(device, 0, "discount")
    type_(device, "20")
    device.tap("#pad-done")
    total(device, "600.000")
    open_line(device, 0, "discount")
    device.tap('[data-unit="none"]')
    device.tap("#pad-done")
    total(device, "620.000")


@pytest.mark.parametrize(
    ("keys", "amount"),
    [
        (("8", "7"), "87.000"),
        (("8", "7", "000"), "87.000"),
        (("1", "5", "0", "0"), "1.500"),
        (("0", "5", "0", "0"), "500"),
        (("1", "000", "000"), "1.000.000"),
    ],
)
def test_money_is_typed_as_it_is_said(device: Device, keys: tuple[str, ...], amount: str) -> None:
    device.tile("MI")
    open_line(device, 0, "price")
    for key in keys:
        device.tap(f'[data-digit="{key}"]')
    expect(device.page.locator("#pad-amount")).to_have_text(amount + DONG)
    device.tap("#pad-done")
    total(device, amount)


@pytest.mark.parametrize("price", ["0", "10000000000"])
def test_an_impossible_price_says_that_the_basket_is_unchanged(device: Device, price: str) -> None:
    device.tile("MI")
    open_line(device, 0, "price")
    type_(device, price)
    device.tap("#pad-done")
    expect(device.page.locator("#pad-problem")).to_contain_text("Giỏ hàng không đổi. Giá phải từ 1 đ")
    device.tap("#pad-close")
    total(device, "45.000")


def test_a_discount_above_the_price_says_that_the_basket_is_unchanged(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "discount")
    type_(device, "46")
    device.tap("#pad-done")
    expect(device.page.locator("#pad-problem")).to_contain_text("Giỏ hàng không đổi. Mức giảm vượt quá")
    device.tap('[data-unit="none"]')
    expect(device.page.locator("#pad-problem")).to_be_hidden()
    device.tap("#pad-close")
    device.tap("#discount")
    type_(device, "46")
    device.tap("#amount-done")
    expect(device.page.locator("#amount-problem")).to_contain_text("Giỏ hàng không đổi. Mức giảm vượt quá")
    device.tap("#amount-close")
    total(device, "45.000")


def test_a_note_stays_with_its_line(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "note")
    device.page.locator("#pad-note").fill("  Gói quà, 3 túi <b>  ")
    device.page.keyboard.press("Tab")
    device.tap("#pad-done")
    expect(device.page.locator(".line-special")).to_have_text("Gói quà, 3 túi <b>")
    device.tile("MI")
    expect(device.page.locator(".line")).to_have_count(2)
    device.pay(90_000)
    assert [line.note for line in sound(device).lines] == ["Gói quà, 3 túi <b>", ""]


def test_a_basket_discount_is_spread_over_the_rates_of_vat(device: Device) -> None:
    for article in (*THREE, "RUOU"):
        device.tile(article)
    device.tap("#discount")
    device.tap('[data-unit="percent"]')
    type_(device, "10")
    expect(device.page.locator("#amount-aside")).to_have_text("240.300" + DONG)
    device.tap("#amount-done")
    expect(device.page.locator("#total-made")).to_contain_text("10 % (−26.700" + DONG)
    device.tile("KEO")  # a percentage follows what comes after it
    total(device, "251.100")
    device.pay(251_100)
    sold = sound(device)
    assert (sold.discount, sold.total) == (27_900, 251_100)
    assert [row.rate for row in sold.vat] == [800, 1_000]


def test_a_gift_is_complete_by_one_tap_and_nothing_was_handed_over(device: Device) -> None:
    device.tile("KEO")
    device.tap("#discount")
    device.tap('[data-unit="percent"]')
    type_(device, "100")
    device.tap("#amount-done")
    device.pay(0)
    expect(device.page.locator(".change-receipt")).to_contain_text("-1")
    sold = sound(device)
    assert (sold.total, sold.tenders) == (0, ())


def test_what_would_leave_less_than_the_discount_is_refused(device: Device) -> None:
    device.tile("KEO")
    device.tile("MI")
    device.tap("#discount")
    type_(device, "30")
    device.tap("#amount-done")
    device.page.locator(".line").nth(1).click()
    device.tap("#pad-remove")
    expect(device.page.locator("#problem")).to_contain_text("Giỏ hàng không đổi")
    total(device, "27.000")


def test_all_of_it_can_be_undone(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "price")
    type_(device, "40")
    device.tap("#pad-done")
    device.tap("#undo")
    total(device, "45.000")
    device.tap("#discount")
    type_(device, "5")
    device.tap("#amount-done")
    device.tap("#undo")
    total(device, "45.000")
    device.pay(45_000)
    line = device.facts()
    assert line["number"] == 1


def test_escape_leaves_and_a_real_keyboard_types(device: Device) -> None:
    device.tile("MI")
    device.page.locator(".line").click()
    device.page.keyboard.type("12")
    expect(device.page.locator("#pad-amount")).to_have_text("12 gói")
    device.page.keyboard.press("Backspace")
    expect(device.page.locator("#pad-amount")).to_have_text("1 gói")
    device.page.keyboard.press("Escape")
    expect(device.page.locator("#view-basket")).to_be_visible()
    total(device, "45.000")
    device.page.locator(".line").click()
    device.page.keyboard.type("2")
    device.page.keyboard.press("Enter")
    total(device, "90.000")


@pytest.fixture
def open_priced(context: BrowserContext, tmp_path: Path) -> Device:
    """A till whose hats and dried worms have no price of their own."""
    stall = Stall(tmp_path)
    first = edition(2)
    open_price = {"NON", "SA"}
    stall.publish(
        replace(
            first,
            articles=tuple(
                replace(one, open_price=True, price=0) if one.id in open_price else one
                for one in first.articles
            ),
        )
    )
    stall.start()
    made = Device(context.new_page(), stall)
    made.enrol(next(stall.fresh_tills))
    return made


def test_goods_without_a_price_ask_for_it(open_priced: Device) -> None:
    device = open_priced
    try:
        device.installed()
        device.stall.kill()  # all of it works alone
        device.tile("NON")
        expect(device.page.locator("#amount-title")).to_have_text("Nón lá ghép")
        expect(device.page.locator("#amount-done")).to_be_disabled()
        type_(device, "35")
        device.tap("#amount-done")
        total(device, "35.000")
        device.tile("SA")
        type_(device, "4500")
        device.tap('[data-digit="000"]')
        device.tap("#amount-done")
        device.tap('[data-add="100"]')
        device.tap("#pad-done")
        total(device, "485.000")
        device.pay(485_000)
        expect(device.page.locator(".change-receipt")).to_be_visible()
        device.stall.start()
        device.page.evaluate("dispatchEvent(new Event('online'))")
        sold = sound(device)
        assert [(line.article, line.price, line.quantity, line.book_price) for line in sold.lines] == [
            ("NON", 35_000, 1_000, None),
            ("SA", 4_500_000, 100, None),
        ]
    finally:
        device.stall.kill()


@pytest.fixture(scope="module")
def staffed_stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    """A booth where Lan sells and Hoa manages."""
    made = Stall(tmp_path_factory.mktemp("staffed"))
    made.publish(staffed(2))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def lan(context: BrowserContext, staffed_stall: Stall) -> Device:
    """A till with Lan at it."""
    made = Device(context.new_page(), staffed_stall)
    made.enrol(next(staffed_stall.fresh_tills))
    sign_in(made, "lan", LAN)
    return made


def price(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "price")
    type_(device, "40")
    device.tap("#pad-done")


def discount(device: Device) -> None:
    device.tile("MI")
    open_line(device, 0, "discount")
    type_(device, "5")
    device.tap("#pad-done")


def whole_discount(device: Device) -> None:
    device.tile("MI")
    device.tap("#discount")
    type_(device, "5")
    device.tap("#amount-done")


@pytest.mark.parametrize("deed", [price, discount, whole_discount])
def test_the_manager_who_agreed_stands_in_the_sale(lan: Device, deed: Callable[[Device], None]) -> None:
    deed(lan)
    type_pin(lan, HOA)
    lan.pay(40_000)
    sold = sound(lan)
    assert (sold.by, sold.approved_by) == ("lan", "hoa")


@pytest.mark.parametrize(
    ("deed", "place"),
    [(price, "#pad-problem"), (discount, "#pad-problem"), (whole_discount, "#amount-problem")],
)
def test_without_a_manager_nothing_is_changed(
    lan: Device, deed: Callable[[Device], None], place: str
) -> None:
    deed(lan)
    expect(lan.page.locator("#people-pin")).to_be_visible()
    lan.page.keyboard.press("Escape")
    expect(lan.page.locator(place)).to_have_text("Giỏ hàng không đổi. Việc này cần quản lý duyệt.")
    lan.page.keyboard.press("Escape")
    total(lan, "45.000")
    lan.pay(45_000)
    assert sound(lan).approved_by == ""


def test_quantity_and_note_need_nobody(lan: Device) -> None:
    lan.tile("MI")
    lan.page.locator(".line").click()
    type_(lan, "2")
    lan.tap("#pad-done")
    total(lan, "90.000")
    expect(lan.page.locator("#people")).to_be_hidden()

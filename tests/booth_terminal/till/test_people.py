"""Who is selling: PINs with the network dead, a manager on the spot, and a till that locks itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from fixtures.outfit import SELLER_PINS
from tests.booth_terminal.till.conftest import TABLET, Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_tabs import HALL, HallStall
from tests.booth_terminal.till.world import staffed, without
from tests.conftest import CHROMIUM_ARGUMENTS

LAN, MINH = SELLER_PINS
HOA = "9999"


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    """A booth whose price book names Lan and Minh, who sell, and Hoa, who manages."""
    made = Stall(tmp_path_factory.mktemp("stall"))
    made.publish(staffed(2))
    try:
        made.start()
        yield made
    finally:
        made.kill()


def pick(device: Device, person: str) -> None:
    device.tap(f'#people-names [data-person="{person}"]')


def type_pin(device: Device, pin: str) -> None:
    for digit in pin:
        device.tap(f'#people-keys [data-digit="{digit}"]')
    device.tap("#people-enter")


def sign_in(device: Device, person: str, pin: str) -> None:
    pick(device, person)
    type_pin(device, pin)
    expect(device.page.locator("#people")).to_be_hidden()


def said(device: Device, text: str) -> None:
    expect(device.page.locator("#people-said")).to_contain_text(text)


def test_nobody_sells_before_somebody_has_signed_in_and_documents_name_the_seller(device: Device) -> None:
    expect(device.page.locator("#people-title")).to_have_text("Ai đang bán?")
    expect(device.page.locator("#people-names button")).to_have_count(3)
    device.page.keyboard.press("Escape")
    device.page.keyboard.press("Escape")
    expect(device.page.locator("#people")).to_be_visible()
    sign_in(device, "lan", LAN)
    expect(device.page.locator("#who-name")).to_have_text("Chị Lan")
    device.sell("MI", given=45_000)
    device.all_sent()
    assert [(one["type"], one["by"]) for one in device.documents()] == [
        ("shift_opening", "lan"),
        ("sale", "lan"),
    ]


def test_a_pin_may_be_typed_on_a_keyboard(device: Device) -> None:
    pick(device, "minh")
    device.page.keyboard.type(MINH)
    device.page.keyboard.press("Enter")
    expect(device.page.locator("#who-name")).to_have_text("Anh Minh")


def test_locking_by_hand_keeps_the_basket_and_the_next_seller_goes_on_with_it(device: Device) -> None:
    sign_in(device, "lan", LAN)
    device.tile("MI")
    device.tap("#who")
    expect(device.page.locator("#people-text")).to_have_text("Giỏ hàng được giữ nguyên.")
    sign_in(device, "minh", MINH)
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    device.pay(45_000)
    device.all_sent()
    assert [sale["by"] for sale in device.sales()] == ["minh"]


def test_a_reload_keeps_who_is_selling_and_a_till_left_alone_locks_itself(
    browser: Browser, stall: Stall
) -> None:
    context = browser.new_context(viewport=TABLET)
    try:
        device = Device(context.new_page(), stall)
        device.page.clock.install()
        device.enrol(next(stall.fresh_tills))
        sign_in(device, "lan", LAN)
        device.page.reload()
        device.ready()
        expect(device.page.locator("#who-name")).to_have_text("Chị Lan")
        device.tile("MI")
        device.page.clock.fast_forward(4 * 60_000)
        expect(device.page.locator("#people")).to_be_hidden()
        device.page.clock.fast_forward(65_000)
        expect(device.page.locator("#people")).to_be_visible()
        device.page.reload()
        device.ready()
        expect(device.page.locator("#people")).to_be_visible()
        expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    finally:
        context.close()


def test_a_wrong_pin_is_told_and_five_make_the_person_wait_over_a_reload_too(
    browser: Browser, stall: Stall
) -> None:
    context = browser.new_context(viewport=TABLET)
    try:
        device = Device(context.new_page(), stall)
        device.page.clock.install()
        device.enrol(next(stall.fresh_tills))
        pick(device, "lan")
        for _ in range(4):
            type_pin(device, "0000")
            said(device, "Đây không phải mã PIN của Chị Lan. Chưa có gì thay đổi.")
        type_pin(device, "0000")
        said(device, "Nhập sai mã PIN quá nhiều lần. Thử lại sau 30 giây.")
        device.page.reload()
        device.ready()
        pick(device, "lan")
        said(device, "Nhập sai mã PIN quá nhiều lần.")
        type_pin_is_barred(device)
        # The others can sell meanwhile.
        device.tap("#people-back")
        sign_in(device, "minh", MINH)
        device.tap("#who")
        pick(device, "lan")
        device.page.clock.fast_forward(31_000)
        expect(device.page.locator("#people-said")).to_have_text("")
        type_pin(device, "0000")
        said(device, "Thử lại sau 1 phút.")
        device.page.clock.fast_forward(61_000)
        expect(device.page.locator("#people-said")).to_have_text("")
        type_pin(device, LAN)
        expect(device.page.locator("#who-name")).to_have_text("Chị Lan")
    finally:
        context.close()


def type_pin_is_barred(device: Device) -> None:
    for digit in LAN:
        device.tap(f'#people-keys [data-digit="{digit}"]')
    expect(device.page.locator("#people-dots")).to_have_text("")
    expect(device.page.locator("#people-enter")).to_be_disabled()


def test_a_pin_is_checked_with_everything_else_dead(context: BrowserContext, own_stall: Stall) -> None:
    own_stall.kill()
    own_stall.publish(staffed(2))
    own_stall.start()
    device = Device(context.new_page(), own_stall)
    device.enrol(next(own_stall.fresh_tills))
    device.installed()
    own_stall.kill()
    device.page.reload()
    device.ready()
    pick(device, "lan")
    type_pin(device, MINH)
    said(device, "Đây không phải mã PIN của Chị Lan.")
    type_pin(device, LAN)
    expect(device.page.locator("#who-name")).to_have_text("Chị Lan")
    device.sell("MI", given=45_000)


def test_who_vanished_from_the_booths_list_sells_no_more_and_the_basket_stays(
    context: BrowserContext, own_stall: Stall
) -> None:
    own_stall.kill()
    own_stall.publish(staffed(2))
    own_stall.start()
    device = Device(context.new_page(), own_stall)
    device.enrol(next(own_stall.fresh_tills))
    sign_in(device, "lan", LAN)
    device.tile("MI")
    own_stall.kill()
    own_stall.publish(without(3, "lan"))
    own_stall.start()
    expect(device.page.locator("#people-text")).to_contain_text("không còn trong danh sách", timeout=60_000)
    expect(device.page.locator("#people-names button")).to_have_count(2)
    sign_in(device, "minh", MINH)
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


@pytest.fixture
def hall(browser: Browser, chromium_path: str) -> Iterator[BrowserContext]:
    """A browser that finds the terminal under a plain http name, where there is no cryptography."""
    arguments = [*CHROMIUM_ARGUMENTS, f"--host-resolver-rules=MAP {HALL} 127.0.0.1"]
    made = browser.browser_type.launch(executable_path=chromium_path, args=arguments)
    context = made.new_context(viewport=TABLET)
    try:
        yield context
    finally:
        context.close()
        made.close()


def test_without_a_secure_connection_the_terminal_checks_and_without_it_goods_are_still_sold(
    hall: BrowserContext, own_stall: Stall
) -> None:
    own_stall.kill()
    own_stall.publish(staffed(2))
    own_stall.start()
    under_its_name = HallStall.__new__(HallStall)
    under_its_name.__dict__.update(own_stall.__dict__)
    device = Device(hall.new_page(), under_its_name)
    device.enrol(next(own_stall.fresh_tills))
    assert device.page.evaluate("crypto.subtle === undefined")
    pick(device, "lan")
    type_pin(device, "0000")
    said(device, "Đây không phải mã PIN của Chị Lan.")
    type_pin(device, LAN)
    expect(device.page.locator("#who-name")).to_have_text("Chị Lan")
    own_stall.kill()
    device.tap("#who")
    pick(device, "lan")
    type_pin(device, LAN)
    said(device, "Không kiểm tra được mã PIN")
    device.tap("#people-nameless")
    expect(device.page.locator("#who-name")).to_have_text("Chưa có ai")
    device.sell("MI", given=45_000)


def test_a_booth_without_staff_uses_no_pins(context: BrowserContext, own_stall: Stall) -> None:
    device = Device(context.new_page(), own_stall)
    device.enrol(next(own_stall.fresh_tills))
    expect(device.page.locator("#who")).to_be_hidden()
    expect(device.page.locator("#people")).to_be_hidden()
    device.sell("MI", given=45_000)
    device.all_sent()
    assert [one["by"] for one in device.documents()] == ["", ""]

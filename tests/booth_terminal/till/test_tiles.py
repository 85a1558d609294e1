"""The shelf: every article can be found, is seen for what it is, and stays where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.shelf import MI, lay_pictures, pictured, shelf_stall
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_looks import LOOKS, SCREENS, faults, sound


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    folder = tmp_path_factory.mktemp("tiles")
    made = shelf_stall(folder)
    lay_pictures(folder)
    try:
        made.start()
        yield made
    finally:
        made.kill()


def names(device: Device) -> list[str]:
    seen: list[str] = device.page.locator("#tiles > li:visible .tile").evaluate_all(
        "(all) => all.map((tile) => tile.dataset.article)"
    )
    return seen


def test_favourites_stand_first_in_the_booths_order_and_the_rest_as_in_the_book(device: Device) -> None:
    others = [one for one in pictured().articles if one.id not in ("RUOU", "TRA", "HAU")]
    rest = [one.id for one in sorted(others, key=lambda one: one.exhibitor)]
    expect(device.page.locator("#tiles .tile").first).to_have_attribute("data-article", "RUOU")
    assert names(device) == ["RUOU", "TRA", "HAU", *rest]
    device.page.get_by_role("button", name="Hay bán").click()
    assert names(device) == ["RUOU", "TRA", "HAU"]
    device.tile("TRA")
    device.pay(30_000)
    assert names(device) == ["RUOU", "TRA", "HAU"]
    device.page.get_by_role("button", name="Đồ uống").click()
    assert names(device) == ["RUOU", "TRA", "TRAHOA"]


def test_goods_are_found_by_digits_of_their_barcode_and_by_their_number(device: Device) -> None:
    device.page.locator("#search").fill(MI[:7])
    assert names(device) == ["MI"]
    device.page.locator("#search").fill("nuocmam")
    assert names(device) == ["NUOCMAM"]


def test_a_search_that_finds_nothing_says_so_and_leads_back(device: Device) -> None:
    device.page.get_by_role("button", name="Hay bán").click()
    device.page.locator("#search").fill("xe máy")
    expect(device.page.locator("#nothing-text")).to_have_text("Không tìm thấy.")
    device.tap("#nothing-all")
    expect(device.page.locator("#tiles > li:visible")).to_have_count(13)
    expect(device.page.locator("#search")).to_have_value("")
    expect(device.page.locator('[data-article="RUOU"]')).to_be_focused()


def test_goods_without_a_price_say_that_it_is_asked_for(device: Device) -> None:
    expect(device.page.locator('[data-article="KEO"] .tile-foot')).to_have_text("Hỏi giá/ gói")
    device.tile("KEO")
    device.tap('[data-digit="5"]')
    device.tap("#amount-done")
    expect(device.page.locator("#total")).to_have_text("5.000\u00a0đ")


def test_what_is_few_is_marked_with_how_many_there_are(device: Device) -> None:
    tile = device.page.locator('[data-article="TRA"]')
    height = tile.evaluate("(node) => node.offsetHeight")
    marked = "(left) => import('/till/static/tile.js').then(({ markLow }) => markLow("
    marked += (
        "document.querySelector('[data-article=TRA]').parentElement, { low_stock: 5000, unit: 'gói' }, left))"
    )
    device.page.evaluate(marked, 6_000)
    expect(tile.locator(".tile-low")).to_have_count(0)
    device.page.evaluate(marked, 3_000)
    expect(tile.locator(".tile-low")).to_contain_text("3 gói")
    assert tile.evaluate("(node) => node.offsetHeight") == height
    device.page.evaluate(marked, None)
    expect(tile.locator(".tile-low")).to_have_count(0)


def test_arrows_go_from_tile_to_tile_and_tab_stops_at_one(device: Device) -> None:
    page = device.page
    page.locator('[data-article="RUOU"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('[data-article="TRA"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator('[data-article="TRA"]')).to_be_focused()
    page.keyboard.press("End")
    last = page.locator(f'[data-article="{names(device)[-1]}"]')
    expect(last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(last).to_be_focused()
    assert page.locator('#tiles .tile[tabindex="0"]').count() == 1
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_text("180.000\u00a0đ")


def test_a_tile_is_named_by_what_is_read_on_it(device: Device) -> None:
    tile = device.page.get_by_role("button", name="OCOP 4 sao Rượu ba kích tím 500 ml 180.000\u00a0đ / chai")
    expect(tile).to_have_count(1)


def test_the_shelf_is_there_with_the_network_dead(device: Device) -> None:
    device.installed()
    device.page.context.set_offline(True)
    device.page.reload()
    device.ready()
    assert len(names(device)) == 13
    device.page.locator("#search").fill("cha muc")
    assert names(device) == ["MUC"]
    device.page.context.set_offline(False)


def test_a_booth_without_goods_says_so(lone_device: Device) -> None:
    lone_device.stall.kill()
    lone_device.stall.publish(replace(pictured(3), articles=()))
    lone_device.stall.start()
    lone_device.page.reload()
    expect(lone_device.page.locator("#nothing-text")).to_have_text("Chưa có hàng để bán.")
    expect(lone_device.page.locator("#nothing-all")).to_be_hidden()


@pytest.mark.parametrize(("screen", "language", "scheme"), LOOKS)
def test_a_shelf_with_pictures_can_be_read_and_reached(
    browser: Browser, stall: Stall, screen: str, language: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport=SCREENS[screen],
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    try:
        device = Device(context.new_page(), stall)
        device.enrol(next(stall.fresh_tills))
        device.page.reload()  # without the welcome of a device just enrolled
        device.ready()
        if language == "en":
            device.tap("#language")
        sound(device.page)
        device.page.locator("#search").fill("zzz")
        sound(device.page)
        device.page.locator("#search").fill("")
        device.tap("#scan-open")
        expect(device.page.locator("#camera-problem")).to_be_visible()
        sound(device.page)
        assert faults(device.page) == []
    finally:
        context.close()

"""Stock at the till: a log added up, a word where it runs low, and never a sale refused for it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from booth_terminal.stock import Stock
from fairpos.core import stock as stock_rule
from fairpos.core.document import head_faults
from fairpos.core.stock import SIGNS, StockMovement
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import TABLET, Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_rules import ask

BOOTH = "A12"


def enter(device: Device) -> None:
    device.tap("#menu-open")
    device.tap('#menu [data-room="stock"]')
    expect(device.page.locator("#stock-list-view")).to_be_visible()


def leave(device: Device) -> None:
    device.tap("#stock [data-close]")


def note(device: Device, article: str, act: str, digits: str, reason: str = "") -> None:
    """From the list: choose an article, say what happened, and go back to the list."""
    device.tap(f'[data-stock="{article}"]')
    device.tap(f'[data-stock-act="{act}"]')
    for digit in digits:
        device.tap(f'#stock-keys [data-digit="{digit}"]')
    if reason:
        device.page.locator("#stock-reasons").get_by_role("button", name=reason).click()
    device.tap("#stock-done")
    expect(device.page.locator("#stock-said")).to_have_text("Đã ghi.")
    device.tap("#stock-back")


def left(device: Device, article: str, text: str) -> None:
    expect(device.page.locator(f'[data-stock="{article}"] strong')).to_have_text(text)


def tile_says(device: Device, article: str, text: str | None) -> None:
    mark = device.page.locator(f'[data-article="{article}"] .tile-stock')
    if text is None:
        expect(mark).to_have_count(0)
    else:
        expect(mark).to_have_text(text)


def movements(device: Device) -> list[dict[str, Any]]:
    device.all_sent()
    return [one for one in device.documents() if one["type"] == "stock_movement"]


@pytest.fixture
def alone(context: BrowserContext, own_stall: Stall) -> Device:
    """A till whose booth has no other: what earlier tests sold there is not its stock."""
    made = Device(context.new_page(), own_stall)
    made.enrol(next(own_stall.fresh_tills))
    return made


def test_goods_come_are_sold_and_the_till_says_when_none_are_left_and_sells_on(alone: Device) -> None:
    enter(alone)
    left(alone, "MI", "–")
    note(alone, "MI", "in", "3")
    left(alone, "MI", "3 gói")
    leave(alone)
    tile_says(alone, "MI", None)
    alone.sell("MI", "MI", given=90_000)
    alone.sell("MI", given=45_000)
    tile_says(alone, "MI", "Hết hàng")
    alone.sell("MI", given=45_000)
    tile_says(alone, "MI", "Bán quá 1 gói")
    enter(alone)
    alone.tap('[data-stock="MI"]')
    expect(alone.page.locator("#stock-over")).to_contain_text("Cứ bán tiếp")
    (moved,) = (wire.read(json.dumps(one).encode()) for one in movements(alone))
    assert isinstance(moved, StockMovement)
    assert stock_rule.faults(moved) + head_faults(moved) == []
    assert (moved.booth, moved.article, moved.kind, moved.quantity) == (BOOTH, "MI", "opening", 3_000)


def test_what_runs_low_is_marked_on_the_tile_and_stands_first_in_the_list(alone: Device) -> None:
    enter(alone)
    note(alone, "TRA", "in", "20")
    note(alone, "NON", "in", "5")
    leave(alone)
    tile_says(alone, "TRA", None)
    tile_says(alone, "NON", "Còn 5 chiếc")
    enter(alone)
    expect(alone.page.locator("#stock-list button").first).to_have_attribute("data-stock", "NON")


def test_the_second_delivery_is_received_and_what_broke_is_taken_off_with_its_reason(alone: Device) -> None:
    enter(alone)
    note(alone, "RUOU", "in", "12")
    note(alone, "RUOU", "in", "6")
    alone.tap('[data-stock="RUOU"]')
    alone.tap('[data-stock-act="out"]')
    alone.tap('#stock-keys [data-digit="2"]')
    expect(alone.page.locator("#stock-done")).to_be_disabled()
    alone.tap("#stock-back")
    note(alone, "RUOU", "out", "2", "Vỡ, hỏng")
    left(alone, "RUOU", "16 chai")
    assert [(one["kind"], one["quantity"], one.get("reason", "")) for one in movements(alone)] == [
        ("opening", 12_000, ""),
        ("received", 6_000, ""),
        ("adjusted", -2_000, "Vỡ, hỏng"),
    ]


def test_a_count_is_a_movement_by_the_difference_also_where_no_stock_was_noted(alone: Device) -> None:
    alone.sell("KEO", "KEO", given=24_000)
    enter(alone)
    note(alone, "KEO", "count", "10")
    left(alone, "KEO", "10 gói")
    note(alone, "KEO", "count", "0")
    left(alone, "KEO", "0 gói")
    assert [(one["kind"], one["quantity"]) for one in movements(alone)] == [
        ("adjusted", 12_000),
        ("adjusted", -10_000),
    ]


def test_weighed_goods_are_typed_in_grams_and_read_in_kilograms(alone: Device) -> None:
    enter(alone)
    note(alone, "MUC", "in", "2500")
    leave(alone)
    alone.tile("MUC")
    alone.tap('[data-add="250"]')
    alone.tap("#pad-done")
    alone.pay(120_000)
    expect(alone.page.locator(".change-receipt")).to_be_visible()
    enter(alone)
    left(alone, "MUC", "2,25 kg")


def test_stock_is_kept_and_counted_with_everything_dead(alone: Device) -> None:
    alone.installed()
    enter(alone)
    note(alone, "MI", "in", "2")
    leave(alone)
    alone.stall.kill()
    alone.page.reload()
    alone.ready()
    alone.sell("MI", given=45_000)
    enter(alone)
    left(alone, "MI", "1 gói")
    note(alone, "MI", "count", "4")
    left(alone, "MI", "4 gói")
    leave(alone)
    alone.sell("MI", given=45_000)
    alone.stall.start()
    assert [one["quantity"] for one in movements(alone)] == [2_000, 3_000]


def test_two_tablets_of_a_booth_sell_from_one_stock(browser: Browser, own_stall: Stall) -> None:
    contexts = [browser.new_context(viewport=TABLET) for _ in range(2)]
    try:
        first, second = (Device(context.new_page(), own_stall) for context in contexts)
        for device in (first, second):
            device.enrol(next(own_stall.fresh_tills))
        enter(first)
        note(first, "MI", "in", "9")
        leave(first)
        first.sell("MI", given=45_000)
        second.sell("MI", "MI", given=90_000)
        first.all_sent()
        second.all_sent()
        for device in (first, second):
            enter(device)
            left(device, "MI", "6 gói")
            expect(device.page.locator("#stock-others")).to_contain_text("Tính cả các máy khác")
        # What was heard last is known without a line too.
        second.installed()
        own_stall.kill()
        second.page.reload()
        second.ready()
        enter(second)
        left(second, "MI", "6 gói")
    finally:
        for context in contexts:
            context.close()


def test_a_full_shelf_can_be_searched_and_a_strange_name_is_only_a_name(alone: Device) -> None:
    enter(alone)
    alone.page.locator("#stock-find").fill("tra man")
    expect(alone.page.locator("#stock-list button")).to_have_count(1)
    alone.page.locator("#stock-find").fill("khong co gi")
    expect(alone.page.locator("#stock-none")).to_be_visible()
    alone.page.locator("#stock-find").fill("")
    alone.tap('[data-stock="XAU"]')
    expect(alone.page.locator("#stock-name")).to_contain_text("<img src=x")
    assert alone.page.title() != "1"


def generated(chance: random.Random) -> list[dict[str, Any]]:
    """A till's day: sales, what was given back, practice, and movements."""
    kinds = [*SIGNS, "shift_opening"]
    found = []
    for _ in range(chance.randrange(1, 30)):
        kind = chance.choice(kinds)
        one: dict[str, Any] = {"type": kind, "till": "M1", "booth": BOOTH}
        if kind == "stock_movement":
            one |= {"article": chance.choice("ABC"), "quantity": chance.randrange(-9_000, 9_000)}
        elif kind in SIGNS:
            one["training"] = chance.random() < 0.1
            one["lines"] = [
                {"article": chance.choice("ABC"), "quantity": chance.randrange(1, 5_000)} for _ in range(3)
            ]
        found.append(one)
    return found


def test_the_page_and_the_terminal_add_stock_up_alike(page: Page, stall: Stall) -> None:
    chance = random.Random(20_261_122)
    cases = [generated(chance) for _ in range(400)]
    page.goto(f"{stall.url}/till/")
    body = (
        "(() => { const g = new m.Goods(); c.forEach((d) => g.take(d));"
        " return [...'ABC'].map((a) => [g.sum(a), g.left(a) !== null]) })()"
    )
    assert ask(page, "goods", body, cases) == [by_terminal(case) for case in cases]


def by_terminal(case: list[dict[str, Any]]) -> list[list[Any]]:
    stock = Stock.__new__(Stock)
    stock._begin("")
    for one in case:
        stock._take(json.dumps(one, separators=(",", ":")).encode())
    sums = stock._sums[BOOTH, "M1"]
    return [[sums[article], (BOOTH, "M1", article) in stock._kept] for article in "ABC"]


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()

"""The buyer's screen: what it shows, and what it never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from fairpos.core.fair import BankAccount
from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_looks import faults
from tests.booth_terminal.till.world import edition

THREE = ("MI", "TRA", "KEO")


def opened(context: BrowserContext, stall: Stall) -> Page:
    page = context.new_page()
    page.goto(f"{stall.url}/till/display")
    expect(page.locator("#display-fair")).not_to_be_empty()
    return page


@pytest.fixture
def screen(device: Device, context: BrowserContext, stall: Stall) -> Page:
    return opened(context, stall)


def test_an_idle_screen_names_the_fair_and_welcomes_in_both_languages(screen: Page) -> None:
    expect(screen.locator("#display-fair")).to_have_text("Hội chợ OCOP thử quầy")
    expect(screen.locator("#display-place")).to_have_text("Gian A12")
    welcome = screen.locator("#display-idle")
    expect(welcome).to_contain_text("Kính chào quý khách")
    expect(welcome.locator("small")).to_have_text("Welcome")
    assert faults(screen) == []


def test_it_follows_the_basket_and_shows_the_change(device: Device, screen: Page) -> None:
    for article in THREE:
        device.tile(article)
    expect(screen.locator("#display-lines li")).to_have_count(3)
    expect(screen.locator("#display-total")).to_have_text("87.000\u00a0đ")
    assert faults(screen) == []
    device.pay(100_000)
    expect(screen.locator("#display-change")).to_have_text("13.000\u00a0đ")
    assert faults(screen) == []
    device.tile("KEO")
    expect(screen.locator("#display-total")).to_have_text("12.000\u00a0đ")
    device.tap("#empty")
    expect(screen.locator("#display-idle")).to_be_visible()


def test_a_screen_that_is_opened_late_shows_what_is_on_the_till(
    device: Device, context: BrowserContext, stall: Stall
) -> None:
    device.tile("MI")
    late = opened(context, stall)
    expect(late.locator("#display-total")).to_have_text("45.000\u00a0đ")


def test_it_speaks_as_the_till_does(device: Device, screen: Page) -> None:
    device.tap("#language")
    device.tile("MI")
    expect(screen.locator("#display-total")).to_have_text("45,000\u00a0đ")
    total = screen.locator("#display-basket .display-sum dt")
    expect(total.locator("[data-word]")).to_have_text("Total")
    expect(total.locator("small")).to_have_text("Tổng cộng")


def test_a_name_that_looks_like_a_page_is_only_a_name(device: Device, screen: Page) -> None:
    device.tile("XAU")
    expect(screen.locator(".display-name")).to_contain_text("<img src=x onerror=")
    assert screen.locator("main img, main i, main b").count() == 0


def test_it_opens_with_the_network_dead(device: Device, context: BrowserContext, stall: Stall) -> None:
    device.installed()
    context.set_offline(True)
    page = opened(context, stall)
    device.tile("MI")
    expect(page.locator("#display-total")).to_have_text("45.000\u00a0đ")


def test_the_code_to_pay_with_stands_beside_the_holder_of_the_account(
    context: BrowserContext, own_stall: Stall
) -> None:
    own_stall.kill()
    holder = BankAccount(bin="970436", number="1012345678", holder="HTX BINH LIEU")
    settings = edition(2)
    first, *others = settings.exhibitors
    own_stall.publish(replace(settings, exhibitors=(replace(first, account=holder), *others)))
    own_stall.start()
    device = Device(context.new_page(), own_stall)
    device.enrol(next(own_stall.fresh_tills))
    screen = opened(context, own_stall)
    device.tile("MI")
    device.tap("#transfer-open")
    expect(screen.locator("#display-qr svg")).to_be_visible()
    expect(screen.locator("#display-due")).to_have_text("45.000\u00a0đ")
    expect(screen.locator("#display-holder")).to_have_text("HTX BINH LIEU")
    assert faults(screen) == []
    device.tap("#transfer-close")
    expect(screen.locator("#display-lines li")).to_have_count(1)

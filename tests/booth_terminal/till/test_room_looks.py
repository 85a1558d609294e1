"""What a person must be able to see, read and reach in the rooms of people, drawer and stock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.booth_terminal.till.conftest import PATIENCE, Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_looks import SCREENS, UNFIT, faults
from tests.booth_terminal.till.test_people import HOA, LAN, pick, type_pin
from tests.booth_terminal.till.world import staffed


def states(device: Device) -> dict[str, Callable[[], None]]:
    """Every view of the three rooms, each reached from the one before."""
    page = device.page

    def view(name: str) -> None:
        expect(page.locator(f"#drawer-{name}-view")).to_be_visible()

    def typing() -> None:
        pick(device, "lan")
        type_pin(device, "0000")
        expect(page.locator("#people-said")).to_contain_text("Lan")

    def home() -> None:
        type_pin(device, LAN)
        expect(page.locator("#people")).to_be_hidden()
        device.tap("#menu-open")
        device.tap('#menu [data-room="drawer"]')
        view("home")

    def opening() -> None:
        device.tap("#drawer-open")
        device.tap('#float-count [data-note="100000"]')
        device.tap('#float-count [data-digit="7"]')

    def single() -> None:
        device.tap('#float-count [data-count="total"]')
        device.tap('#float-count [data-digit="8"]')

    def moving() -> None:
        device.tap("#float-done")
        view("home")
        device.tap("#drawer-out")
        device.tap('#move-keys [data-digit="5"]')

    def asking() -> None:
        page.locator("#move-reasons button").first.click()
        device.tap("#move-done")
        expect(page.locator("#people-pin")).to_be_visible()

    def report() -> None:
        type_pin(device, HOA)
        view("home")
        device.tap("#drawer-report")
        view("report")

    def counting() -> None:
        device.tap("#report-back")
        device.tap("#drawer-close")
        device.tap('#closing-count [data-digit="3"]')

    def result() -> None:
        device.tap("#closing-done")
        view("result")

    def closed() -> None:
        device.tap("#result-done")
        view("report")

    def past() -> None:
        device.tap("#report-back")
        device.tap("#drawer-past")
        view("past")

    def stock() -> None:
        device.tap("#drawer [data-close]")
        device.tap("#menu-open")
        device.tap('#menu [data-room="stock"]')
        expect(page.locator("#stock-list button").first).to_be_visible()

    def article() -> None:
        device.tap('[data-stock="NON"]')
        device.tap('#stock-keys [data-digit="3"]')
        device.tap("#stock-done")
        expect(page.locator("#stock-log li")).to_have_count(1)
        device.tap('[data-stock-act="out"]')

    def marked() -> None:
        device.tap("#stock-back")
        expect(page.locator(".stock-mark")).to_have_count(1)

    def shelf() -> None:
        device.tap("#stock [data-close]")
        device.tile("MI")
        expect(page.locator(".tile-stock")).to_have_count(1)

    reached = (typing, home, opening, single, moving, asking, report, counting, result, closed, past)
    return {step.__name__: step for step in (*reached, stock, article, marked, shelf)}


@pytest.mark.parametrize(
    ("screen", "language", "scheme"),
    [("tablet", "vi", "dark"), ("upright", "en", "light"), ("phone", "vi", "light"), ("phone", "en", "dark")],
)
def test_the_rooms_can_be_read_and_reached(
    browser: Browser, tmp_path: Path, screen: str, language: str, scheme: Any
) -> None:
    stall = Stall(tmp_path)
    stall.publish(staffed(2))
    context = browser.new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    try:
        stall.start()
        device = Device(context.new_page(), stall)
        device.page.set_default_timeout(PATIENCE)
        device.enrol(next(stall.fresh_tills))
        if language == "en":
            device.tap("#people-language")
            expect(device.page.locator("#people-title")).to_have_text("Who is selling?")
        found = {"who": device.page.evaluate(UNFIT) + faults(device.page)}
        for name, reach in states(device).items():
            reach()
            found[name] = device.page.evaluate(UNFIT) + faults(device.page)
        assert {name: problems for name, problems in found.items() if problems} == {}
    finally:
        context.close()
        stall.kill()

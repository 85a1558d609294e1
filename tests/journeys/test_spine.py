"""From the tap at a booth to the live dashboard, with the server and the browser killed on the way."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.journeys.central import SLUG, Central

PATIENCE = 20_000
TABLET: ViewportSize = {"width": 1024, "height": 768}


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    try:
        made.start()
        yield made
    finally:
        made.kill()


def until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE / 1000) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.05)


def enrol(page: Page, central: Central, till: str = "M1") -> None:
    page.goto(central.enrolment(till))
    page.get_by_role("button").click()
    page.wait_for_url(f"{central.url}/till/**")
    page.locator("#view-basket:not([hidden])").wait_for(timeout=PATIENCE)
    page.evaluate("navigator.serviceWorker.ready.then((all) => Boolean(all.active))")
    page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)


def sell(page: Page, number: int) -> int:
    """Three items for cash, exact money. Gives the taps it took; `number` is the receipt it must end as."""
    taps = 0
    for article in ("SP1", "SP2", "SP3"):
        page.locator(f'[data-article="{article}"]').click()
        taps += 1
    page.locator("#chips button").first.click()
    taps += 1
    expect(page.locator(".change-receipt")).to_contain_text(f"-{number}", timeout=PATIENCE)
    expect(page.locator("#lines li")).to_have_count(0, timeout=PATIENCE)
    return taps


def sign_in(page: Page, central: Central) -> None:
    page.goto(f"{central.url}/sign-in/let-me-in")
    page.get_by_role("button").last.click()
    page.wait_for_url(f"{central.url}/**")
    page.goto(f"{central.url}/fairs/{SLUG}/live")


def test_a_sale_of_three_items_takes_four_taps_and_is_on_the_dashboard_within_two_seconds(
    browser: Browser, central: Central
) -> None:
    hall, office = browser.new_context(viewport=TABLET), browser.new_context(viewport=TABLET)
    try:
        till, board = hall.new_page(), office.new_page()
        enrol(till, central)
        sign_in(board, central)
        assert sell(till, 1) == 4
        # The first sale turns an empty board into figures; the second is the one on the clock.
        expect(board.locator(".exact")).to_have_text("780.000\u00a0đ", timeout=PATIENCE)
        assert sell(till, 2) == 4
        expect(board.locator(".exact")).to_have_text("1.560.000\u00a0đ", timeout=2_000)
    finally:
        hall.close()
        office.close()


def test_sales_made_while_the_server_is_dead_arrive_exactly_once(browser: Browser, central: Central) -> None:
    hall = browser.new_context(viewport=TABLET)
    try:
        till = hall.new_page()
        enrol(till, central)
        central.kill()
        for number in range(1, 6):
            assert sell(till, number) == 4
        till.reload()
        till.locator("#view-basket:not([hidden])").wait_for(timeout=PATIENCE)
        for number in range(6, 8):
            assert sell(till, number) == 4
        assert sum(central.sales().values()) == 0
        central.start()
        until(lambda: sum(central.sales().values()) >= 7, "all seven sales have arrived")
        assert sorted(central.sales().values()) == [1] * 7
        assert central.proof().faults == ()
        assert (central.proof().sales, central.proof().takings) == (7, 7 * 780_000)
    finally:
        hall.close()


def test_sales_pending_in_a_killed_browser_arrive_after_its_restart(
    browser: Browser, chromium_path: str, central: Central, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"

    def launch() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            profile, executable_path=chromium_path, args=CHROMIUM_ARGUMENTS, viewport=TABLET
        )

    till = launch().pages[0]
    enrol(till, central)
    # Chromium itself writes new cookies to disk only every half minute, and the credential is one.
    jar = profile / "Default" / "Cookies"
    until(lambda: jar.exists() and b"fairpos_till" in jar.read_bytes(), "the credential is on the disk", 60)
    central.kill()
    for number in range(1, 4):
        sell(till, number)
    _kill_browser(profile)
    for lock in profile.glob("Singleton*"):
        lock.unlink()
    context = launch()
    try:
        till = context.pages[0]
        till.goto(f"{central.url}/till/")
        till.locator("#view-basket:not([hidden])").wait_for(timeout=PATIENCE)
        sell(till, 4)
        central.start()
        until(lambda: sum(central.sales().values()) >= 4, "all four sales have arrived")
        assert sorted(central.sales().values()) == [1] * 4
    finally:
        context.close()


def _kill_browser(profile: Path) -> None:
    """SIGKILL for every process of the browser that uses this profile."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(profile).encode() in command.read_bytes():
                os.kill(int(command.parent.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue

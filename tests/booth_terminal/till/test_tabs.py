"""One writer a till: with locks, without them, and when somebody breaks in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.booth_terminal.till.conftest import TABLET, Device
from tests.booth_terminal.till.stall import Stall
from tests.conftest import CHROMIUM_ARGUMENTS

HALL = "till.fair.local"


def beside(device: Device, context: BrowserContext) -> Device:
    """A second tab of the same till."""
    other = Device(context.new_page(), device.stall)
    other.till = device.till
    other.page.goto(device.page.url)
    return other


def test_a_second_tab_only_looks_says_why_and_takes_over(device: Device, context: BrowserContext) -> None:
    device.tile("MI")
    second = beside(device, context)
    expect(second.page.locator("#second-text")).to_contain_text("đang mở ở một tab khác")
    assert second.page.locator("[data-given]:visible").count() == 0
    assert second.page.locator("#tiles").evaluate("node => node.inert")
    device.sell("TRA", given=100_000)
    device.tile("KEO")
    device.page.close()
    second.ready()
    expect(second.page.locator("#total")).to_have_text("12.000\u00a0đ")
    second.pay(12_000)
    expect(second.page.locator(".change-receipt")).to_be_visible()
    second.all_sent()
    assert [s["number"] for s in second.sales()] == [1, 2]
    assert [d["n"] for d in second.documents()] == [1, 2, 3]


STEAL = """async () => {
  const asked = indexedDB.open("fairpos");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result) });
  await new Promise((done) => {
    const tx = db.transaction("state", "readwrite");
    const state = tx.objectStore("state");
    state.get(["", "fence"]).onsuccess = (e) => state.put(e.target.result + 1, ["", "fence"]);
    tx.oncomplete = done;
  });
  db.close();
}"""


def test_a_tab_that_lost_the_fence_writes_nothing(device: Device) -> None:
    device.sell("MI", given=45_000)
    device.tile("TRA")
    device.page.evaluate(STEAL)
    # By script: the outbox may have met the fence a moment earlier and taken the key away.
    device.page.evaluate("document.querySelector('[data-given=\"30000\"]').click()")
    expect(device.page.locator("#second-text")).to_contain_text("Một tab khác đã tiếp quản")
    assert device.facts()["number"] == 1


@pytest.fixture
def hall(browser: Browser, chromium_path: str) -> Iterator[BrowserContext]:
    """A browser that finds the terminal under a plain http name, as a tablet in a hall does."""
    arguments = [*CHROMIUM_ARGUMENTS, f"--host-resolver-rules=MAP {HALL} 127.0.0.1"]
    made = browser.browser_type.launch(executable_path=chromium_path, args=arguments)
    context = made.new_context(viewport=TABLET)
    try:
        yield context
    finally:
        context.close()
        made.close()


class HallStall(Stall):
    @property
    def url(self) -> str:
        return f"http://{HALL}:{self.port}"


def test_without_a_secure_connection_it_sells_and_says_what_is_missing(
    hall: BrowserContext, stall: Stall
) -> None:
    device = Device(hall.new_page(), _under_its_name(stall))
    device.enrol(next(stall.fresh_tills))
    assert device.page.evaluate("[isSecureContext, 'locks' in navigator, 'caches' in window]") == [
        False,
        False,
        False,
    ]
    expect(device.page.locator("#footing")).to_contain_text("không dùng kết nối bảo mật")
    expect(device.page.locator("#footing")).to_contain_text("mở trang khi mất mạng")
    expect(device.page.locator("#footing")).to_contain_text("https://")
    expect(device.page.locator("#footing a")).to_have_attribute("href", "/setup")
    device.sell("MI", "TRA", "KEO", given=100_000)
    device.all_sent()
    assert [s["total"] for s in device.sales()] == [87_000]


def test_without_locks_the_newest_tab_writes_and_the_older_one_comes_back(
    hall: BrowserContext, stall: Stall
) -> None:
    device = Device(hall.new_page(), _under_its_name(stall))
    device.enrol(next(stall.fresh_tills))
    newer = beside(device, hall)
    newer.ready()
    expect(device.page.locator("#second-text")).to_be_visible()
    newer.sell("MI", given=45_000)
    newer.page.close(run_before_unload=False)
    device.ready()
    device.sell("TRA", given=30_000)
    device.all_sent()
    assert [s["number"] for s in device.sales()] == [1, 2]


def _under_its_name(stall: Stall) -> Stall:
    made = HallStall.__new__(HallStall)
    made.__dict__.update(stall.__dict__)
    return made

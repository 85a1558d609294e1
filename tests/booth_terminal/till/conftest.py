"""A booth for every test: a real terminal in its own process and a tablet in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.booth_terminal.till.stall import Stall

TABLET: Any = {"width": 1024, "height": 768}
PATIENCE = 20_000
"""Milliseconds. Two cores may be shared with a whole test run."""

expect.set_options(timeout=PATIENCE)


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for what no element shows. It is asked again and again, never assumed after a pause."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.05)


class Device:
    """A tablet with one page of the till open, and the things a seller does with it."""

    def __init__(self, page: Page, stall: Stall) -> None:
        self.page = page
        self.stall = stall
        self.taps = 0
        self.till = ""

    def enrol(self, till: str) -> None:
        self.till = till
        self.page.goto(self.stall.link(till))
        self.page.get_by_role("button").click()
        self.page.wait_for_url(f"{self.stall.url}/till/**")
        self.ready()

    def ready(self) -> None:
        """Wait until this tab is the one that writes."""
        keys = (
            "#view-basket:not([hidden]), #counting:not([inert]) [data-direction], form:not([inert]) #faults"
        )
        self.page.locator(keys).first.wait_for(timeout=PATIENCE)

    def installed(self) -> None:
        """Wait until the service worker holds the page: from here on it opens without a network."""
        self.page.evaluate("navigator.serviceWorker.ready.then((all) => Boolean(all.active))")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)

    def tap(self, selector: str) -> None:
        """Tap the one key of this kind that is seen: closed views may have others."""
        self.taps += 1
        self.page.locator(selector).filter(visible=True).click()

    def tile(self, article: str) -> None:
        self.tap(f'[data-article="{article}"]')

    def pay(self, given: int) -> None:
        self.tap(f'[data-given="{given}"]')

    def sell(self, *articles: str, given: int) -> None:
        """A whole cash sale, and the proof that it is over."""
        number = self.page.evaluate(FACTS)["number"]
        for article in articles:
            self.tile(article)
        self.pay(given)
        expect(self.page.locator(".change-receipt")).to_contain_text(f"-{number + 1}")

    def facts(self) -> dict[str, Any]:
        """Counters and bookmark of this till as they stand in the tablet's database."""
        found: dict[str, Any] = self.page.evaluate(FACTS)
        return found

    def all_sent(self) -> None:
        """Wait until the terminal has named everything this tablet holds."""
        until(lambda: (facts := self.facts())["n"] == facts["bookmark"], "everything is sent")

    def documents(self) -> list[dict[str, Any]]:
        """What the terminal's journal holds of this till."""
        return self.stall.documents(self.till)

    def sales(self) -> list[dict[str, Any]]:
        return [document for document in self.documents() if document["type"] == "sale"]

    @property
    def strip(self) -> Locator:
        return self.page.locator("#strip")


FACTS = """async () => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open("fairpos");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  });
  const get = (key) => new Promise((done) => {
    db.transaction("state").objectStore("state").get(key).onsuccess = (event) => done(event.target.result);
  });
  const book = (await get(["", "book"])).book;
  const till = `${book.fair.slug}/${book.till.id}`;
  const counters = (await get([till, "counters"])) ?? { n: 0, number: 0 };
  const [bookmark, basket] = [(await get([till, "bookmark"])) ?? 0, await get([till, "basket"])];
  db.close();
  return { ...counters, bookmark, basket };
}"""


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    """The terminal of a test file. A test that stops or changes it takes `own_stall`."""
    made = Stall(tmp_path_factory.mktemp("stall"))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def own_stall(tmp_path: Path) -> Iterator[Stall]:
    made = Stall(tmp_path)
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=TABLET)
    made.set_default_timeout(PATIENCE)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def device(context: BrowserContext, stall: Stall) -> Device:
    """An enrolled till with its selling page open."""
    made = Device(context.new_page(), stall)
    made.enrol(next(stall.fresh_tills))
    return made


@pytest.fixture
def lone_device(context: BrowserContext, own_stall: Stall) -> Device:
    """The same, at a terminal of its own that may be killed."""
    made = Device(context.new_page(), own_stall)
    made.enrol(next(own_stall.fresh_tills))
    return made


@pytest.fixture
def gate(context: BrowserContext, stall: Stall) -> Device:
    made = Device(context.new_page(), stall)
    made.enrol(next(stall.fresh_gates))
    return made

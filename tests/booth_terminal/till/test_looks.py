"""What a person must be able to see, read and reach, on the screens a fair has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.booth_terminal.till.conftest import PATIENCE, Device
from tests.booth_terminal.till.stall import Stall

SCREENS: dict[str, Any] = {
    "tablet": {"width": 1024, "height": 768},
    "upright": {"width": 768, "height": 1024},
    "phone": {"width": 390, "height": 844},
}

# The house keeps 7:1, which is stricter than what axe looks for unless told.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"],
}


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]


UNFIT = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`page wider than the screen`);
  for (const button of document.querySelectorAll("button, input")) {
    const box = button.getBoundingClientRect();
    if (!box.width) continue;
    const name = button.id || button.outerHTML.slice(0, 80);
    if (box.width < 47.5 || box.height < 47.5) faults.push(`${name} is ${box.width} x ${box.height}`);
    if (button.classList.contains("tile") && (box.width < 96 || box.height < 72)) faults.push(`tile ${name}`);
    if (button.scrollWidth > button.clientWidth + 1) faults.push(`${name} overflows`);
    if (button.scrollHeight > button.clientHeight + 1) faults.push(`${name} overflows downwards`);
  }
  for (const sum of document.querySelectorAll("output, .total, .ways-left")) {
    const { width, right } = sum.getBoundingClientRect();
    const room = sum.closest("section, dialog, aside")?.getBoundingClientRect().right ?? innerWidth;
    if (width && Math.max(right, sum.getBoundingClientRect().left + sum.scrollWidth) > room + 1) {
      faults.push(`${sum.id || sum.className} is cut: ${sum.textContent}`);
    }
  }
  for (const key of document.querySelectorAll(".chip, .keys button, .side button, .ways button")) {
    const { height } = key.getBoundingClientRect();
    if (height && height < 63.5) faults.push(`key ${key.textContent} is ${height} high`);
  }
  return faults;
}"""


def sound(page: Page) -> None:
    assert page.evaluate(UNFIT) == []
    assert faults(page) == []


def states(device: Device) -> dict[str, Callable[[], None]]:
    """What the selling page can show, each reached from the one before."""

    def basket() -> None:
        for article in ("MI", "TRA", "XAU"):
            device.tile(article)
        expect(device.page.locator(".line")).to_have_count(3)

    def pad() -> None:
        device.page.locator(".line").first.click()

    def weighing() -> None:
        device.page.locator("#pad-close").click()
        device.tile("SA")
        device.tap('[data-add="1000"]')

    def notes() -> None:
        device.page.locator("#pad-done").click()
        device.tap("#notes-open")
        device.tap('[data-note="500000"]')

    def transfer() -> None:
        device.tap("#notes-close")
        device.tap("#transfer-open")

    def card() -> None:
        device.tap("#transfer-close")
        device.tap("#ways-open")
        device.tap('[data-way="card"]')
        device.tap('[data-digit="2"]')

    def ways() -> None:
        device.tap("#amount-done")
        expect(device.page.locator("#ways-taken li")).to_have_count(1)

    def discount() -> None:
        device.tap("#ways-close")
        device.tap("#discount")
        device.tap('[data-unit="percent"]')
        device.tap('[data-digit="5"]')

    def special() -> None:
        device.tap("#amount-done")
        device.page.locator(".line").first.click()
        device.tap('[data-tab="discount"]')
        device.tap('[data-digit="2"]')

    def refused() -> None:
        device.tap('[data-digit="000"]')
        device.tap('[data-digit="000"]')
        device.tap("#pad-done")
        expect(device.page.locator("#pad-problem")).to_be_visible()

    def note() -> None:
        device.tap('[data-tab="note"]')
        device.page.locator("#pad-note").fill("Gói quà, không bỏ đá")

    def held() -> None:
        device.tap('[data-tab="discount"]')
        device.tap('[data-unit="none"]')
        device.tap("#pad-done")
        device.tap("#hold")
        device.tile("NON")
        device.tap("#held-open")

    def taken() -> None:
        device.tap("[data-held]")
        expect(device.page.locator("#total-made")).to_contain_text("5")

    def change() -> None:
        device.page.locator("[data-given]").first.click()
        expect(device.page.locator("#change")).to_be_visible()

    def today() -> None:
        device.tap('header [data-room="receipts"]')
        expect(device.page.locator(".sold li")).to_have_count(1)

    return {
        "empty": lambda: None,
        "basket": basket,
        "pad": pad,
        "weighing": weighing,
        "notes": notes,
        "transfer": transfer,
        "card": card,
        "ways": ways,
        "discount": discount,
        "special": special,
        "refused": refused,
        "note": note,
        "held": held,
        "taken": taken,
        "change": change,
        "today": today,
    }


LOOKS = [
    ("tablet", "vi", "light"),
    ("tablet", "en", "dark"),
    ("upright", "vi", "dark"),
    ("phone", "en", "light"),
]


@pytest.mark.parametrize(("screen", "language", "scheme"), [*LOOKS, ("phone", "vi", "dark")])
def test_the_selling_page_can_be_read_and_reached(
    browser: Browser, stall: Stall, screen: str, language: str, scheme: Any
) -> None:
    context = browser.new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    try:
        device = Device(context.new_page(), stall)
        device.page.set_default_timeout(PATIENCE)
        device.enrol(next(stall.fresh_tills))
        if language == "en":
            device.tap("#language")
        found = {}
        for name, reach in states(device).items():
            reach()
            found[name] = device.page.evaluate(UNFIT) + faults(device.page)
        assert {name: problems for name, problems in found.items() if problems} == {}
    finally:
        context.close()


@pytest.mark.parametrize(("screen", "language", "scheme"), LOOKS)
def test_the_gate_page_can_be_read_and_reached(
    browser: Browser, stall: Stall, screen: str, language: str, scheme: Any
) -> None:
    context = browser.new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    try:
        gate = Device(context.new_page(), stall)
        gate.enrol(next(stall.fresh_gates))
        if language == "en":
            gate.tap("#language")
        gate.tap('[data-direction="in"][data-count="10"]')
        expect(gate.page.locator("#count-in")).to_have_text("10")
        sound(gate.page)
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_before_enrolment_can_be_read(browser: Browser, stall: Stall, scheme: Any) -> None:
    context = browser.new_context(viewport=SCREENS["phone"], color_scheme=scheme)
    try:
        page = context.new_page()
        for path in (
            "/till/",
            "/till/enrolment/khong-co",
            stall.link(next(stall.fresh_tills)).removeprefix(stall.url),
        ):
            page.goto(stall.url + path)
            page.locator("h1:not(:empty)").wait_for()
            sound(page)
    finally:
        context.close()


def test_a_sale_can_be_made_with_the_keyboard_alone(device: Device) -> None:
    device.page.locator('[data-article="MI"]').focus()
    device.page.keyboard.press("Enter")
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    for _ in range(60):
        device.page.keyboard.press("Tab")
        if device.page.evaluate("document.activeElement.dataset.given") == "45000":
            break
    outline = device.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    device.page.keyboard.press("Enter")
    expect(device.page.locator(".change-receipt")).to_be_visible()

"""The receipt on a buyer's phone, in a real browser: it fits, it reads, a printer gets the paper alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from starlette.testclient import TestClient

from booth_terminal.journal import Posted
from tests.booth import Booth
from tests.slips import SALE_ID, SIX, line, mixed, sold

PHONE: Any = {"width": 390, "height": 844}
HOST = "https://tram-1.hoicho"
LONG = line("Ữ" * 200, 999_999_999_000, note="W" * 200, unit="thùng cực lớn" * 5)


@pytest.fixture(params=[("vi", "light"), ("en", "dark")], ids=lambda it: "-".join(it))
def phone(request: pytest.FixtureRequest, booth: Booth, browser: Browser) -> Iterator[Page]:
    """A phone that reaches the terminal; the pages come straight out of the program."""
    language, scheme = request.param
    sales = [replace(mixed(), training=True), replace(sold((LONG, *SIX)), id="a" * 32)]
    booth.terminal.keep([Posted(sale.id, msgspec.json.encode(sale)) for sale in sales]).result(10)
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, device_scale_factor=2)
    context.add_cookies([{"name": "language", "value": language, "url": HOST}])
    with TestClient(booth.app(), base_url=HOST) as program:

        def answer(route: Route) -> None:
            asked = route.request
            given = program.get(asked.url, headers=asked.all_headers())
            kept = {name: given.headers[name] for name in ("content-type", "content-security-policy")
                    if name in given.headers}  # fmt: skip
            route.fulfill(status=given.status_code, headers=kept, body=given.content)

        context.route("**/*", answer)
        yield context.new_page()
    context.close()


def open_page(page: Page, path: str) -> list[str]:
    """Open it and return what the browser complained of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(HOST + path)
    page.evaluate("document.fonts.ready")
    return complaints


@pytest.mark.parametrize("id_", [SALE_ID, "a" * 32, "f" * 32])
def test_it_fits_a_phone_and_nobody_is_kept_out(phone: Page, id_: str) -> None:
    complaints = open_page(phone, f"/receipts/{id_}")
    assert [text for text in complaints if "404" not in text] == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    broken = phone.evaluate(
        "[...document.querySelectorAll('.pair .right')].filter((amount) => amount.getClientRects().length > 1"
        " || amount.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(amount).fontSize))"
        ".map((amount) => amount.textContent)"
    )
    assert broken == [], "an amount is on one line"
    small = phone.evaluate(
        "[...document.querySelectorAll('a, button')]"
        ".filter((target) => target.getBoundingClientRect().height < 48).length"
    )
    assert small == 0
    found = Axe().run(phone, options={"rules": {"color-contrast-enhanced": {"enabled": True}}})
    assert found.response["violations"] == []


def test_its_code_can_be_scanned_off_the_screen(phone: Page, tmp_path: Any) -> None:
    open_page(phone, f"/receipts/{SALE_ID}")
    phone.locator("svg.code").screenshot(path=tmp_path / "code.png")
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "code.png"))
    assert code.text == f"{HOST}/receipts/{SALE_ID}"


def test_a_printer_gets_the_paper_and_no_buttons(phone: Page) -> None:
    open_page(phone, f"/receipts/{SALE_ID}")
    phone.emulate_media(media="print")
    assert not phone.locator("header").is_visible()
    assert phone.locator(".paper").is_visible()
    colours = phone.evaluate("[getComputedStyle(document.querySelector('.paper')).color,"
                             " getComputedStyle(document.querySelector('.banner')).color]")  # fmt: skip
    assert colours == ["rgb(0, 0, 0)", "rgb(0, 0, 0)"]

"""A hall over https with its own authority: what a real browser makes of it before and after it trusts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from booth_terminal import app, terminal
from fairpos.web import setup
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit
from tests.booth_terminal.till.conftest import PATIENCE, TABLET, Device
from tests.booth_terminal.till.stall import DeadLine, Stall, new_id, now, url
from tests.booth_terminal.till.world import CODES
from tests.cli.secure import Standing, standing
from tests.cli.trust import home_that_trusts
from tests.conftest import CHROMIUM_ARGUMENTS

SIZES: dict[str, ViewportSize] = {
    "tablet": TABLET,
    "upright": {"width": 768, "height": 1024},
    "phone": {"width": 390, "height": 844},
}


class SecureStall(Stall):
    """The stall's terminal, in this process and behind https."""

    hall: Standing

    @property
    def url(self) -> str:
        return self.hall.secure

    def link(self, till: str) -> str:
        return f"{self.url}/till/enrolment/{CODES[till]}"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureStall]:
    folder = tmp_path_factory.mktemp("hall")
    stall = SecureStall(folder)
    running = terminal.start(
        terminal.prepare(url(folder)), DeadLine, clock=now, new_id=new_id, new_secret=secrets.token_urlsafe
    )
    program = application([*app.routes(), *setup.routes()], Toolkit(environment=environment(), clock=now))
    program.state.terminal = running
    try:
        with standing(program, folder) as stall.hall:
            yield stall
    finally:
        running.stop()


Open = Callable[..., Page]


@pytest.fixture
def open_page(hall: SecureStall, browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """A page in a browser that trusts the hall's authority, or in one that has never heard of it."""
    with ExitStack() as stack:

        def open_page(*, trusting: bool, **context: object) -> Page:
            chromium = browser
            if trusting:
                authority = hall.hall.served.door.authority
                assert authority is not None
                home = home_that_trusts(tmp_path / "home", authority.der)
                chromium = browser.browser_type.launch(
                    executable_path=os.environ["FAIRPOS_TEST_CHROMIUM"],
                    args=CHROMIUM_ARGUMENTS,
                    env={**os.environ, "HOME": str(home)},
                )
                stack.callback(chromium.close)
            made = chromium.new_context(**({"viewport": TABLET} | context))
            made.set_default_timeout(PATIENCE)
            stack.callback(made.close)
            return made.new_page()

        yield open_page


@pytest.fixture(autouse=True)
def known_browser(chromium_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRPOS_TEST_CHROMIUM", chromium_path)


def said(page: Page) -> str:
    shown = page.locator("[data-state]:visible")
    expect(shown).not_to_have_attribute("data-state", "busy")
    return str(shown.get_attribute("data-state"))


def test_a_device_that_trusts_the_hall_is_told_so_opens_the_till_and_keeps_it(
    hall: SecureStall, open_page: Open
) -> None:
    page = open_page(trusting=True)
    page.goto(f"{hall.hall.plain}/setup")
    page.locator("#check").click()
    page.wait_for_url(f"{hall.url}/setup#check")
    assert said(page) == "good"
    expect(page.locator("#open")).to_have_attribute("href", f"{hall.url}/till/")
    device = Device(page, hall)
    device.enrol(next(hall.fresh_tills))
    device.installed()
    assert page.evaluate("[isSecureContext, 'locks' in navigator, 'caches' in window]") == [True, True, True]
    expect(page.locator("#footing")).to_be_hidden()
    (cookie,) = (one for one in page.context.cookies() if one["name"] == "fairpos_till")
    assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
    page.context.set_offline(True)
    page.reload()
    device.ready()
    device.sell("MI", "TRA", "KEO", given=100_000)


def test_a_device_that_does_not_trust_the_hall_yet_is_told_what_to_do(
    hall: SecureStall, open_page: Open
) -> None:
    page = open_page(trusting=False)
    page.goto(f"{hall.hall.plain}/setup")
    page.locator("#check").click()
    assert said(page) == "not-yet"
    expect(page.locator("#open")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Chứng chỉ cho Android").click()
    authority = hall.hall.served.door.authority
    assert authority is not None
    assert download.value.path().read_bytes() == authority.der


def test_a_warning_that_was_clicked_away_is_not_taken_for_trust(hall: SecureStall, open_page: Open) -> None:
    page = open_page(trusting=False, ignore_https_errors=True)
    page.goto(f"{hall.hall.plain}/setup")
    page.locator("#check").click()
    page.wait_for_url(f"{hall.url}/setup#check")
    assert said(page) == "clicked"
    device = Device(page, hall)
    device.enrol(next(hall.fresh_tills))
    expect(page.locator("#footing")).to_contain_text("mở trang khi mất mạng")
    expect(page.locator("#footing a")).to_have_attribute("href", "/setup")


def test_a_wrong_clock_and_a_lost_server_are_told_apart_from_missing_trust(
    hall: SecureStall, open_page: Open
) -> None:
    page = open_page(trusting=False)
    page.clock.set_fixed_time(0)
    page.goto(f"{hall.hall.plain}/setup")
    page.locator("#check").click()
    assert said(page) == "clock"
    page.route("**/setup/check", lambda route: route.abort())
    page.locator("#check").click()
    assert said(page) == "lost"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everybody_and_fits_every_screen(
    hall: SecureStall, open_page: Open, size: str, language: str, scheme: str
) -> None:
    page = open_page(trusting=False, viewport=SIZES[size], color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies([{"name": "language", "value": language, "url": hall.hall.plain}])
    page.goto(f"{hall.hall.plain}/setup")
    assert page.locator("html").get_attribute("lang") == language
    for state in ("busy", "good", "not-yet", "clicked", "private", "clock", "lost"):
        page.locator(f"[data-state={state}]").evaluate("(node) => { node.hidden = false }")
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth > innerWidth") is False
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main summary, header button')]"
        ".filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 48)"
        ".map((node) => node.textContent)"
    )
    assert small == []
    assert complaints == []


def test_in_print_it_is_one_sheet(hall: SecureStall, open_page: Open) -> None:
    page = open_page(trusting=False)
    for language in ("vi", "en"):
        page.context.add_cookies([{"name": "language", "value": language, "url": hall.hall.plain}])
        page.goto(f"{hall.hall.plain}/setup")
        sheet = page.pdf(prefer_css_page_size=True)
        assert sheet.count(b"/Type /Page\n") == 1

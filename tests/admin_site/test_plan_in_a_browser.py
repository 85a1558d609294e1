"""The plan drawn by keyboard alone: rows added and renumbered, booths merged, split, renamed; published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from fairpos.ledger import floor, plans
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

PLAN = f"/fairs/{believable.SLUG}/plan"


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id, publish=False)
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        yield context.new_page()
        context.close()


def focused(page: Page) -> str:
    """The name of what the keyboard is on: a booth's id, or the words of a control."""
    told = page.evaluate(
        "(() => { const at = document.activeElement; return at.dataset.stand || at.id || at.innerText })()"
    )
    return str(told).strip()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the keyboard is on what is called so, as a person would who cannot use a mouse."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"the tab key never reaches {name}")


def test_a_plan_is_drawn_merged_split_and_published_without_a_mouse(page: Page, world: World) -> None:
    page.goto(PLAN)
    # One stop of the tab key is the drawing; arrows walk in it.
    tab_to(page, "HL01")
    for key, at in (
        ("ArrowRight", "BC02"),
        ("ArrowDown", "LS12"),
        ("ArrowLeft", "TN11"),
        ("ArrowUp", "HL01"),
    ):
        page.keyboard.press(key)
        assert focused(page) == at
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "HL01", "the drawing ends here"

    # The space bar chooses several, and the panel offers to merge them.
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("#panel-title")).to_have_text("Đã chọn 2 gian")
    assert focused(page) == "BC02", "choosing does not take the keyboard away"
    tab_to(page, "Gộp lại")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Các gian đã gộp làm một.")
    expect(page.locator("#panel-title")).to_have_text("A01")

    # Enter opens a booth, and the keyboard goes on in its form.
    tab_to(page, "HL01")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    tab_to(page, "Chia hoặc bỏ khỏi sơ đồ")
    page.keyboard.press("Enter")
    tab_to(page, "split-parts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã chia gian hàng.")

    # A row of three, its mistake told and mended.
    page.goto(PLAN)
    tab_to(page, "Thêm một dãy gian hàng")
    page.keyboard.press("Enter")
    tab_to(page, "row-row")
    page.keyboard.press("Control+a")
    page.keyboard.type("A")
    page.keyboard.press("Enter")
    expect(page.locator("#row-row-fault")).to_contain_text("Đã có trên sơ đồ: A01")
    for field, text in (("row-row", "E"), ("row-count", "3"), ("row-x", "12"), ("row-y", "9")):
        tab_to(page, field)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã thêm dãy.")

    # Its first booth is renamed, and then the whole row is renumbered.
    expect(page.locator("#panel-title")).to_have_text("E01")
    tab_to(page, "stand-code")
    page.keyboard.press("Control+a")
    page.keyboard.type("VIP1")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("VIP1")
    page.goto(PLAN)
    tab_to(page, "Đánh số lại một dãy")
    page.keyboard.press("Enter")
    tab_to(page, "number-row")
    page.keyboard.type("E")
    for field, text in (("number-prefix", "K"), ("number-first", "5")):
        tab_to(page, field)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Dãy đã có số mới.")
    page.goto(PLAN)

    tab_to(page, "version-note")
    page.keyboard.type("Bản đầu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã công bố sơ đồ.")
    with world.database.reading() as connection:
        plan = floor.load(connection, world.fair_id)
        versions = plans.listed(connection, world.fair_id)
    assert [one.shown for one in plan.in_row("H1", "A")] == ["A01", "A01b", "A03", "A04", "A05"]
    assert [one.shown for one in plan.in_row("H1", "E")] == ["K05", "K06", "K07"]
    assert [(version.number, version.note) for version in versions] == [(1, "Bản đầu")]

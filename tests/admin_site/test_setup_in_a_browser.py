"""A fair of 350 booths set up by hand: as a copy of the last one, and from nothing with three lists.

A step is what a person does once: a page opened, a field filled, a choice made, a button pressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from admin_site.lists import AT_ONCE_ROWS
from fairpos.core.floor import STANDARD_AREA
from fairpos.ledger import fairs, floor, plans
from fairpos.web.i18n import translator
from fairpos.wire import exports
from fixtures import figures
from fixtures.world import SPRING_2020, spring_2020
from tests import fair_lists
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

say = translator("site", "vi").gettext


class Hand:
    """What a person does in a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def open(self, name: str) -> None:
        self.steps += 1
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.steps += 1
        self.page.get_by_role("button", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        self.steps += 1
        self.page.get_by_label(label, exact=True).first.fill(text)

    def choose(self, label: str, value: str) -> None:
        self.steps += 1
        self.page.get_by_label(label, exact=True).first.select_option(value)

    def bring(self, file: Path) -> None:
        self.steps += 1
        self.page.get_by_label(say("File: Excel (.xlsx) or CSV, up to 10 MB")).set_input_files(file)


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        yield context.new_page()
        context.close()


def test_a_copy_of_the_last_edition_is_announced_in_thirteen_steps(page: Page, world: World) -> None:
    with world.database.writing() as connection:
        figures.load(connection, at=world.clock(), status="closed")
    hand = Hand(page)
    page.goto("/fairs")
    hand.open(say("A new fair"))
    hand.open("Theo Hội chợ OCOP Quảng Ninh - Xuân 2020")
    hand.fill(say("First fair day"), "2021-01-22")
    hand.fill(say("Last fair day"), "2021-01-27")
    hand.press(say("Make the fair, as a draft"))
    expect(page).to_have_url("/fairs/xuan-2021/setup?done=made")
    hand.choose(say("Held"), "by-decision")
    hand.fill(say("Number of the paper"), "12/QĐ-UBND")
    hand.fill(say("Date of the paper"), "2020-12-01")
    hand.press(f"{say('Save')} {say('Legal basis, targets, organiser')}")
    hand.open(say("Floor plan"))
    hand.press(say("Publish version %(number)s") % {"number": 1})
    hand.open(say("Set-up"))
    hand.press(say("Announce the fair"))
    expect(page.get_by_role("heading", name=say("Announced"), exact=True)).to_be_visible()
    assert hand.steps == 13
    with world.database.reading() as connection:
        fair = fairs.by_slug(connection, "xuan-2021")
        assert fair is not None
        assert (fair.status, fair.prior) == ("published", SPRING_2020)
        stands = floor.stands(connection, fair.id)
        assert (len(stands), {stand.area for stand in stands}) == (350, {STANDARD_AREA})
        assert len(fairs.articles(connection, fair.id)) == 700
        assert len(fairs.exhibitors(connection, fair.id)) == len(spring_2020().exhibitors)
        assert len(fairs.tills(connection, fair.id)) == len(spring_2020().tills)
        assert plans.newest_number(connection, fair.id) == 1
    assert world.stranger().get("/public/xuan-2021/map").status_code == 200


def test_a_fair_from_nothing_takes_three_lists(page: Page, world: World, tmp_path: Path) -> None:
    hand = Hand(page)
    page.goto("/fairs")
    hand.open(say("A new fair"))
    hand.open(say("From nothing"))
    hand.fill(say("Name of the fair"), "Hội chợ OCOP Xuân 2026")
    hand.fill(say("Season (year)"), "2026")
    hand.fill(say("Series, as a short key"), "tet")
    hand.fill(say("Province"), "Quảng Ninh")
    hand.fill(say("First fair day"), "2026-01-20")
    hand.fill(say("Last fair day"), "2026-01-25")
    hand.press(say("Make the fair, as a draft"))
    expect(page).to_have_url("/fairs/tet-2026/setup?done=made")
    for screen, table, rows in (
        ("booths", fair_lists.booths(), 13),
        ("exhibitors", fair_lists.exhibitors(), 300),
        ("products", fair_lists.products(), 700),
    ):
        file = tmp_path / f"{screen}.csv"
        file.write_bytes(exports.csv_of(table))
        hand.steps += 1
        page.goto(f"/fairs/tet-2026/lists/{screen}")
        hand.bring(file)
        hand.press(say("Read it"))
        expect(page.locator(".counts dd").first).to_have_text(str(rows))
        hand.press(say("Write it"))
        if rows > AT_ONCE_ROWS:
            # A long list is work with a page of its own.
            expect(page.get_by_role("region", name=say("Done"))).to_be_visible(timeout=60_000)
        else:
            written = page.get_by_role("heading", name=say("The list has been written"))
            expect(written).to_be_visible(timeout=60_000)
    assert hand.steps == 9 + 3 * 4
    with world.database.reading() as connection:
        fair = fairs.by_slug(connection, "tet-2026")
        assert fair is not None
        assert len(floor.stands(connection, fair.id)) == 350
        assert len(fairs.exhibitors(connection, fair.id)) == 300
        assert len(fairs.articles(connection, fair.id)) == 700

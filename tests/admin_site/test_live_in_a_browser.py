"""The live page as it renews itself once a second around what was estimated."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving


def test_an_estimate_that_was_opened_stays_open_while_the_figures_renew(
    browser: Browser, world: World
) -> None:
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        page = context.new_page()
        page.goto(f"/fairs/{believable.SLUG}/live")
        basis = page.locator("#estimate-basis")
        basis.locator("summary").click()
        version = page.locator("#figures").get_attribute("data-version")
        with world.database.writing() as connection:
            believable.bump(connection, world.fair_id)
        expect(page.locator("#figures")).not_to_have_attribute("data-version", str(version))
        expect(basis).to_have_attribute("open", "")
        expect(page.locator("#estimate")).to_have_count(1)
        context.close()

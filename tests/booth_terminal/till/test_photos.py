"""Pictures come after everything else, stay on the device, and move nothing when they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.booth_terminal.till.conftest import Device, until
from tests.booth_terminal.till.shelf import PICTURES, lay_pictures, shelf_stall

KEPT = "caches.open('photos').then((cache) => cache.keys()).then((keys) => keys.length)"
SEEN = "(image) => !image.hidden && image.complete && image.naturalWidth === 192"


@pytest.fixture
def shop(context: BrowserContext, tmp_path: Path) -> Device:
    """A tablet not yet enrolled, at a terminal of its own that has no picture yet."""
    stall = shelf_stall(tmp_path)
    return Device(context.new_page(), stall)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A screen that shows the whole shelf: what is out of sight need not be loaded."""
    made = browser.new_context(viewport={"width": 1024, "height": 1800})
    yield made
    made.close()


def images(device: Device) -> list[bool]:
    return [image.evaluate(SEEN) for image in device.page.locator("#tiles img").all()]


def kept(device: Device) -> int:
    count: int = device.page.evaluate(KEPT)
    return count


def test_pictures_are_kept_on_the_device_and_shown_after_a_cold_start_without_a_line(shop: Device) -> None:
    lay_pictures(shop.stall.folder)
    shop.stall.start()
    try:
        shop.enrol(next(shop.stall.fresh_tills))
        shop.installed()
        until(lambda: kept(shop) == len(PICTURES), "every picture is kept")
        shop.stall.kill()
        shop.page.close()
        shop.page = shop.page.context.new_page()
        shop.page.goto(f"{shop.stall.url}/till/")
        shop.ready()
        until(lambda: images(shop) == [True] * 5, "every picture is seen")
        shop.sell("MI", given=45_000)
    finally:
        shop.stall.kill()


def test_a_missing_picture_shows_a_letter_of_the_same_size_and_comes_later(shop: Device) -> None:
    first, *others = PICTURES
    lay_pictures(shop.stall.folder, *others)
    shop.stall.start()
    try:
        shop.enrol(next(shop.stall.fresh_tills))
        shop.installed()
        image = shop.page.locator(f'img[data-photo="{first}"]')
        expect(image).to_be_hidden()
        until(lambda: kept(shop) == len(others), "the others are kept")
        tile = shop.page.locator('[data-article="MI"]')
        expect(tile.locator(".tile-picture")).to_have_text("M")
        before = tile.bounding_box()
        lay_pictures(shop.stall.folder, first)
        shop.page.reload()
        shop.ready()
        until(lambda: all(images(shop)), "every picture is seen")
        assert tile.bounding_box() == before
    finally:
        shop.stall.kill()

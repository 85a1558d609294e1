"""The inspection page: one fault, one picture, one document, with the network dead as well."""

from __future__ import annotations

import base64
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from fairpos.core.inspection import Inspection, faults, picture_of
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_selling import as_bytes
from tests.booth_terminal.till.world import without_honey


@pytest.fixture
def phone(context: BrowserContext, own_stall: Stall) -> Device:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    made = Device(page, own_stall)
    made.enrol(next(own_stall.fresh_phones))
    return made


def camera(width: int, height: int) -> bytes:
    """A picture as a camera makes it: large, noisy, and with a place written into it."""
    noise = Image.effect_noise((width, height), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "20.95N 107.08E"
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


DRAFT = """(() => new Promise((done, fail) => {
  const asked = indexedDB.open("fairpos");
  asked.onerror = fail;
  asked.onsuccess = () => {
    const draft = asked.result.transaction("state").objectStore("state").get(["", "inspection"]);
    draft.onsuccess = () => { asked.result.close(); done(draft.result); };
  };
}))"""


def choose(phone: Device, query: str) -> None:
    phone.page.locator("#booth-query").fill(query)
    phone.page.locator("#booths button").first.click()


def mark(phone: Device, **chosen: str) -> None:
    for name, value in chosen.items():
        phone.page.locator(f'input[name="{name}"][value="{value}"]').check()


def test_an_inspection_is_written_without_a_network_and_sent_with_one(phone: Device) -> None:
    page = phone.page
    phone.installed()
    page.wait_for_function(
        "caches.open('inspection').then((all) => all.keys()).then((all) => all.length === 5)"
    )
    phone.stall.kill()
    page.reload()
    phone.ready()
    page.locator("#inspecting button[type=submit]").click()
    assert page.locator(".problem[data-fault]:visible").count() == 4
    choose(phone, "ho dong son")
    expect(page.locator("#booth-chosen")).to_contain_text("Gian A12")
    assert page.locator('input[value="off-shelf"]').is_disabled()
    page.locator("#article").select_option("MAT")
    large = camera(2400, 1800)
    page.locator("#picture").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": large})
    expect(page.locator("#seen")).to_be_visible()
    mark(phone, fault="expired-certificate", action="off-shelf")
    page.locator("#note").fill('<b>Hạn 01/11</b> "in mờ"')
    page.locator("#inspector").fill("Trần Thị Hoa")
    page.locator("#inspector").blur()
    page.wait_for_function(f"{DRAFT}().then((draft) => draft?.inspector === 'Trần Thị Hoa')")
    # The camera had the phone close the page: all of it is there again.
    page.reload()
    phone.ready()
    expect(page.locator("#booth-chosen")).to_contain_text("Gian A12")
    expect(page.locator("#seen")).to_be_visible()
    page.locator("#inspecting button[type=submit]").click()
    expect(page.locator("#news")).to_contain_text("Mật ong rừng chai 500 ml sẽ ngừng bán ở gian này")
    expect(phone.strip).to_contain_text("chờ gửi 1")
    expect(page.locator("#today li")).to_have_count(1)
    assert page.locator("#today b").count() == 0
    assert phone.documents() == []
    phone.stall.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    phone.all_sent()
    (body,) = phone.documents()
    kept = wire.read(as_bytes(body))
    assert isinstance(kept, Inspection)
    assert faults(kept) == []
    assert (kept.booth, kept.article, kept.fault, kept.action, kept.inspector, kept.note) == (
        "A12",
        "MAT",
        "expired-certificate",
        "off-shelf",
        "Trần Thị Hoa",
        '<b>Hạn 01/11</b> "in mờ"',
    )
    picture = picture_of(kept)
    assert picture is not None
    small = Image.open(io.BytesIO(picture.body))
    assert (picture.media_type, len(picture.body) <= 44_000, small.width > small.height) == (
        "image/webp",
        True,
        True,
    )
    assert b"107.08E" not in base64.b64decode(kept.picture)


def test_the_page_has_no_fault_that_axe_knows_and_fits_a_phone(phone: Device) -> None:
    page = phone.page
    choose(phone, "A12")
    page.locator("#picture").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    )
    expect(page.locator('[data-fault="picture"]')).to_contain_text("Không đọc được ảnh này")
    for language in ("vi", "en"):
        expect(page.locator("html")).to_have_attribute("lang", language)
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.locator("#language").click()


def test_goods_off_the_shelf_leave_the_tiles_and_stay_in_an_open_basket(lone_device: Device) -> None:
    page = lone_device.page
    lone_device.tile("MAT")
    lone_device.stall.kill()
    lone_device.stall.publish(without_honey(2, 1_795_143_600_000))
    lone_device.stall.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#said-text")).to_contain_text("Mật ong rừng chai 500 ml")
    assert page.locator('[data-article="MAT"]').count() == 0
    assert page.locator('[data-article="NON"]').count() == 1
    expect(page.locator("#total")).to_have_text("150.000\u00a0đ")
    lone_device.pay(150_000)
    lone_device.all_sent()
    assert [sold["lines"][0]["article"] for sold in lone_device.sales()] == ["MAT"]
    page.locator("#said-read").click()
    expect(page.locator("#said")).to_be_hidden()
    page.reload()
    lone_device.ready()
    expect(page.locator("#said")).to_be_hidden()

"""The device: what it holds, a file of what it could not send, and leaving it only when nothing is lost."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

from playwright.sync_api import expect

from booth_terminal import saved_files
from tests.booth_terminal.till.conftest import Device, until
from tests.booth_terminal.till.test_outbox import hurry


def enter(device: Device) -> None:
    device.tap("#menu-open")
    device.tap('#menu [data-room="device"]')


def save(device: Device) -> bytes:
    with device.page.expect_download() as download:
        device.tap("#device-save")
    return Path(download.value.path()).read_bytes()


def test_a_device_that_holds_something_cannot_be_left_nor_updated(lone_device: Device) -> None:
    device = lone_device
    device.sell("MI", given=45_000)
    device.all_sent()
    device.stall.kill()
    device.sell("TRA", given=30_000)
    enter(device)
    expect(device.page.locator("#device-kept")).to_contain_text("Còn 1 chứng từ chưa gửi")
    expect(device.page.locator("#device-leave")).to_be_disabled()
    expect(device.page.locator("#device-update")).to_be_disabled()
    device.stall.start()
    hurry(device.page)
    expect(device.page.locator("#device-leave")).to_be_enabled()


def test_what_a_file_saved_is_what_the_terminal_takes_in_and_frees_the_device(lone_device: Device) -> None:
    device = lone_device
    device.all_sent()
    device.page.route("**/till/documents", lambda route: route.abort())
    device.sell("MI", given=45_000)
    device.sell("TRA", given=30_000)
    enter(device)
    body = save(device)
    expect(device.page.locator("#device-told")).to_contain_text("3 chứng từ đã vào tệp")
    expect(device.page.locator("#device-leave")).to_be_enabled()
    found = saved_files.read(body)
    assert (found.till, len(found.documents), found.lost) == (device.till, 3, ())
    answer = device.page.request.post(
        f"{device.stall.url}/terminal/imports",
        multipart={"file": {"name": "M.fairpos.json", "mimeType": "application/json", "buffer": body}},
    )
    assert answer.ok
    assert [one["number"] for one in device.sales()] == [1, 2]
    device.page.unroute("**/till/documents")
    hurry(device.page)
    device.all_sent()
    # Byte for byte the same, so that what comes again by the line is nothing new.
    assert [one["n"] for one in device.documents()] == [1, 2, 3]


def test_a_sale_after_the_file_holds_the_device_again(lone_device: Device) -> None:
    device = lone_device
    device.all_sent()
    device.stall.kill()
    device.sell("MI", given=45_000)
    enter(device)
    save(device)
    expect(device.page.locator("#device-leave")).to_be_enabled()
    device.page.keyboard.press("Escape")
    device.sell("TRA", given=30_000)
    enter(device)
    expect(device.page.locator("#device-leave")).to_be_disabled()


def test_a_device_signed_out_is_nobody_until_it_is_enrolled_again(device: Device) -> None:
    device.sell("MI", given=45_000)
    device.all_sent()
    enter(device)
    device.tap("#device-leave")
    expect(device.page.locator("#notice-title")).to_have_text("Máy này chưa được đăng ký")
    device.page.reload()
    expect(device.page.locator("#notice-title")).to_have_text("Máy này chưa được đăng ký")
    device.enrol(next(device.stall.fresh_tills))
    device.sell("TRA", given=30_000)
    until(lambda: len(device.sales()) == 1, "the next till's sale is kept")


def test_the_pages_hash_is_sha256(device: Device) -> None:
    chance = random.Random(256)
    texts = ["", "abc", "Rượu ba kích", *("x" * n for n in (54, 55, 56, 63, 64, 65, 119, 120))]
    texts += [
        "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(chance.randrange(300))) for _ in range(200)
    ]
    found = device.page.evaluate(
        """async (texts) => {
          const m = await import("/till/static/sha256.js");
          return texts.map((text) => m.sha256(new TextEncoder().encode(text)));
        }""",
        texts,
    )
    assert found == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    assert json.dumps(found)

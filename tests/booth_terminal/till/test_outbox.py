"""Nothing paid is lost, doubled or held up, whatever becomes of the terminal, the line or the browser."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from booth_terminal import journal, terminal
from tests.booth_terminal.till.conftest import TABLET, Device, until
from tests.booth_terminal.till.stall import Stall, new_id, now, url
from tests.booth_terminal.till.world import withdrawn
from tests.conftest import CHROMIUM_ARGUMENTS


def hurry(page: Page) -> None:
    """Tell the page that the line is back, so that it does not wait its turn."""
    page.evaluate("dispatchEvent(new Event('online'))")


def numbers(device: Device) -> list[int]:
    return [sale["number"] for sale in device.sales()]


def test_a_killed_terminal_gets_all_seven_sales_exactly_once(lone_device: Device) -> None:
    device = lone_device
    device.installed()
    device.all_sent()
    device.stall.kill()
    for _ in range(5):
        device.sell("MI", given=45_000)
    expect(device.strip).to_contain_text("chờ gửi 5")
    device.page.reload()
    device.ready()
    for _ in range(2):
        device.sell("TRA", given=50_000)
    expect(device.strip).to_contain_text("Không kết nối được trạm bán hàng")
    expect(device.strip).to_contain_text("chờ gửi 7")
    device.stall.start()
    hurry(device.page)
    device.all_sent()
    assert numbers(device) == [1, 2, 3, 4, 5, 6, 7]
    assert [d["n"] for d in device.documents()] == list(range(1, 9))
    assert [d["type"] for d in device.documents()].count("shift_opening") == 1
    expect(device.strip).not_to_contain_text("chờ gửi")


def test_a_page_opened_with_everything_dead_still_sells(lone_device: Device, context: BrowserContext) -> None:
    device = lone_device
    device.installed()
    device.stall.kill()
    context.set_offline(True)
    device.page.close()
    device.page = context.new_page()
    device.page.goto(f"{device.stall.url}/till/")
    device.ready()
    expect(device.page.locator(".tile-name").first).to_be_visible()
    device.sell("MI", "TRA", "KEO", given=100_000)
    assert device.page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
    context.set_offline(False)
    device.stall.start()
    hurry(device.page)
    device.all_sent()
    assert numbers(device) == [1]


def persistent(browser: Browser, chromium_path: str, profile: Path) -> BrowserContext:
    return browser.browser_type.launch_persistent_context(
        str(profile), executable_path=chromium_path, args=CHROMIUM_ARGUMENTS, viewport=TABLET
    )


def kill_browser(profile: Path) -> None:
    """Kill the browser of this profile, and no other, as a dead battery would."""
    pid = int(os.readlink(profile / "SingletonLock").rpartition("-")[2])
    os.kill(pid, signal.SIGKILL)
    for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
        (profile / name).unlink(missing_ok=True)


def test_sales_pending_in_a_killed_browser_arrive_after_a_restart(
    browser: Browser, chromium_path: str, own_stall: Stall, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    # A browser takes up to half a minute to write a cookie down; closing it makes sure of the enrolment.
    before = persistent(browser, chromium_path, profile)
    device = Device(before.pages[0], own_stall)
    device.enrol(next(own_stall.fresh_tills))
    device.installed()
    before.close()

    first = persistent(browser, chromium_path, profile)
    device.page = first.pages[0]
    device.page.goto(f"{own_stall.url}/till/")
    device.ready()
    device.all_sent()
    own_stall.kill()
    for _ in range(3):
        device.sell("MI", given=45_000)
    device.tile("TRA")
    until(lambda: len(device.facts()["basket"]["lines"]) == 1, "the open basket is written down")
    with first.expect_event("close"):
        kill_browser(profile)

    second = persistent(browser, chromium_path, profile)
    try:
        again = Device(second.pages[0], own_stall)
        again.till = device.till
        again.page.goto(f"{own_stall.url}/till/")
        again.ready()
        expect(again.strip).to_contain_text("chờ gửi 3")
        expect(again.page.locator("#total")).to_have_text("30.000\u00a0đ")
        again.pay(30_000)
        own_stall.start()
        hurry(again.page)
        again.all_sent()
        assert numbers(again) == [1, 2, 3, 4]
    finally:
        second.close()


def test_a_lost_answer_is_asked_for_again_and_doubles_nothing(device: Device) -> None:
    lost: list[dict[str, Any]] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        # A till also posts when it has nothing to hand over; losing such an answer would prove nothing.
        if lost or not answer.json()["kept"]:
            route.fulfill(response=answer)
            return
        lost.append(answer.json())
        route.abort()

    device.all_sent()
    device.page.route("**/till/documents", lose)
    device.sell("MI", given=45_000)
    # Asking the page is also what lets the route above do its work.
    until(lambda: device.facts()["number"] == 1 and bool(lost), "an answer was lost")
    assert len(lost[0]["kept"]) == 2
    device.all_sent()
    device.page.unroute_all(behavior="ignoreErrors")
    assert numbers(device) == [1]


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (200, "text/html", "<!doctype html><title>Đăng nhập Wi-Fi</title>"),
        (200, "application/json", '{"welcome": true, "kept": "all"}'),
        (200, "application/json", "[]"),
        (302, "text/html", ""),
        (500, "text/html", "Internal Server Error"),
    ],
)
def test_a_strange_answer_is_no_answer(device: Device, status: int, media_type: str, body: str) -> None:
    device.all_sent()
    strange: dict[str, Any] = {"status": status, "content_type": media_type, "body": body}
    if status == 302:
        strange["headers"] = {"Location": "/till/words/vi.json"}
    device.page.route("**/till/documents", lambda route: route.fulfill(**strange))
    device.sell("MI", given=45_000)
    problem = "Không kết nối được" if status == 302 else "Bên trả lời không phải trạm bán hàng"
    expect(device.strip).to_contain_text(problem)
    facts = device.facts()
    assert (facts["n"], facts["bookmark"]) == (2, 0)
    assert device.sales() == []
    device.page.unroute("**/till/documents")
    hurry(device.page)
    device.all_sent()
    assert numbers(device) == [1]


def test_an_answer_forgets_only_what_it_names(device: Device) -> None:
    device.all_sent()
    posts: list[list[str]] = []

    def keep_the_first(route: Route) -> None:
        envelope, *documents = (route.request.post_data or "").split("\n")
        if posts or not documents:  # a heartbeat, or what was left out the first time
            route.continue_()
            return
        posts.append(documents)
        route.fulfill(response=route.fetch(post_data=f"{envelope}\n{documents[0]}"))

    device.page.route("**/till/documents", keep_the_first)
    device.sell("MI", given=45_000)
    device.all_sent()
    assert [len(documents) for documents in posts] == [2]
    assert [d["n"] for d in device.documents()] == [1, 2]


CORRUPT = """async (n) => {
  const asked = indexedDB.open("fairpos");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result) });
  await new Promise((done) => {
    const tx = db.transaction("documents", "readwrite");
    tx.objectStore("documents").getAll().onsuccess = (e) => {
      const record = e.target.result.find((one) => one.n === n);
      tx.objectStore("documents").put({ ...record, body: '{"nothing": "here"}' });
    };
    tx.oncomplete = done;
  });
  db.close();
}"""


def test_a_refused_document_is_shown_and_holds_nothing_up(device: Device) -> None:
    device.all_sent()
    device.page.route("**/till/documents", lambda route: route.abort())
    device.sell("MI", given=45_000)
    device.sell("TRA", given=30_000)
    device.page.evaluate(CORRUPT, 2)
    device.page.unroute("**/till/documents")
    hurry(device.page)
    expect(device.strip).to_contain_text("1 mục cần xem xét")
    device.all_sent()
    device.sell("KEO", given=12_000)
    device.all_sent()
    assert numbers(device) == [2, 3]
    device.page.reload()
    device.ready()
    expect(device.strip).to_contain_text("1 mục cần xem xét")
    device.all_sent()


def test_a_terminal_that_lost_its_journal_gets_everything_again(lone_device: Device) -> None:
    device = lone_device
    device.sell("MI", given=45_000)
    device.sell("TRA", given=30_000)
    device.all_sent()
    device.stall.kill()
    _lose_the_journal(device.stall)
    device.stall.start()
    device.sell("KEO", given=12_000)
    hurry(device.page)
    until(lambda: sorted(numbers(device)) == [1, 2, 3], "the new stream has all three sales")


def _lose_the_journal(stall: Stall) -> None:
    """As after a new installation: a fresh stream, and of the old one not an entry."""
    database = terminal.prepare(url(stall.folder))
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS entry_no_delete")
        for (trigger,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("DELETE FROM entry")
        journal.begin(connection, terminal="TR1", public_key=b"x" * 32, id=new_id(), at=now())
    database.close()


def test_what_a_device_sold_as_another_till_is_sent_too(device: Device) -> None:
    device.all_sent()
    device.page.route("**/till/documents", lambda route: route.abort())
    device.sell("MI", given=45_000)
    before = device.till
    device.enrol(next(device.stall.fresh_tills))
    expect(device.strip).to_contain_text("chờ gửi 2")
    device.sell("TRA", given=30_000)
    device.page.unroute("**/till/documents")
    hurry(device.page)
    expect(device.strip).not_to_contain_text("chờ gửi")
    assert numbers(device) == [1]
    assert [d["n"] for d in device.stall.documents(before)] == [1, 2]


def test_an_idle_till_still_says_how_it_is(context: BrowserContext, stall: Stall) -> None:
    page = context.new_page()
    page.clock.install()
    device = Device(page, stall)
    device.enrol(next(stall.fresh_tills))
    device.all_sent()
    with page.expect_request("**/till/documents") as said:
        page.clock.run_for(16_000)
    envelope, *documents = (said.value.post_data or "").split("\n")
    assert json.loads(envelope).keys() == {
        "till",
        "pending",
        "oldest_at",
        "at",
        "mark",
        "persisted",
        "version",
        "edition",
    }
    assert (json.loads(envelope)["till"], documents) == (device.till, [])


def test_a_wrong_clock_is_measured_told_and_written_down(context: BrowserContext, stall: Stall) -> None:
    page = context.new_page()
    page.add_init_script("{ const real = Date.now.bind(Date); Date.now = () => real() - 26 * 3600000; }")
    device = Device(page, stall)
    device.enrol(next(stall.fresh_tills))
    expect(device.strip).to_contain_text("Đồng hồ chậm 1 ngày")
    device.sell("MI", given=45_000)
    device.all_sent()
    (sale,) = device.sales()
    assert abs(sale["at"] + sale["offset"] - now()) < 120_000
    assert abs(sale["offset"] - 26 * 3_600_000) < 60_000


def test_a_withdrawn_till_stops_and_says_what_it_still_holds(lone_device: Device) -> None:
    device = lone_device
    device.installed()
    device.all_sent()
    device.stall.kill()
    device.sell("MI", given=45_000)
    device.stall.publish(withdrawn(2))
    device.stall.start()
    hurry(device.page)
    expect(device.page.locator("#notice-title")).to_have_text("Ban tổ chức đã thu hồi máy bán hàng này")
    expect(device.page.locator("#notice-text")).to_contain_text("Còn 2 chứng từ chưa gửi")
    expect(device.page.locator("#page")).to_be_hidden()
    device.stall.kill()
    device.page.reload()
    expect(device.page.locator("#notice-title")).to_have_text("Ban tổ chức đã thu hồi máy bán hàng này")


def test_a_device_nobody_enrolled_says_so(context: BrowserContext, stall: Stall) -> None:
    page = context.new_page()
    for path in ("/till/", "/till/gate"):
        page.goto(stall.url + path)
        expect(page.get_by_role("heading", name="Máy này chưa được đăng ký")).to_be_visible()
        expect(page.locator("#page")).to_be_hidden()


def test_a_link_works_once(context: BrowserContext, device: Device) -> None:
    page = context.new_page()
    page.goto(device.stall.link(device.till))
    expect(page.get_by_role("heading")).to_have_text("Đường dẫn này đã được dùng")
    page.goto(f"{device.stall.url}/till/enrolment/bịa")
    expect(page.get_by_role("heading")).to_have_text("Không nhận ra đường dẫn này")

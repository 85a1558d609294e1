"""The shift and its drawer: float, cash in and out, a blind count, and what late documents do to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from fairpos.core import shift as shift_rule
from fairpos.core.document import head_faults
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import TABLET, Device
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_people import HOA, LAN, sign_in, type_pin
from tests.booth_terminal.till.world import staffed

DAY_MS = 24 * 3_600_000


@pytest.fixture(scope="module")
def staffed_stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    made = Stall(tmp_path_factory.mktemp("stall"))
    made.publish(staffed(2))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def seller(context: BrowserContext, staffed_stall: Stall) -> Device:
    """A till at which Lan, who is no manager, is selling."""
    made = Device(context.new_page(), staffed_stall)
    made.enrol(next(staffed_stall.fresh_tills))
    sign_in(made, "lan", LAN)
    return made


def enter(device: Device) -> None:
    device.tap("#menu-open")
    device.tap('#menu [data-room="drawer"]')
    at(device, "home")


def at(device: Device, view: str) -> None:
    expect(device.page.locator(f"#drawer-{view}-view")).to_be_visible()


def leave(device: Device) -> None:
    device.tap("#drawer [data-close]")


def notes(device: Device, place: str, **pieces: int) -> None:
    """Count notes: n100=3 is three of 100.000."""
    for name, count in pieces.items():
        device.tap(f'#{place} [data-note="{int(name[1:]) * 1_000}"]')
        for digit in str(count):
            device.tap(f'#{place} [data-digit="{digit}"]')


def open_shift(device: Device, **pieces: int) -> None:
    device.tap("#drawer-open")
    notes(device, "float-count", **pieces)
    device.tap("#float-done")
    at(device, "home")


def count(device: Device, **pieces: int) -> None:
    """From the room's first view to what the count came to."""
    device.tap("#drawer-close")
    notes(device, "closing-count", **pieces)
    device.tap("#closing-done")
    at(device, "result")


def finish(device: Device) -> None:
    device.tap("#result-done")
    at(device, "report")


def made(device: Device, kind: str) -> list[dict[str, Any]]:
    device.all_sent()
    return [one for one in device.documents() if one["type"] == kind]


def figure(device: Device, name: str) -> str:
    """What the open report says beside a name."""
    row = device.page.locator(".report-rows > div", has=device.page.get_by_text(name, exact=True))
    return row.first.locator("dd").inner_text().replace("\u00a0", " ")


def test_a_whole_shift_float_sale_cash_out_count_and_report(device: Device) -> None:
    enter(device)
    open_shift(device, n100=3, n20=10)
    device.tap("#drawer-out")
    for key in "50":
        device.tap(f'#move-keys [data-digit="{key}"]')
    expect(device.page.locator("#move-echo")).to_have_text("50.000\u00a0đ")
    expect(device.page.locator("#move-done")).to_be_disabled()
    device.page.get_by_role("button", name="Nộp ngân hàng").click()
    device.tap("#move-done")
    at(device, "home")
    leave(device)
    device.sell("MI", given=50_000)
    enter(device)
    count(device, n100=4, n20=4, n10=1, n5=1)
    expect(device.page.locator("#result-told")).to_have_text("Két khớp đến từng đồng.")
    finish(device)
    assert figure(device, "Phải có trong két") == "495.000 đ"
    assert figure(device, "Chênh lệch") == "0 đ"
    device.all_sent()
    opening, moved, _, closing = (wire.read(json.dumps(document).encode()) for document in device.documents())
    assert isinstance(opening, ShiftOpening)
    assert isinstance(moved, CashMovement)
    assert isinstance(closing, ShiftClosing)
    faults = [
        *shift_rule.opening_faults(opening),
        *shift_rule.movement_faults(moved),
        *shift_rule.closing_faults(closing),
        *head_faults(closing),
    ]
    assert faults == []
    assert (opening.float, opening.notes, opening.drawer) == (500_000, ((100_000, 3), (20_000, 10)), "")
    assert (moved.shift, moved.amount, moved.reason) == (opening.id, -50_000, "Nộp ngân hàng")
    assert (closing.shift, closing.sales, closing.takings, closing.cash) == (opening.id, 1, 45_000, 45_000)
    assert (closing.expected, closing.counted, closing.reason) == (495_000, 495_000, "")
    assert closing.notes == ((100_000, 4), (20_000, 4), (10_000, 1), (5_000, 1))


def test_a_sale_opens_a_shift_by_itself_and_after_closing_the_next_one(device: Device) -> None:
    device.sell("MI", given=45_000)
    enter(device)
    count(device, n20=2, n5=1)
    finish(device)
    leave(device)
    device.sell("TRA", given=30_000)
    first, second = made(device, "shift_opening")
    assert [sale["shift"] for sale in device.sales()] == [first["id"], second["id"]]
    assert [one["shift"] for one in made(device, "shift_closing")] == [first["id"]]


def test_the_float_may_be_typed_as_one_sum(device: Device) -> None:
    enter(device)
    device.tap("#drawer-open")
    device.tap('#float-count [data-count="total"]')
    for digit in "850":
        device.tap(f'#float-count [data-digit="{digit}"]')
    expect(device.page.locator("#float-done")).to_have_text("Mở ca với 850.000\u00a0đ")
    device.tap("#float-done")
    at(device, "home")
    (opening,) = made(device, "shift_opening")
    assert (opening["float"], "notes" in opening) == (850_000, False)


def test_a_difference_is_explained_and_a_second_count_keeps_the_first_on_record(device: Device) -> None:
    device.sell("MI", given=45_000)
    enter(device)
    count(device, n20=1)
    expect(device.page.locator("#result-told")).to_have_text("Két thiếu 25.000\u00a0đ.")
    device.tap("#result-again")
    at(device, "closing")
    notes(device, "closing-count", n20=2)
    device.tap("#closing-done")
    at(device, "result")
    expect(device.page.locator("#result-told")).to_have_text("Két thiếu 5.000\u00a0đ.")
    device.page.get_by_role("button", name="Trả nhầm tiền thừa").click()
    finish(device)
    assert figure(device, "Chênh lệch") == "−5.000 đ"
    (closing,) = made(device, "shift_closing")
    assert closing["reason"] == "Trả nhầm tiền thừa; lần đếm trước: 20.000\u00a0đ"
    assert (closing["counted"], closing["expected"]) == (40_000, 45_000)


def test_a_count_survives_a_reload_so_that_nobody_counts_to_fit(device: Device) -> None:
    device.sell("MI", given=45_000)
    enter(device)
    count(device, n20=1)
    device.page.reload()
    device.ready()
    enter(device)
    device.tap("#drawer-close")
    at(device, "result")
    expect(device.page.locator("#result-told")).to_have_text("Két thiếu 25.000\u00a0đ.")
    finish(device)
    assert [one["counted"] for one in made(device, "shift_closing")] == [20_000]


def test_closing_works_with_everything_dead_and_says_what_is_not_sent(lone_device: Device) -> None:
    device = lone_device
    device.installed()
    device.stall.kill()
    device.page.reload()
    device.ready()
    device.sell("MI", given=45_000)
    enter(device)
    count(device, n20=2, n5=1)
    finish(device)
    expect(device.page.locator("#report-news")).to_contain_text("Chưa gửi: 3 chứng từ.")
    device.tap("#report-print")
    expect(device.page.locator("#report-printed")).to_contain_text("không")
    device.stall.start()
    closing = made(device, "shift_closing")
    assert [(one["sales"], one["takings"], one["counted"]) for one in closing] == [(1, 45_000, 45_000)]


def test_a_seller_does_not_see_what_should_be_there_before_the_count(seller: Device) -> None:
    seller.sell("MI", given=45_000)
    enter(seller)
    seller.tap("#drawer-report")
    at(seller, "report")
    report = seller.page.locator("#report-body")
    expect(report).to_contain_text("Số phải có trong két chỉ hiện sau khi đếm.")
    expect(report).not_to_contain_text("Phải có trong két")
    expect(report).not_to_contain_text("Thu tiền mặt")
    leave(seller)
    seller.tap("#who")
    sign_in(seller, "hoa", HOA)
    enter(seller)
    seller.tap("#drawer-report")
    assert figure(seller, "Phải có trong két") == "45.000 đ"


def test_taking_cash_out_needs_a_manager_and_without_one_nothing_is_taken(seller: Device) -> None:
    def take_out() -> None:
        seller.tap("#drawer-out")
        seller.tap('#move-keys [data-digit="9"]')
        seller.page.get_by_role("button", name="Mua đồ").click()
        seller.tap("#move-done")
        expect(seller.page.locator("#people-title")).to_have_text("Rút tiền khỏi két cần quản lý duyệt")

    enter(seller)
    take_out()
    type_pin(seller, "0000")
    expect(seller.page.locator("#people-said")).to_contain_text("Đây không phải mã PIN của Cô Hoa")
    seller.tap("#people-close")
    expect(seller.page.locator("#drawer-problem")).to_have_text("Chưa rút tiền: quản lý chưa duyệt.")
    seller.tap("#move-back")
    take_out()
    type_pin(seller, HOA)
    at(seller, "home")
    (moved,) = made(seller, "cash_movement")
    assert (moved["by"], moved["approved_by"], moved["amount"]) == ("lan", "hoa", -9_000)


def test_a_manager_takes_cash_out_without_asking(seller: Device) -> None:
    seller.tap("#who")
    sign_in(seller, "hoa", HOA)
    enter(seller)
    seller.tap("#drawer-out")
    seller.tap('#move-keys [data-digit="9"]')
    seller.page.get_by_role("button", name="Mua đồ").click()
    seller.tap("#move-done")
    at(seller, "home")
    (moved,) = made(seller, "cash_movement")
    assert (moved["by"], "approved_by" in moved) == ("hoa", False)


def test_two_tablets_one_drawer_and_whoever_closes_last_counts_for_both(
    browser: Browser, stall: Stall
) -> None:
    contexts = [browser.new_context(viewport=TABLET) for _ in range(2)]
    try:
        first, second = (Device(context.new_page(), stall) for context in contexts)
        for device, kind in ((first, "shared"), (second, "joined")):
            device.enrol(next(stall.fresh_tills))
            enter(device)
            device.tap("#drawer-open")
            device.tap(f'[data-drawer-kind="{kind}"]')
            if kind == "shared":
                notes(device, "float-count", n100=2)
            device.tap("#float-done")
            at(device, "home")
            leave(device)
            device.sell("MI", given=45_000)
        enter(second)
        second.tap("#drawer-close")
        expect(second.page.locator("#closing-shared")).to_be_visible()
        second.tap("#closing-skip")
        at(second, "report")
        second.all_sent()
        enter(first)
        count(first, n100=2, n20=4, n10=1)
        expect(first.page.locator("#result-figures")).to_contain_text(f"Máy {second.till}")
        expect(first.page.locator("#result-told")).to_have_text("Két khớp đến từng đồng.")
        finish(first)
        openings = [made(device, "shift_opening")[0] for device in (first, second)]
        assert [(one["drawer"], one["float"]) for one in openings] == [("A12", 200_000), ("A12", 0)]
        closings = [made(device, "shift_closing")[0] for device in (first, second)]
        assert [(one["counted"], one["expected"]) for one in closings] == [(290_000, 290_000), (None, 45_000)]
    finally:
        for context in contexts:
            context.close()


def test_a_shared_drawer_is_closed_without_a_line_and_its_difference_waits(lone_device: Device) -> None:
    device = lone_device
    enter(device)
    device.tap("#drawer-open")
    device.tap('[data-drawer-kind="shared"]')
    notes(device, "float-count", n100=1)
    device.tap("#float-done")
    at(device, "home")
    device.stall.kill()
    count(device, n100=1)
    expect(device.page.locator("#result-told")).to_contain_text("Hiện chưa biết tiền mặt của máy kia.")
    finish(device)
    device.stall.start()
    (closing,) = made(device, "shift_closing")
    assert (closing["counted"], closing["expected"]) == (100_000, None)


def test_a_shift_left_open_overnight_is_told_in_the_morning_and_closed_when_there_is_time(
    context: BrowserContext, own_stall: Stall
) -> None:
    device = Device(context.new_page(), own_stall)
    device.page.clock.install()
    device.enrol(next(own_stall.fresh_tills))
    device.sell("MI", given=45_000)
    expect(device.page.locator("#left-note")).to_be_hidden()
    device.all_sent()
    own_stall.kill()  # its clock stays where it is, and would put the till's right
    device.page.clock.fast_forward(DAY_MS)
    expect(device.page.locator("#left-note-text")).to_contain_text("chưa đóng. Cứ bán tiếp")
    device.sell("TRA", given=30_000)
    device.tap("#left-note-open")
    at(device, "home")
    expect(device.page.locator("#drawer-left li")).to_have_count(1)
    device.page.locator("#drawer-left .does").click()
    at(device, "closing")
    notes(device, "closing-count", n20=2, n5=1)
    device.tap("#closing-done")
    at(device, "result")
    finish(device)
    device.tap("#report-back")
    expect(device.page.locator("#drawer-left li")).to_have_count(0)
    expect(device.page.locator("#left-note")).to_be_hidden()
    # Today's shift goes on.
    expect(device.page.locator("#drawer-now")).to_be_visible()
    own_stall.start()
    first, second = made(device, "shift_opening")
    (closing,) = made(device, "shift_closing")
    assert (closing["shift"], closing["sales"], closing["takings"]) == (first["id"], 1, 45_000)
    assert [sale["shift"] for sale in device.sales()] == [first["id"], second["id"]]


def test_past_shifts_are_listed_and_a_late_sale_makes_the_report_a_revision(lone_device: Device) -> None:
    device = lone_device
    device.sell("MI", given=45_000)
    enter(device)
    count(device, n20=2, n5=1)
    finish(device)
    device.tap("#report-back")
    device.all_sent()
    (sale,) = device.sales()
    late = {**sale, "id": "f" * 31 + "e", "n": 99, "number": 99}
    device.stall.keep(late)
    device.tap("#drawer-past")
    at(device, "past")
    device.page.locator("#past-list button").click()
    expect(device.page.locator("#report-title")).to_have_text("Báo cáo Z · sửa đổi 1")
    expect(device.page.locator("#report-late")).to_contain_text("90.000\u00a0đ")


def test_a_double_tap_closes_once(device: Device) -> None:
    device.sell("MI", given=45_000)
    enter(device)
    count(device, n20=2, n5=1)
    device.page.evaluate(
        "() => { for (let i = 0; i < 5; i += 1) document.getElementById('result-done').click() }"
    )
    at(device, "report")
    assert len(made(device, "shift_closing")) == 1


def test_the_next_seller_finds_the_room_in_the_other_language(device: Device) -> None:
    enter(device)
    leave(device)
    device.tap("#language")
    enter(device)
    expect(device.page.locator("#drawer-open")).to_have_text("Open with a float")
    device.tap("#drawer-open")
    expect(device.page.locator("#float-done")).to_have_text("Open with 0\u00a0đ")

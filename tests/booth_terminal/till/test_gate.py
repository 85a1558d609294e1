"""The gate page: every tap is one count, on the same road as a sale."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from fairpos.core.gate import GateCount, faults
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import Device
from tests.booth_terminal.till.test_selling import as_bytes


def tap(gate: Device, direction: str, count: int) -> None:
    gate.tap(f'.way [data-direction="{direction}"][data-count="{count}"]')


def test_every_tap_is_one_document_that_the_core_finds_sound(gate: Device) -> None:
    for count in (1, 5, 10, 1):
        tap(gate, "in", count)
    tap(gate, "out", 5)
    expect(gate.page.locator("#count-in")).to_have_text("17")
    expect(gate.page.locator("#count-out")).to_have_text("5")
    expect(gate.page.locator("#count-inside")).to_have_text("12")
    gate.all_sent()
    kept = [wire.read(as_bytes(body)) for body in gate.documents()]
    assert all(isinstance(one, GateCount) and faults(one) == [] for one in kept)
    assert [(d["gate"], d["direction"], d["count"], d["ref"]) for d in gate.documents()] == [
        ("G1", "in", 1, None),
        ("G1", "in", 5, None),
        ("G1", "in", 10, None),
        ("G1", "in", 1, None),
        ("G1", "out", 5, None),
    ]


def test_an_undo_is_a_count_of_its_own_that_names_the_other(gate: Device) -> None:
    tap(gate, "in", 10)
    tap(gate, "in", 5)
    expect(gate.page.locator("#undo")).to_contain_text("5 lượt vào")
    gate.tap("#undo")
    expect(gate.page.locator("#count-in")).to_have_text("10")
    expect(gate.page.locator("#undo")).to_contain_text("10 lượt vào")
    gate.all_sent()
    first, second, undo = gate.documents()
    assert (undo["count"], undo["direction"], undo["ref"]) == (-5, "in", second["id"])
    gate.page.reload()
    gate.ready()
    expect(gate.page.locator("#count-in")).to_have_text("10")
    gate.tap("#undo")
    expect(gate.page.locator("#count-in")).to_have_text("0")
    expect(gate.page.locator("#undo")).to_be_disabled()
    gate.all_sent()
    assert gate.documents()[-1]["ref"] == first["id"]


def test_who_is_no_visitor_is_counted_apart_and_taken_back_as_such(gate: Device) -> None:
    tap(gate, "in", 5)
    for category in ("staff", "press"):
        gate.tap(f'[data-category="{category}"]')
    expect(gate.page.locator("#count-others")).to_have_text("2")
    expect(gate.page.locator("#count-inside")).to_have_text("7")
    gate.tap("#undo")
    expect(gate.page.locator("#count-others")).to_have_text("1")
    expect(gate.page.locator("#count-in")).to_have_text("5")
    gate.all_sent()
    kept = [wire.read(as_bytes(body)) for body in gate.documents()]
    assert all(isinstance(one, GateCount) and faults(one) == [] for one in kept)
    assert [(d["category"], d["count"]) for d in gate.documents()] == [
        ("visitor", 5),
        ("staff", 1),
        ("press", 1),
        ("press", -1),
    ]


def test_fast_fingers_are_all_counted(gate: Device) -> None:
    gate.page.evaluate(
        "() => { const key = document.querySelector('.way [data-direction=in][data-count=\"1\"]');"
        " for (let i = 0; i < 50; i += 1) key.click(); }"
    )
    expect(gate.page.locator("#count-in")).to_have_text("50")
    gate.all_sent()
    assert [d["n"] for d in gate.documents()] == list(range(1, 51))


def test_a_second_tab_at_the_gate_only_looks(gate: Device) -> None:
    second = gate.page.context.new_page()
    second.goto(gate.page.url)
    expect(second.locator("#second")).to_contain_text("đang được đếm ở một tab khác")
    expect(second.locator("#second")).to_be_visible()
    assert second.locator("#counting").evaluate("node => node.inert")


def test_a_gate_device_that_opens_the_selling_page_is_sent_to_its_own(gate: Device) -> None:
    gate.page.goto(f"{gate.stall.url}/till/")
    gate.page.wait_for_url("**/till/gate")
    gate.ready()


def test_a_full_hall_and_what_the_organisers_say_stand_above_the_keys(gate: Device) -> None:
    now = int(gate.page.evaluate("Date.now()"))
    hall = {"hall": "Nhà A", "inside": 412, "capacity": 400, "fill": "full", "without": ["Cửa sau"]}
    fair = {"hall": "", "inside": 700, "capacity": 5000, "fill": "room", "without": []}
    said = {"id": "TB9", "text": "Mưa to, mở thêm cửa", "text_en": "Heavy rain", "from_at": 0}

    def book(route: Route) -> None:
        answer = route.fetch(headers={**route.request.headers, "if-none-match": ""})
        changed = answer.json() | {"notices": [said | {"until_at": now + 3_600_000}]}
        route.fulfill(response=answer, json=changed, headers={**answer.headers, "etag": '"other"'})

    gate.page.route("**/till/crowd", lambda route: route.fulfill(json={"at": now, "halls": [hall, fair]}))
    gate.page.route("**/till/book", book)
    gate.page.reload()
    gate.ready()
    crowd = gate.page.locator("#crowd")
    expect(crowd).to_contain_text("Nhà A đã đầy: 412 trong 400 người đang ở trong")
    expect(crowd).to_contain_text("Chưa tính các cổng: Cửa sau.")
    expect(gate.page.locator("#said-text")).to_have_text("Mưa to, mở thêm cửa")
    gate.tap("#said-read")
    expect(gate.page.locator("#said")).to_be_hidden()
    tap(gate, "in", 1)
    expect(gate.page.locator("#count-in")).to_have_text("1")
    # What was counted ten minutes ago says nothing of now.
    gate.page.unroute("**/till/crowd")
    old = {"at": now - 600_000, "halls": [hall, fair]}
    gate.page.route("**/till/crowd", lambda route: route.fulfill(json=old))
    with gate.page.expect_response("**/till/crowd"):
        gate.page.reload()
    gate.ready()
    expect(gate.page.locator("#count-in")).to_have_text("1")
    expect(crowd).to_be_hidden()

"""Scanners: what they read goes into the basket or is told in words, and never becomes a figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from booth_terminal.codes import modules
from tests.booth_terminal.till.conftest import Device, until
from tests.booth_terminal.till.shelf import ABSENT, MI, RUOU, TRA, TWICE, Wedge, shelf_stall
from tests.booth_terminal.till.stall import Stall


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    made = shelf_stall(tmp_path_factory.mktemp("scans"))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def wedge(device: Device) -> Wedge:
    return Wedge(device.page)


def lines(device: Device) -> list[str]:
    return device.page.locator(".line-name").all_text_contents()


def test_a_scan_puts_the_goods_in_wherever_the_focus_is(device: Device, wedge: Wedge) -> None:
    total = device.page.locator("#total")
    wedge.scan(MI)
    expect(total).to_have_text("45.000\u00a0đ")
    device.page.locator('[data-article="KEO"]').focus()
    wedge.scan(TRA)
    expect(total).to_have_text("75.000\u00a0đ")
    device.page.locator("#search").focus()
    wedge.scan(RUOU)
    expect(total).to_have_text("255.000\u00a0đ")
    expect(device.page.locator("#search")).to_have_value("")
    wedge.scan(MI)
    expect(total).to_have_text("300.000\u00a0đ")
    assert len(lines(device)) == 3


def test_a_upc_read_as_an_ean_is_the_same_goods(device: Device, wedge: Wedge) -> None:
    wedge.scan(f"0{TRA}")
    expect(device.page.locator("#total")).to_have_text("30.000\u00a0đ")


def test_an_article_is_found_by_its_number_and_a_scanner_without_an_end_key_works(
    device: Device, wedge: Wedge
) -> None:
    wedge.scan("muc")
    expect(device.page.locator("#pad-name")).to_have_text("Chả mực giã tay Hạ Long")
    device.tap("#pad-close")
    wedge.scan(MI, end=None)
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (ABSENT, f"Mã {ABSENT} không có trong gian hàng. Giỏ hàng không đổi."),
        ("8934567890123", "Mã 8934567890123 bị đọc sai. Giỏ hàng không đổi: hãy quét lại."),
        ("893", "Mã 893 bị đọc sai. Giỏ hàng không đổi: hãy quét lại."),
        ("#" * 41, f"Mã {'#' * 40}… không có trong gian hàng. Giỏ hàng không đổi."),
    ],
)
def test_what_is_not_sold_or_was_misread_is_told_and_changes_nothing(
    device: Device, wedge: Wedge, code: str, said: str
) -> None:
    device.tile("MI")
    wedge.scan(code)
    expect(device.page.locator("#scan-news-text")).to_have_text(said)
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    device.tap("#scan-news-close")
    expect(device.page.locator("#scan-news")).to_be_hidden()


def test_a_scan_over_an_open_pad_is_no_quantity(device: Device, wedge: Wedge) -> None:
    device.tile("MI")
    device.page.locator(".line").click()
    wedge.scan(MI)
    expect(device.page.locator("#scan-news-text")).to_contain_text(MI)
    expect(device.page.locator("#pad-amount")).to_have_text("1 gói")
    wedge.scan("22222")
    expect(device.page.locator("#pad-amount")).to_have_text("1 gói")
    device.tap("#pad-done")
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


def test_a_scan_into_an_amount_of_money_leaves_it_as_it_was(device: Device, wedge: Wedge) -> None:
    device.page.locator('[data-article="KEO"]').click()
    device.tap('[data-digit="5"]')
    wedge.scan(MI)
    expect(device.page.locator("#amount-figure")).to_have_text("5.000\u00a0đ")
    device.tap("#amount-done")
    expect(device.page.locator("#total")).to_have_text("5.000\u00a0đ")


def test_a_scan_into_a_note_is_taken_out_again(device: Device, wedge: Wedge) -> None:
    device.tile("MI")
    device.page.locator(".line").click()
    device.tap('[data-tab="note"]')
    device.page.locator("#pad-note").fill("Gói quà")
    wedge.scan(TRA)
    expect(device.page.locator("#pad-note")).to_have_value("Gói quà")
    expect(device.page.locator("#scan-news-text")).to_contain_text("Giỏ hàng không đổi")


def test_a_hand_at_a_keyboard_still_types(device: Device, wedge: Wedge) -> None:
    device.tile("MI")
    device.page.locator(".line").click()
    wedge.type("12", gap=0.09, end=None)
    expect(device.page.locator("#pad-amount")).to_have_text("12 gói")
    wedge.type("", gap=0.09)
    expect(device.page.locator("#total")).to_have_text("540.000\u00a0đ")


def test_a_code_that_two_articles_have_is_asked_about(device: Device, wedge: Wedge) -> None:
    wedge.scan(TWICE)
    expect(device.page.locator("#scan-choices button")).to_have_count(2)
    wedge.scan(MI)
    expect(device.page.locator("#scan-news-text")).to_contain_text("Giỏ hàng không đổi")
    device.tap('[data-choice="NON"]')
    expect(device.page.locator("#total")).to_have_text("60.000\u00a0đ")


def test_scans_work_with_the_network_dead(device: Device, wedge: Wedge) -> None:
    device.installed()
    device.page.context.set_offline(True)
    device.page.reload()
    device.ready()
    fresh = Wedge(device.page)
    fresh.scan(MI)
    fresh.scan(RUOU)
    expect(device.page.locator("#total")).to_have_text("225.000\u00a0đ")
    device.page.context.set_offline(False)


def test_a_room_that_listens_has_the_scan(device: Device, wedge: Wedge) -> None:
    device.tile("MI")
    device.page.locator("#menu-open").click()
    wedge.scan(TRA)
    expect(device.page.locator("#scan-news-text")).to_contain_text("khi đang mở phần khác")
    device.page.locator("#menu [data-close]").click()
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


# A camera that shows what a test draws: a code as a picture, in the place of a person's hand before the lens.
CAMERA = """
window.shown = document.createElement("canvas");
Object.assign(shown, { width: 640, height: 360 });
window.show = (modules, size) => {
  const drawing = shown.getContext("2d");
  const rows = modules.length, columns = modules[0].length;
  drawing.fillStyle = "white";
  drawing.fillRect(0, 0, 640, 360);
  drawing.fillStyle = "black";
  modules.forEach((row, y) => [...row].forEach((dark, x) => dark === "1" && drawing.fillRect(
    (640 - columns * size) / 2 + x * size, rows === 1 ? 80 : (360 - rows * size) / 2 + y * size,
    size, rows === 1 ? 200 : size)));
};
show(["0"], 1);
navigator.mediaDevices.getUserMedia = async () => {
  if (window.refusal) throw new DOMException("", window.refusal);
  setInterval(() => shown.getContext("2d").fillRect(0, 0, 1, 1), 50);
  return shown.captureStream(20);
};
"""


LEFT = (
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
)
PARITIES = (
    *("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG"),
    *("LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"),
)


def bars(code: str) -> str:
    """The modules of an EAN-13."""
    right = [one.translate(str.maketrans("01", "10")) for one in LEFT]
    even = [one[::-1] for one in right]
    parity = PARITIES[int(code[0])]
    first = "".join((LEFT if p == "L" else even)[int(d)] for p, d in zip(parity, code[1:7], strict=True))
    second = "".join(right[int(digit)] for digit in code[7:])
    return f"101{first}01010{second}101"


def before_camera(device: Device) -> None:
    device.page.evaluate(CAMERA)


def test_the_camera_puts_goods_in_one_after_the_other_and_each_once(device: Device) -> None:
    before_camera(device)
    device.tap("#scan-open")
    device.page.evaluate("(row) => show([row], 4)", bars(MI))
    expect(device.page.locator("#camera-said")).to_have_text(
        "Đã vào giỏ: Miến dong Bình Liêu 500 g, 45.000\u00a0đ"
    )
    device.page.evaluate("(row) => show([row], 4)", bars(ABSENT))
    expect(device.page.locator("#camera-said")).to_contain_text(f"Mã {ABSENT} không có trong gian hàng")
    device.page.locator("#camera [data-close]").click()
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")


def test_the_camera_reads_bars_and_squares_with_the_network_dead(device: Device) -> None:
    device.installed()
    kept = "caches.open('vendor').then((cache) => cache.keys()).then((keys) => keys.length)"
    until(lambda: device.page.evaluate(kept) == 3, "what reads codes is kept")
    device.page.context.set_offline(True)
    device.page.reload()
    device.ready()
    before_camera(device)
    device.tap("#scan-open")
    rows = ["".join("01"[cell] for cell in row) for row in modules("https://hoi-cho.example/b/M1")]
    device.page.evaluate("(rows) => show(rows, 8)", rows)
    expect(device.page.locator("#camera-said")).to_contain_text("Mã https://hoi-cho.example/b/M1 không có")
    device.page.evaluate("(row) => show([row], 4)", bars(MI))
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")
    device.page.context.set_offline(False)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ("NotAllowedError", "Chưa được phép dùng máy ảnh"),
        ("NotFoundError", "không có máy ảnh dùng được"),
        ("NotReadableError", "đang được chương trình khác dùng"),
    ],
)
def test_a_camera_that_cannot_be_used_says_why_and_what_else_works(
    device: Device, wedge: Wedge, refusal: str, said: str
) -> None:
    before_camera(device)
    device.page.evaluate("(name) => { window.refusal = name; }", refusal)
    device.tap("#scan-open")
    expect(device.page.locator("#camera-problem")).to_contain_text(said)
    wedge.scan(MI)
    expect(device.page.locator("#camera-said")).to_contain_text("Miến dong")
    device.page.locator("#camera [data-close]").click()
    expect(device.page.locator("#total")).to_have_text("45.000\u00a0đ")

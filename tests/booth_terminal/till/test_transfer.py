"""Paying by transfer at the till: the code on show, the money that comes, and how else it comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from fairpos.core import sale as sale_rule
from fairpos.core import vietqr
from fairpos.core.fair import BankAccount
from fairpos.core.payment import BankCredit
from fairpos.core.payment_code import is_code, payment_code
from fairpos.core.sale import Sale
from fairpos.wire import documents as wire
from tests.booth_terminal.till.conftest import PATIENCE, Device, until
from tests.booth_terminal.till.stall import Stall, new_id, now
from tests.booth_terminal.till.test_looks import SCREENS, sound
from tests.booth_terminal.till.test_selling import THREE
from tests.booth_terminal.till.world import edition

ACCOUNT = BankAccount(bin="970436", number="0000000121", holder="HTX BINH LIEU")
DONG = "\u00a0đ"


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    """A booth whose first exhibitor has an account, and whose second has none."""
    made = Stall(tmp_path_factory.mktemp("stall"))
    first = edition(2)
    with_account = tuple(
        replace(one, account=ACCOUNT) if one.id == "DV1" else one for one in first.exhibitors
    )
    made.publish(replace(first, exhibitors=with_account))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def poor_device(context: BrowserContext, own_stall: Stall) -> Device:
    """A till of a booth without any account."""
    made = Device(context.new_page(), own_stall)
    made.enrol(next(own_stall.fresh_tills))
    return made


def show_code(device: Device, *articles: str) -> str:
    """Put articles in, show the code, and give it."""
    for article in articles or THREE:
        device.tile(article)
    device.tap("#transfer-open")
    expect(device.page.locator("#view-transfer")).to_be_visible()
    return payment_code(device.facts()["basket"]["id"])


def money_comes(device: Device, code: str, amount: int, **changes: Any) -> None:
    """A bank tells of a credit, which the fair's feed would put into the journal like this."""
    at = now()
    fields: dict[str, Any] = {
        "v": 1,
        "type": "bank_credit",
        "id": new_id(),
        "till": "NH1",
        "n": 1,
        "at": at,
        "offset": 0,
        "day": "2026-11-20",
        "by": "",
        "edition": 2,
        "provider": "sepay",
        "ref": new_id(),
        "account": "0000000121",
        "amount": amount,
        "content": f"MBVCB.123.{code}.CT tu NGUYEN VAN A",
        "credited_at": at,
    }
    credit = wire.write(BankCredit(**(fields | changes)))
    head = json.dumps({"till": device.till, "pending": 0, "at": at}).encode()
    answer = device.page.request.post(
        f"{device.stall.url}/till/documents",
        data=head + b"\n" + credit,
        headers={"Content-Type": "application/x-ndjson"},
    )
    assert answer.ok


def standing(device: Device) -> Locator:
    return device.page.locator("#transfer-standing")


def on_show(page: Page, folder: Path) -> vietqr.Payload:
    """What the code on the screen says, read off its picture."""
    path = folder / "qr.png"
    page.locator("#transfer-qr").screenshot(path=path)
    with Image.open(path) as picture:
        (found,) = zxingcpp.read_barcodes(picture)
    return vietqr.read(found.text)


def test_three_items_by_vietqr_take_five_taps_and_the_sale_names_the_payment(
    device: Device, tmp_path: Path
) -> None:
    code = show_code(device)
    told = on_show(device.page, tmp_path)
    assert (told.bin, told.number, told.amount, told.purpose) == ("970436", "0000000121", 87_000, code)
    device.tap("#transfer-received")
    expect(device.page.locator(".change-figure")).to_have_text(f"87.000{DONG}")
    assert device.taps == 5
    device.all_sent()
    (sold,) = device.sales()
    (tender,) = sold["tenders"]
    assert (tender["kind"], tender["amount"]) == ("vietqr", 87_000)
    assert (tender["ref"], tender["account"]) == (code, "970436-0000000121")
    assert is_code(tender["ref"])
    document = wire.read(json.dumps(sold).encode())
    assert isinstance(document, Sale)
    assert sale_rule.faults(document)[0] == []


def test_money_that_comes_completes_the_sale_in_four_taps(device: Device) -> None:
    code = show_code(device)
    money_comes(device, code, 87_000)
    expect(device.page.locator(".change-figure")).to_have_text(f"87.000{DONG}")
    expect(device.page.locator("#transfer-news")).to_have_text(f"Đã nhận 87.000{DONG}")
    assert device.taps == 4
    device.all_sent()
    assert [sold["tenders"][0]["ref"] for sold in device.sales()] == [code]
    device.tile("NON")
    expect(device.page.locator("#transfer-news")).to_be_hidden()


def test_holder_account_and_code_stand_beside_the_picture(device: Device) -> None:
    code = show_code(device)
    to = device.page.locator("#transfer-to")
    expect(to).to_contain_text("Chủ tài khoản")
    expect(to).to_contain_text("HTX BINH LIEU")
    expect(to).to_contain_text("Vietcombank · 0000000121")
    expect(to).to_contain_text(f"FP {code[2:6]}")
    expect(standing(device)).to_have_text("Hãy xem điện thoại: tiền đã về chưa?")


def test_what_is_missing_is_said_and_the_code_asks_for_the_rest(device: Device, tmp_path: Path) -> None:
    code = show_code(device)
    money_comes(device, code, 80_000)
    expect(standing(device)).to_contain_text(f"còn thiếu 7.000{DONG}")
    expect(device.page.locator("#transfer-due")).to_have_text(f"7.000{DONG}")
    assert on_show(device.page, tmp_path).amount == 7_000
    money_comes(device, code, 7_000)
    expect(device.page.locator(".change-figure")).to_have_text(f"87.000{DONG}")
    device.all_sent()
    assert [sold["tenders"][0]["amount"] for sold in device.sales()] == [87_000]


def test_what_is_too_much_is_said_with_what_to_do_and_waits_for_the_seller(device: Device) -> None:
    code = show_code(device)
    money_comes(device, code, 90_000)
    expect(standing(device)).to_contain_text(f"thừa 3.000{DONG}")
    expect(device.page.locator("#view-transfer")).to_be_visible()
    device.tap("#transfer-received")
    expect(device.page.locator(".change-figure")).to_have_text(f"87.000{DONG}")


def test_money_to_another_account_completes_nothing(device: Device) -> None:
    code = show_code(device)
    money_comes(device, code, 87_000, account="999")
    expect(standing(device)).to_contain_text("tài khoản khác")
    expect(device.page.locator("#view-transfer")).to_be_visible()


def test_money_for_a_basket_that_was_left_completes_nothing_and_is_listed(device: Device) -> None:
    code = show_code(device)
    device.tap("#transfer-close")
    money_comes(device, code, 87_000)
    device.tile("NON")
    expect(device.page.locator("#total")).to_have_text(f"147.000{DONG}")
    until(lambda: "exact" not in states(device), "the code is no longer on show")
    open_list(device)
    row = device.page.locator("#transfers-doubtful > li").filter(has_text=code)
    expect(row).to_contain_text("Không có đơn bán nào chờ khoản này")
    expect(row).to_contain_text(f"87.000{DONG}")


def states(device: Device) -> list[str]:
    """What the terminal says of each credit of this booth that carries this basket's code."""
    code = payment_code(device.facts()["basket"]["id"])
    listed = device.page.request.get(f"{device.stall.url}/till/payments").json()
    return [row["state"] for row in listed["rows"] if row["code"] == code]


def open_list(device: Device) -> None:
    device.tap("#menu-open")
    device.tap('[data-room="transfers"]')


def test_the_same_basket_shows_the_same_code_however_often(device: Device) -> None:
    code = show_code(device)
    device.page.keyboard.press("Escape")
    expect(device.page.locator("#view-basket")).to_be_visible()
    device.tile("NON")
    device.tap("#transfer-open")
    expect(device.page.locator("#transfer-due")).to_have_text(f"147.000{DONG}")
    expect(device.page.locator("#transfer-to")).to_contain_text(code[-5:-1])


def test_a_till_without_its_terminal_sells_by_transfer_as_ever(lone_device: Device) -> None:
    device = lone_device
    device.installed()
    device.stall.kill()
    for article in THREE:
        device.tile(article)
    device.tap("#transfer-open")
    device.tap("#transfer-received")
    expect(device.page.locator(".change-figure")).to_have_text(f"87.000{DONG}")
    assert device.facts()["number"] == 1


def test_a_booth_without_an_account_is_told_and_may_still_take_transfers(poor_device: Device) -> None:
    device = poor_device
    show_code(device)
    expect(device.page.locator("#transfer-none")).to_contain_text("chưa khai tài khoản")
    expect(device.page.locator("#transfer-qr")).to_be_hidden()
    device.tap("#transfer-received")
    expect(device.page.locator(".change-figure")).to_have_text(f"87.000{DONG}")
    device.all_sent()
    (tender,) = device.sales()[0]["tenders"]
    assert (tender["kind"], tender.get("ref", ""), tender.get("account", "")) == ("vietqr", "", "")


def test_goods_of_another_seller_are_paid_to_the_booth_when_that_one_has_no_account(device: Device) -> None:
    show_code(device, "MAT")
    expect(device.page.locator("#transfer-to")).to_contain_text("HTX BINH LIEU")


def test_a_double_tap_on_received_makes_one_sale(device: Device) -> None:
    show_code(device)
    device.page.locator("#transfer-received").dblclick()
    expect(device.page.locator(".change-receipt")).to_contain_text(f"{device.till}-1")
    device.all_sent()
    assert [sold["number"] for sold in device.sales()] == [1]


def test_money_and_a_tap_in_one_moment_make_one_sale(device: Device) -> None:
    code = show_code(device)
    money_comes(device, code, 87_000)
    device.page.evaluate("document.getElementById('transfer-received').click()")
    expect(device.page.locator(".change-receipt")).to_contain_text(f"{device.till}-1")
    device.all_sent()
    assert [sold["number"] for sold in device.sales()] == [1]


def heard(device: Device, holds: Callable[[], bool]) -> None:
    """Wait for what the driver has to tell: it tells nothing while a test sleeps."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end, "the terminal was not asked in time"
        device.page.wait_for_timeout(50)


def test_a_terminal_s_nonsense_about_a_payment_completes_nothing(device: Device) -> None:
    answers = iter(['{"code":"FP","state":"exact"}', "<html>", "null", '{"state":"exact","received":87000}'])
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="application/json", body=next(answers, "{}"))

    device.page.route("**/till/payments/*", answer)
    show_code(device)
    heard(device, lambda: len(asked) >= 5)
    expect(device.page.locator("#view-transfer")).to_be_visible()
    device.page.unroute("**/till/payments/*")


def test_it_asks_only_while_the_code_is_on_show(device: Device) -> None:
    asked: list[str] = []
    device.page.on(
        "request", lambda request: asked.append(request.url) if "/payments/" in request.url else None
    )
    device.page.clock.install()
    show_code(device)
    device.page.clock.run_for(5_000)
    heard(device, lambda: len(asked) >= 2)
    device.tap("#transfer-close")
    before = len(asked)
    device.page.clock.run_for(20_000)
    assert len(asked) == before


def test_the_list_shows_what_matches_and_what_no_bank_has_told_of(device: Device) -> None:
    code = show_code(device)
    device.tap("#transfer-received")
    expect(device.page.locator(".change-receipt")).to_be_visible()
    device.all_sent()
    open_list(device)
    receipt = f"{device.till}-1"
    unseen = device.page.locator("#transfers-unseen > li").filter(has_text=receipt)
    expect(unseen).to_contain_text(f"87.000{DONG}")
    device.page.locator("#transfers [data-close]").click()
    money_comes(device, code, 87_000)
    open_list(device)
    matched = device.page.locator("#transfers-matched > li").filter(has_text=receipt)
    expect(matched).to_contain_text("Đã trả đủ")
    expect(unseen).to_have_count(0)


def test_the_list_says_when_it_cannot_be_had(device: Device) -> None:
    device.page.route("**/till/payments", lambda route: route.abort())
    open_list(device)
    expect(device.page.locator("#transfers-problem")).to_contain_text("Đơn bán của bạn vẫn an toàn")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_code_and_the_list_fit_and_axe_finds_nothing(
    device: Device, screen: str, scheme: Literal["light", "dark"]
) -> None:
    device.page.set_viewport_size(SCREENS[screen])
    device.page.emulate_media(color_scheme=scheme)
    code = show_code(device)
    sound(device.page)
    money_comes(device, code, 80_000)
    expect(standing(device)).to_have_class("transfer-standing problem")
    device.tap("#transfer-close")
    device.tap("#language")
    device.tap("#transfer-open")
    sound(device.page)
    device.tap("#transfer-received")
    device.all_sent()
    money_comes(device, "none", 5_000)
    open_list(device)
    expect(device.page.locator("#transfers-doubtful > li").first).to_be_visible()
    sound(device.page)

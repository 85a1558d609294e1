"""The page's VietQR against the core's: byte for byte, and read back from the picture it draws."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from fairpos.core import vietqr
from fairpos.core.fair import BankAccount
from fairpos.core.ids import uuid7
from fairpos.core.payment_code import is_code, payment_code
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_rules import ask
from tests.core.test_vietqr import PUBLISHED

SEED = 20_210_900
CASES = 3_000
PURPOSES = (
    "Hội chợ Đông Triều",
    "đĐ",
    "thanh toán đơn hàng 12",
    "ใบเสร็จ",
    "a\u0308o\u0302\u0301",
    "😀",
    "５",
    "a\tb",
    "",
)


@pytest.fixture(scope="module")
def page(browser: Browser, stall: Stall) -> Iterator[Page]:
    """A page of the till's origin, to evaluate its modules in."""
    context = browser.new_context()
    made = context.new_page()
    made.goto(f"{stall.url}/till/")
    yield made
    context.close()


def case(chance: random.Random) -> dict[str, Any]:
    """What can be paid, and in every other case something that cannot."""
    letters = "0123456789ABCxyz"
    good: dict[str, Any] = {
        "bin": chance.choice([f"{chance.randrange(10**6):06}", "970436"]),
        "number": "".join(chance.choice(letters) for _ in range(chance.choice([1, 9, 13, 19]))),
        "amount": chance.choice([chance.randrange(1, 5 * 10**8), chance.randrange(1, 10**5)]),
        "purpose": payment_code(uuid7(chance.randrange(1 << 47), chance.getrandbits(74))),
    }
    wrong: dict[str, Any] = chance.choice(
        [
            {"bin": chance.choice(["97043", "9704361", "٩٧٠٤٣٦"])},
            {"number": chance.choice(["", "12-3", "1" * 20])},
            {"amount": chance.choice([0, -1, 500_000_000])},
            {"purpose": chance.choice([*PURPOSES, "x" * 25, "x" * 26])},
        ]
    )
    return {**good, **(wrong if chance.random() < 0.5 else {})}


def rule(one: dict[str, Any]) -> str:
    account = BankAccount(bin=one["bin"], number=one["number"], holder="")
    try:
        return vietqr.payload(account, one["amount"], one["purpose"])
    except vietqr.BadPurpose:
        return "purpose"
    except vietqr.BadAmount:
        return "amount"
    except vietqr.BadAccount:
        return "account"


def test_payloads_are_the_core_s_byte_for_byte(page: Page) -> None:
    chance = random.Random(SEED)
    cases = [case(chance) for _ in range(CASES)]
    attempt = "(() => { try { return m.payload(c, c.amount, c.purpose) } catch (e) { return e.code } })()"
    expected = [rule(one) for one in cases]
    assert ask(page, "vietqr", attempt, cases) == expected
    # The generator must have tried what it is meant to try.
    assert sum(len(text) > 20 for text in expected) > CASES // 3
    assert all(expected.count(code) > 100 for code in ("purpose", "amount", "account"))


def test_payment_codes_are_the_core_s(page: Page) -> None:
    chance = random.Random(SEED)
    cases: list[Any] = [
        [uuid7(chance.randrange(1 << 47), chance.getrandbits(74)), chance.choice([0, 0, 1, 19])]
        for _ in range(CASES)
    ] + [["f" * 32, 1], ["0" * 32, 0]]
    found = ask(page, "vietqr", "m.paymentCode(c[0], c[1])", cases)
    assert found == [payment_code(*one) for one in cases]
    assert all(map(is_code, found))


def test_checksums_and_foldings_are_the_core_s(page: Page) -> None:
    texts = [text for text, _ in PUBLISHED.values()] + ["123456789", *PURPOSES]
    assert ask(page, "vietqr", "m.checksum(c)", texts) == [vietqr.checksum(text) for text in texts]
    assert ask(page, "vietqr", "m.folded(c)", texts) == [vietqr.folded(text) for text in texts]


def test_the_picture_says_what_the_payload_says(page: Page, tmp_path: Any) -> None:
    account = BankAccount(bin="970436", number="0123456789012345678", holder="")
    for amount in (1, 87_000, 499_999_999):
        text = vietqr.payload(account, amount, "FP9HPGX7WBF9P5Y")
        page.evaluate(
            "async (text) => { const m = await import('/till/static/vietqr.js');"
            " const svg = m.qrPicture(text); svg.id = 'tried'; svg.setAttribute('width', 300);"
            " document.getElementById('tried')?.remove(); document.body.prepend(svg); }",
            text,
        )
        path = tmp_path / f"{amount}.png"
        page.locator("#tried").screenshot(path=path)
        with Image.open(path) as picture:
            assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


def test_a_code_is_read_out_in_groups(page: Page) -> None:
    assert ask(page, "vietqr", "m.spaced(c)", ["FP9HPGX7WBF9P5Y"]) == ["FP 9HPG X7WB F9P5 Y"]

"""VietQR against the payloads its makers published, byte for byte."""

from __future__ import annotations

import pytest

from fairpos.core import vietqr
from fairpos.core.fair import BankAccount
from fairpos.core.vietqr import (
    AMOUNT_MAX,
    BadAccount,
    BadAmount,
    BadPayload,
    BadPurpose,
    Payload,
    account_name,
    checksum,
    folded,
    payload,
    read,
    write,
)
from fairpos.wire.banks import banks, short_name

ACCOUNT = BankAccount(bin="970436", number="0123456789", holder="HTX BINH LIEU")

PUBLISHED = {
    "NAPAS 6.1.2, static, to a card": (
        "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
        Payload(bin="970403", number="9704031101234567", service="QRIBFTTC", dynamic=False),
    ),
    "NAPAS 6.1.3, dynamic, to an account": (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang63042E2E",
        Payload(
            bin="970403",
            number="0011012345678",
            amount=180_000,
            bill="NPS6869",
            purpose="thanh toan don hang",
        ),
    ),
    "NAPAS 6.1.4, dynamic, to a card": (
        "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang6304A203",
        Payload(
            bin="970403",
            number="9704031101234567",
            service="QRIBFTTC",
            amount=180_000,
            bill="NPS6869",
            purpose="thanh toan don hang",
        ),
    ),
    "subiz/vietqr": (
        "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN"
        "62170813ung ho lu lut6304C15C",
        Payload(bin="970415", number="0011001932418", amount=120_000, purpose="ung ho lu lut"),
    ),
    "vietnam-qr-pay, static": (
        "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F",
        Payload(bin="970416", number="257678859", dynamic=False),
    ),
    "vietnam-qr-pay, dynamic": (
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
        "62150811Chuyen tien630453E6",
        Payload(bin="970416", number="257678859", amount=10_000, purpose="Chuyen tien"),
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_payload_is_written_byte_for_byte_and_read_back(name: str) -> None:
    text, told = PUBLISHED[name]
    assert write(told) == text
    assert read(text) == told


def test_the_purpose_of_a_payment_is_folded_and_the_rest_is_as_published() -> None:
    account = BankAccount(bin="970416", number="257678859", holder="")
    assert payload(account, 10_000, "Chuyển tiền") == PUBLISHED["vietnam-qr-pay, dynamic"][0]


def test_the_checksum_is_the_one_of_the_catalogues() -> None:
    assert checksum("123456789") == 0x29B1


def test_a_checksum_keeps_its_leading_noughts() -> None:
    texts = [payload(ACCOUNT, amount, "FP") for amount in range(1, 400)]
    assert any(text[-4] == "0" for text in texts)
    assert [read(text).amount for text in texts] == list(range(1, 400))


def test_a_right_checksum_does_not_make_up_for_a_wrong_length() -> None:
    # The specification's own first example says 12 for an account of 13 characters. Its checksum holds.
    text = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5"
    assert checksum(text[:-4]) == 0xF4E5
    with pytest.raises(BadPayload) as told:
        read(text)
    assert told.value.code == "field"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "checksum"),
        (PUBLISHED["vietnam-qr-pay, static"][0].replace("257678859", "257678858"), "checksum"),
        (PUBLISHED["vietnam-qr-pay, static"][0].replace("AE9F", "ae9f"), "checksum"),
        # Printed in the specification: the static code with the checksum of the dynamic one.
        (PUBLISHED["NAPAS 6.1.2, static, to a card"][0].replace("4F52", "A203"), "checksum"),
        ("Thanh toán", "charset"),
    ],
)
def test_what_is_no_vietqr_is_told(text: str, code: str) -> None:
    with pytest.raises(BadPayload) as told:
        read(text)
    assert told.value.code == code


def sealed(body: str) -> str:
    return f"{body}6304{checksum(body + '6304'):04X}"


GOOD = PUBLISHED["vietnam-qr-pay, dynamic"][0][:-8]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("010212" + GOOD[12:], "format"),
        (GOOD.replace("A000000727", "A000000775"), "not-vietqr"),
        (GOOD.replace("5303704", "5303840"), "currency"),
        (GOOD.replace("5802VN", "5802TH"), "currency"),
        (GOOD.replace("540510000", "540500000"), "amount"),
        (GOOD.replace("540510000", "540510 00"), "amount"),
        (GOOD.replace("010212", "010213"), "initiation"),
        (GOOD + "5802VN", "field"),
        (GOOD + "59", "field"),
        (GOOD + "5909", "length"),
    ],
)
def test_every_rule_is_held_under_a_good_checksum(body: str, code: str) -> None:
    assert read(sealed(GOOD)).amount == 10_000
    with pytest.raises(BadPayload) as told:
        read(sealed(body))
    assert told.value.code == code


def test_fields_may_come_in_another_order_and_an_amount_with_noughts_behind_a_point() -> None:
    moved = GOOD.replace("5303704", "").replace("540510000", "540810000.00") + "5303704"
    assert read(sealed(moved)) == read(sealed(GOOD))


@pytest.mark.parametrize("account", [("97043", "1"), ("97043٦", "1"), ("970436", ""), ("970436", "1" * 20)])
def test_an_account_that_cannot_be_one_is_refused(account: tuple[str, str]) -> None:
    with pytest.raises(BadAccount):
        payload(BankAccount(bin=account[0], number=account[1], holder=""), 1, "FP")


def test_an_account_need_not_begin_with_9704() -> None:
    assert read(payload(BankAccount(bin="546034", number="AB12", holder=""), 1, "FP")).number == "AB12"


def test_one_transfer_carries_less_than_500_million() -> None:
    assert read(payload(ACCOUNT, AMOUNT_MAX, "FP")).amount == 499_999_999
    for amount in (0, -1, AMOUNT_MAX + 1):
        with pytest.raises(BadAmount):
            payload(ACCOUNT, amount, "FP")


@pytest.mark.parametrize("purpose", ["", "A" * 26, "ใบเสร็จ", "a\nb", "５"])
def test_a_purpose_that_would_arrive_otherwise_is_refused_not_cut(purpose: str) -> None:
    with pytest.raises(BadPurpose):
        payload(ACCOUNT, 1, purpose)


def test_vietnamese_folds_to_plain_letters() -> None:
    assert folded("Hội chợ Đông Triều: bưởi, ố ỵ đ") == "Hoi cho Dong Trieu: buoi, o y d"


def test_an_account_is_named_by_bank_and_number() -> None:
    assert account_name(ACCOUNT) == "970436-0123456789"


def test_the_table_of_banks_has_each_bin_once_under_its_present_name() -> None:
    assert len(banks()) == 66
    assert all(len(bin_) == 6 and bin_.isdigit() and bank.name for bin_, bank in banks().items())
    # A published library has another bank's BIN for this one.
    assert (short_name("970418"), short_name("970449"), short_name("970406")) == (
        "BIDV",
        "LPBank",
        "Vikki Bank",
    )
    assert short_name("123456") == "123456"
    assert vietqr.Bank("970436", "Vietcombank", "Ngân hàng TMCP Ngoại Thương Việt Nam") == banks()["970436"]

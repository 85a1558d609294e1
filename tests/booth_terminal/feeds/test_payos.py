"""payOS: the signature it published, and the orders it is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from booth_terminal.feeds import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.payos import ORDER_BITS, PayOS, order_of, signature
from fairpos.core.business_day import moment
from fairpos.core.payment_code import find_codes, payment_code
from tests.booth_terminal.feeds.provider import CODE, NOW, Provider, as_body
from tests.documents import new_id

# The sample of payOS's own documentation, with the key and the signature printed beside it.
KEY = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
DATA: dict[str, Any] = {
    "orderCode": 123,
    "amount": 3000,
    "description": "VQRIO123",
    "accountNumber": "12345678",
    "reference": "TF230204212323",
    "transactionDateTime": "2023-02-04 18:25:00",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "code": "00",
    "desc": "Thành công",
    "counterAccountBankId": "",
    "counterAccountBankName": "",
    "counterAccountName": "",
    "counterAccountNumber": "",
    "virtualAccountName": "",
    "virtualAccountNumber": "",
}
SIGNATURE = "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"


def notice(signed: str = SIGNATURE, **changes: Any) -> bytes:
    return as_body(
        {"code": "00", "desc": "success", "success": True, "data": DATA | changes, "signature": signed}
    )


def payos(*answers: Any) -> tuple[PayOS, Provider]:
    provider = Provider(*answers or ({},))
    feed = PayOS(
        "dv1", client="khach", api_key="khoa", checksum_key=KEY, shown=lambda: (CODE,), transport=provider
    )
    return feed, provider


def test_the_published_signature_is_recognised() -> None:
    assert signature(DATA, KEY) == SIGNATURE
    feed, _ = payos()
    (told,) = feed.hear({}, notice(), now=NOW)
    assert (told.provider, told.ref, told.account) == ("payos", "TF230204212323", "12345678")
    assert (told.amount, told.content, told.at) == (3_000, "VQRIO123", moment("2023-02-04", 18 * 60 + 25))
    assert told.raw == notice().decode()


def test_null_is_signed_as_nothing() -> None:
    assert signature(DATA | {"counterAccountName": None}, KEY) == SIGNATURE


@pytest.mark.parametrize(
    "body",
    [
        notice(amount=3001),
        notice(signed=""),
        notice(signed="ắ"),
        notice(extra="field"),
        b"{}",
        b"",
        b'{"data": null, "signature": ""}',
    ],
)
def test_a_notice_that_payos_did_not_sign_is_refused(body: bytes) -> None:
    feed, _ = payos()
    with pytest.raises(NotSigned):
        feed.hear({}, body, now=NOW)


def test_a_signed_notice_that_says_nonsense_is_told_apart() -> None:
    feed, _ = payos()
    data = DATA | {"reference": ""}
    with pytest.raises(BadNotice):
        feed.hear({}, as_body({"data": data, "signature": signature(data, KEY)}), now=NOW)


def test_it_is_asked_about_the_orders_on_show_and_the_code_is_put_to_what_it_says() -> None:
    row = {
        "reference": "FT1",
        "amount": 87_000,
        "accountNumber": "123",
        "description": "CS9 thanh toan",
        "transactionDateTime": "2026-11-20T09:59:00+07:00",
    }
    feed, provider = payos({"code": "00", "data": {"id": "x", "status": "PAID", "transactions": [row]}})
    (told,) = feed.events(NOW - 3_600_000)
    assert (told.ref, told.amount, find_codes(told.content)) == ("FT1", 87_000, (CODE,))
    (asked,) = provider.asked
    assert asked.url.path == f"/v2/payment-requests/{order_of(CODE)}"
    assert (asked.headers["x-client-id"], asked.headers["x-api-key"]) == ("khach", "khoa")
    assert feed.events(NOW) == []


def test_an_order_that_payos_does_not_know_is_no_trouble() -> None:
    feed, _ = payos({"code": "101", "desc": "Mã thanh toán không tồn tại", "data": None})
    assert feed.events(NOW) == []


@pytest.mark.parametrize("answer", [500, b"x", {"data": {"transactions": [{"amount": 1}]}}])
def test_whatever_else_comes_back_is_trouble(answer: Any) -> None:
    feed, _ = payos(answer)
    with pytest.raises(FeedTrouble):
        feed.events(NOW)


def test_an_order_number_is_one_that_javascript_keeps_exactly() -> None:
    orders = {order_of(payment_code(new_id())) for _ in range(100)}
    assert all(0 <= order < 1 << ORDER_BITS < 1 << 53 for order in orders)
    assert len(orders) == 100


def test_without_credentials_it_only_listens() -> None:
    assert PayOS("dv1", checksum_key=KEY, shown=lambda: (CODE,)).events(NOW) == []

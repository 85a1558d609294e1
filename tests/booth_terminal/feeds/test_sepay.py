"""SePay: its list, its notices, and the notices that are not its own."""

from __future__ import annotations

import hmac
from typing import Any

import httpx2
import pytest

from booth_terminal.feeds import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.sepay import SePay
from fairpos.core.business_day import MINUTE_MS, moment
from tests.booth_terminal.feeds.provider import CODE, NOW, Provider, as_body

ROW = {
    "id": "49682",
    "bank_brand_name": "Vietcombank",
    "account_number": "0071000888888",
    "transaction_date": "2026-11-20 09:59:48",
    "amount_out": "0.00",
    "amount_in": "87000.00",
    "accumulated": "1200541768.00",
    "transaction_content": f"MBVCB.3278.{CODE}.CT tu 0011 NGUYEN VAN A",
    "reference_number": "677760.201126.080001",
    "code": None,
    "sub_account": None,
}
NOTICE = {
    "id": 49682,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-20 09:59:48",
    "accountNumber": "0071000888888",
    "code": None,
    "content": f"MBVCB.3278.{CODE}.CT tu 0011 NGUYEN VAN A",
    "transferType": "in",
    "transferAmount": 87_000,
    "accumulated": 19_077_000,
    "subAccount": None,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}
SECRET, KEY = "bi-mat-thu", "khoa-thu"


def sepay(*answers: Any) -> tuple[SePay, Provider]:
    provider = Provider(*answers)
    return SePay("dv1", token="the-thu", api_key=KEY, secret=SECRET, transport=provider), provider


def signed(body: bytes, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    stamp = str(at // 1000)
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    return {"x-sepay-timestamp": stamp, "x-sepay-signature": f"sha256={made}"}


def test_the_list_is_asked_for_from_a_moment_on_and_read() -> None:
    feed, provider = sepay({"status": 200, "error": None, "transactions": [ROW]})
    (told,) = feed.events(NOW - 5 * MINUTE_MS)
    assert (told.provider, told.ref, told.account) == ("sepay", "49682", "0071000888888")
    assert (told.amount, told.at) == (87_000, moment("2026-11-20", 9 * 60 + 59) + 48_000)
    assert told.content == ROW["transaction_content"]
    assert '"id": "49682"' in told.raw
    (asked,) = provider.asked
    assert asked.headers["authorization"] == "Bearer the-thu"
    assert asked.url.path == "/userapi/transactions/list"
    assert asked.url.params["transaction_date_min"] == "2026-11-20 09:55:00"


def test_money_that_went_out_is_no_credit() -> None:
    feed, _ = sepay({"transactions": [ROW | {"amount_in": "0.00", "amount_out": "5000.00"}]})
    assert feed.events(NOW) == []


@pytest.mark.parametrize(
    "answer",
    [
        500,
        401,
        b"<html>",
        {"transactions": None},
        [],
        {"transactions": [ROW | {"amount_in": "87.5"}]},
        {"transactions": [ROW | {"transaction_date": "soon"}]},
        {"transactions": [ROW | {"id": None}]},
        {"transactions": ["row"]},
        httpx2.ConnectError("no route"),
        httpx2.ReadTimeout("too late"),
    ],
)
def test_whatever_else_comes_back_is_trouble_and_nothing_is_taken_as_seen(answer: Any) -> None:
    feed, _ = sepay(answer)
    with pytest.raises(FeedTrouble):
        feed.events(NOW)


def test_a_notice_names_the_same_credit_as_the_list() -> None:
    feed, _ = sepay({"transactions": [ROW]})
    body = as_body(NOTICE)
    (told,) = feed.hear(signed(body), body, now=NOW)
    (listed,) = feed.events(NOW)
    assert (told.provider, told.ref, told.account, told.amount, told.content, told.at) == (
        listed.provider,
        listed.ref,
        listed.account,
        listed.amount,
        listed.content,
        listed.at,
    )
    assert told.raw == body.decode()


def test_a_notice_may_prove_itself_by_key() -> None:
    feed, _ = sepay({})
    body = as_body(NOTICE)
    assert len(feed.hear({"authorization": f"Apikey {KEY}"}, body, now=NOW)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Apikey sai"},
        {"authorization": f"Bearer {KEY}"},
        {"authorization": "Apikey "},
        signed(b"another body"),
        signed(as_body(NOTICE), secret="khac"),
        signed(as_body(NOTICE), at=NOW - 6 * MINUTE_MS),
        signed(as_body(NOTICE), at=NOW + 6 * MINUTE_MS),
        signed(as_body(NOTICE)) | {"x-sepay-timestamp": "khi nào"},
        {"x-sepay-signature": "sha256=ắ", "x-sepay-timestamp": "1"},
    ],
)
def test_a_notice_that_nobody_signed_or_long_ago_is_refused(headers: dict[str, str]) -> None:
    feed, _ = sepay({})
    with pytest.raises(NotSigned):
        feed.hear(headers, as_body(NOTICE), now=NOW)


def test_without_a_key_or_secret_no_notice_is_believed() -> None:
    feed = SePay("dv1", token="the-thu")
    body = as_body(NOTICE)
    for headers in (signed(body, secret=""), {"authorization": "Apikey "}, {}):
        with pytest.raises(NotSigned):
            feed.hear(headers, body, now=NOW)


def test_a_notice_of_money_that_went_out_tells_of_nothing() -> None:
    feed, _ = sepay({})
    body = as_body(NOTICE | {"transferType": "out"})
    assert feed.hear(signed(body), body, now=NOW) == []


@pytest.mark.parametrize(
    "content", [NOTICE | {"transferAmount": "x"}, NOTICE | {"id": None}, [], NOTICE | {"transactionDate": 1}]
)
def test_a_signed_notice_that_says_nonsense_is_told_apart(content: Any) -> None:
    feed, _ = sepay({})
    body = as_body(content)
    with pytest.raises(BadNotice):
        feed.hear(signed(body), body, now=NOW)


def test_a_feed_without_a_token_only_listens() -> None:
    assert SePay("dv1", api_key=KEY).events(NOW) == []

"""Casso: its pages, its two kinds of notice, and the signature it published."""

from __future__ import annotations

import json
from typing import Any

import pytest

from booth_terminal.feeds import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.casso import PAGES_MAX, SKEW_MS, Casso, signatures
from fairpos.core.business_day import moment
from tests.booth_terminal.feeds.provider import CODE, NOW, Provider, as_body

RECORD = {
    "id": 5789,
    "tid": "FT26325998877",
    "description": f"{CODE} chuyen tien",
    "amount": 87_000,
    "cusum_balance": 1_070_904,
    "when": "2026-11-20T09:58:00",
    "bankSubAccId": "8007041027107",
}
# The sample of Casso's own documentation, with the key and the signature printed beside it.
PUBLISHED = {
    "error": 0,
    "data": {
        "id": 0,
        "reference": "MA_GIAO_DICH_THU_NGHIEM",
        "description": "giao dich thu nghiem",
        "amount": 599_000,
        "runningBalance": 25_000_000,
        "transactionDateTime": "2024-10-03 15:06:37",
        "accountNumber": "88888888",
        "bankName": "VPBank",
        "bankAbbreviation": "VPB",
        "virtualAccountNumber": "",
        "virtualAccountName": "",
        "counterAccountName": "NGUYEN VAN A",
        "counterAccountNumber": "8888888888",
        "counterAccountBankId": "970415",
        "counterAccountBankName": "VietinBank",
    },
}
PUBLISHED_KEY = "mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs"
PUBLISHED_AT = 1_727_948_258_788
PUBLISHED_SIGNATURE = (
    "ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7"
    "dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3"
)


def casso(*answers: Any) -> tuple[Casso, Provider]:
    provider = Provider(*answers)
    return Casso("dv1", token="the", secure_token="kin", secret=PUBLISHED_KEY, transport=provider), provider


def page(*records: Any, pages: int = 1) -> dict[str, Any]:
    return {"error": 0, "message": "success", "data": {"totalPages": pages, "records": list(records)}}


def stamped(at: int = PUBLISHED_AT, signature: str = PUBLISHED_SIGNATURE) -> dict[str, str]:
    return {"x-casso-signature": f"t={at},v1={signature}"}


def test_the_published_signature_is_recognised() -> None:
    feed, _ = casso(page())
    body = as_body(PUBLISHED)
    (told,) = feed.hear(stamped(), body, now=PUBLISHED_AT)
    assert (told.ref, told.account, told.amount) == ("MA_GIAO_DICH_THU_NGHIEM", "88888888", 599_000)
    assert told.at == moment("2024-10-03", 15 * 60 + 6) + 37_000
    assert told.raw == body.decode()


def test_the_order_of_the_fields_on_the_way_does_not_matter_and_their_values_do() -> None:
    feed, _ = casso(page())
    turned = {"data": dict(reversed(PUBLISHED["data"].items())), "error": 0}  # type: ignore[attr-defined]
    assert len(feed.hear(stamped(), json.dumps(turned).encode(), now=PUBLISHED_AT)) == 1
    changed = PUBLISHED | {"data": PUBLISHED["data"] | {"amount": 599_001}}  # type: ignore[operator]
    with pytest.raises(NotSigned):
        feed.hear(stamped(), as_body(changed), now=PUBLISHED_AT)


def test_slashes_and_vietnamese_may_be_written_as_javascript_or_as_php_does() -> None:
    feed, _ = casso(page())
    body = as_body({"error": 0, "data": RECORD | {"description": "phí 1/2"}})
    made = signatures(str(PUBLISHED_AT), body, PUBLISHED_KEY)
    assert len(set(made)) == 2
    for signature in made:
        assert len(feed.hear(stamped(signature=signature), body, now=PUBLISHED_AT)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        stamped(signature="0" * 128),
        stamped(signature="khong"),
        stamped(at=PUBLISHED_AT + 1),
        {"secure-token": "sai"},
        {"secure-token": ""},
    ],
)
def test_a_notice_that_nobody_signed_is_refused(headers: dict[str, str]) -> None:
    feed, _ = casso(page())
    with pytest.raises(NotSigned):
        feed.hear(headers, as_body(PUBLISHED), now=PUBLISHED_AT)


def test_an_old_notice_is_refused_however_well_signed() -> None:
    feed, _ = casso(page())
    with pytest.raises(NotSigned):
        feed.hear(stamped(), as_body(PUBLISHED), now=PUBLISHED_AT + SKEW_MS + 1)


def test_what_is_no_json_was_signed_by_nobody() -> None:
    feed, _ = casso(page())
    with pytest.raises(NotSigned):
        feed.hear({"secure-token": "kin"}, b"{", now=NOW)


def test_the_first_kind_of_notice_brings_several_and_a_token() -> None:
    feed, _ = casso(page())
    row = {"id": 1, "tid": "FT1", "description": CODE, "amount": 87_000, "when": "2026-11-20 09:58:00"}
    out = row | {"tid": "FT2", "amount": -5_000}
    body = as_body({"error": 0, "data": [row | {"bank_sub_acc_id": "123"}, out]})
    (told,) = feed.hear({"secure-token": "kin"}, body, now=NOW)
    assert (told.ref, told.account, told.amount, told.content) == ("FT1", "123", 87_000, CODE)


@pytest.mark.parametrize("data", [None, [None], {"amount": "x"}, RECORD | {"tid": "", "id": None}])
def test_a_signed_notice_that_says_nonsense_is_told_apart(data: Any) -> None:
    feed, _ = casso(page())
    with pytest.raises(BadNotice):
        feed.hear({"secure-token": "kin"}, as_body({"error": 0, "data": data}), now=NOW)


def test_every_page_is_asked_for_the_newest_first() -> None:
    feed, provider = casso(page(RECORD, pages=2), page(RECORD | {"tid": "FT2"}, pages=2))
    assert [told.ref for told in feed.events(NOW)] == ["FT26325998877", "FT2"]
    assert [dict(asked.url.params) for asked in provider.asked] == [
        {"page": str(number), "fromDate": "2026-11-20", "pageSize": "100", "sort": "DESC"}
        for number in (1, 2)
    ]
    assert provider.asked[0].headers["authorization"] == "Apikey the"


def test_a_provider_with_endless_pages_is_asked_for_some() -> None:
    feed, provider = casso(page(RECORD, pages=10**6))
    feed.events(NOW)
    assert len(provider.asked) == PAGES_MAX


@pytest.mark.parametrize("answer", [503, b"", {"data": {}}, {}, [], page({"amount": 1}), page("row")])
def test_whatever_else_comes_back_is_trouble(answer: Any) -> None:
    feed, _ = casso(answer)
    with pytest.raises(FeedTrouble):
        feed.events(NOW)


def test_without_a_token_or_a_secret_nothing_is_asked_and_nothing_believed() -> None:
    feed = Casso("dv1")
    assert feed.events(NOW) == []
    with pytest.raises(NotSigned):
        feed.hear(stamped() | {"secure-token": ""}, as_body(PUBLISHED), now=PUBLISHED_AT)

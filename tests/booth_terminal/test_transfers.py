"""The doors to payments: what tills may ask, and whom a provider's notice has to convince."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from booth_terminal.feeds.sepay import SePay
from booth_terminal.feeds.settings import Feeds
from booth_terminal.feeds.starting import keep_credits, watch_of
from booth_terminal.feeds.watch import Watch
from tests.booth import Booth
from tests.booth_terminal.test_payments import ACCOUNT, code_of, credits, told, transferred, with_feed
from tests.documents import AT, new_id

SECRET = "bi-mat-thu"


@pytest.fixture
def watch(booth: Booth, tmp_path: Path) -> Watch:
    with_feed(booth)
    settings = Feeds.model_validate({"feeds": [{"name": "dv1", "provider": "sepay", "secret": SECRET}]})
    return watch_of(booth.terminal, settings, tmp_path)


@pytest.fixture
def till(booth: Booth, watch: Watch) -> Iterator[TestClient]:
    with booth.client(booth.enrol("M1")) as client:
        client.app.state.watch = watch  # type: ignore[attr-defined]
        yield client


def notice(**changes: Any) -> bytes:
    content = {
        "id": 49682,
        "transactionDate": "2026-11-20 09:59:48",
        "accountNumber": "0123456789",
        "content": "tien hang",
        "transferType": "in",
        "transferAmount": 180_000,
    }
    return json.dumps(content | changes).encode()


def post(client: TestClient, body: bytes, *, at: int, secret: str = SECRET, feed: str = "dv1") -> Any:
    stamp = str(at // 1000)
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    headers = {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={made}"}
    return client.post(f"/hooks/payments/{feed}", content=body, headers=headers)


def test_a_till_is_told_of_the_money_for_the_code_it_shows(booth: Booth, till: TestClient) -> None:
    made = transferred()
    path = f"/till/payments/{code_of(made)}"
    shown = {"amount": "180000", "account": ACCOUNT}
    waiting = {"code": code_of(made), "state": "waiting", "received": 0, "watched": False}
    assert till.get(path, params=shown).json() == waiting
    keep_credits(booth.terminal, [told(content=code_of(made))])
    answer = till.get(path, params=shown)
    assert answer.json() == waiting | {"state": "exact", "received": 180_000}
    assert answer.headers["cache-control"] == "no-store"


def test_a_till_hears_whether_a_live_feed_answers(till: TestClient, watch: Watch) -> None:
    path = f"/till/payments/{code_of(transferred())}"
    watch.step()
    assert till.get(path, params={"amount": 1}).json()["watched"] is True
    assert till.get("/till/payments").json()["watched"] is True


@pytest.mark.parametrize(
    "path",
    [
        "/till/payments/FP000",
        "/till/payments/FP9HPGX7WBF9P5Y",
        "/till/payments/FP9HPGX7WBF9P5Y?amount=-1",
        "/till/payments/FP9HPGX7WBF9P5Y?amount=1e9",
        "/till/payments/FP9HPGX7WBF9P5Y?amount=" + "9" * 40,
        "/till/payments/FP9HPGX7WBF9P5X?amount=1",
    ],
)
def test_what_is_no_code_with_an_amount_is_answered_plainly(till: TestClient, path: str) -> None:
    answer = till.get(path)
    assert (answer.status_code, answer.json()) == (404, {"code": "no-code"})


def test_only_a_till_may_ask(booth: Booth) -> None:
    with booth.client() as stranger:
        paths = ["/till/payments", f"/till/payments/{code_of(transferred())}?amount=1"]
        assert [stranger.get(path).status_code for path in paths] == [401, 401]
        assert stranger.post("/till/payments", json={}).status_code == 401


def test_the_list_of_a_booth_holds_what_came_and_what_no_bank_told_of(booth: Booth, till: TestClient) -> None:
    paid, doubtful = transferred(number=7), transferred(number=8)
    booth.keep(paid, doubtful)
    keep_credits(booth.terminal, [told(content=code_of(paid)), told("2", account="999")])
    listed = till.get("/till/payments").json()
    (row,) = listed["rows"]
    assert (row["state"], row["receipt"], row["due"], row["amount"]) == ("exact", "M1-7", 180_000, 180_000)
    assert [one["receipt"] for one in listed["unseen"]] == ["M1-8"]
    assert listed["booth"] == "A1"


def test_a_signed_notice_is_kept_once(booth: Booth, till: TestClient) -> None:
    body = notice()
    for _ in range(2):
        answer = post(till, body, at=booth.terminal.now())
        assert (answer.status_code, answer.json()) == (200, {"success": True})
    (kept,) = credits(booth)
    assert (kept.amount, kept.raw) == (180_000, body.decode())


def test_a_notice_is_believed_by_its_signature_alone(booth: Booth, till: TestClient) -> None:
    now = booth.terminal.now()
    answers = [
        post(till, notice(), at=now, secret="sai"),
        post(till, notice(), at=now - 3_600_000),
        till.post("/hooks/payments/dv1", content=notice()),
        post(till, notice(), at=now, feed="dv2"),
        post(till, notice(), at=now, feed="manual"),
        post(till, notice(id=None), at=now),
    ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (401, "not-signed"),
        (401, "not-signed"),
        (401, "not-signed"),
        (404, "no-feed"),
        (404, "no-feed"),
        (422, "not-readable"),
    ]
    assert credits(booth) == []


def test_a_notice_that_cannot_be_kept_is_not_thanked_for(
    booth: Booth, till: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(booth.terminal.payments, "keep", full)
    answer = post(till, notice(), at=booth.terminal.now())
    assert (answer.status_code, answer.json()) == (503, {"code": "cannot-keep"})


def test_a_program_that_watches_nothing_takes_no_notice(booth: Booth) -> None:
    with booth.client() as provider:
        assert post(provider, notice(), at=AT).status_code == 404


def test_a_person_enters_a_credit_once(booth: Booth, till: TestClient) -> None:
    entered = {"id": new_id(), "amount": 50_000, "content": "thấy trên điện thoại"}
    for _ in range(2):
        answer = till.post("/till/payments", json=entered)
        assert (answer.status_code, answer.json()) == (200, {"kept": [entered["id"]]})
    (kept,) = credits(booth)
    assert (kept.provider, kept.ref, kept.amount, kept.content) == (
        "manual",
        entered["id"],
        50_000,
        "thấy trên điện thoại",
    )


def test_what_a_person_enters_wrongly_is_told_by_field(booth: Booth, till: TestClient) -> None:
    answer = till.post("/till/payments", json={"id": "x", "amount": 0})
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["faults"]] == [["id"], ["amount"]]
    assert credits(booth) == []


def test_a_program_that_watches_nothing_takes_no_entry_and_any_other_does(
    booth: Booth, tmp_path: Path
) -> None:
    with booth.client(booth.enrol("M1")) as client:
        entered = {"id": new_id(), "amount": 50_000}
        assert client.post("/till/payments", json=entered).json() == {"code": "no-feed"}
        client.app.state.watch = watch_of(booth.terminal, Feeds(), tmp_path)  # type: ignore[attr-defined]
        assert client.post("/till/payments", json=entered).json() == {"kept": [entered["id"]]}


def test_every_feed_of_the_settings_is_watched_and_the_hand_besides(watch: Watch) -> None:
    assert [one.feed.name for one in watch.feeds] == ["dv1", "manual"]
    assert isinstance(watch.feeds[0].feed, SePay)

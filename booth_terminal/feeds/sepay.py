"""SePay: watches bank accounts; lists their transactions, and posts each as it comes.

A notice proves itself by an API key (`Authorization: Apikey …`) or by HMAC-SHA256 over time and raw body.
Both ways name a transaction by one id, so what comes twice is known.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

import httpx2

from booth_terminal.feeds.asking import Asking
from booth_terminal.feeds.feed import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.reading import NotReadable, amount_of, moment_of, parse_json, text_of
from booth_terminal.payments import Told
from fairpos.core.business_day import MINUTE_MS, local

BASE = "https://my.sepay.vn"
LIMIT = 1_000
SKEW_MS = 5 * MINUTE_MS


class SePay:
    provider = "sepay"
    live = True

    def __init__(
        self,
        name: str,
        *,
        token: str = "",
        api_key: str = "",
        secret: str = "",
        base: str = BASE,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.name = name
        self._api_key, self._secret = api_key, secret
        self._asking = Asking(base, {"Authorization": f"Bearer {token}"}, transport) if token else None

    def events(self, since: int) -> list[Told]:
        if self._asking is None:
            return []
        after = f"{local(since):%Y-%m-%d %H:%M:%S}"
        answer = self._asking.get("/userapi/transactions/list", transaction_date_min=after, limit=LIMIT)
        rows = answer.get("transactions") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise FeedTrouble("the provider's answer holds no list of transactions")
        try:
            return [told for row in rows for told in _listed(row)]
        except (NotReadable, AttributeError) as error:
            raise FeedTrouble(f"a transaction could not be read: {error}") from error

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: int) -> list[Told]:
        if not (self._by_key(headers) or self._by_signature(headers, body, now)):
            raise NotSigned
        try:
            notice = parse_json(body)
            if not isinstance(notice, dict):
                raise NotReadable("not an object")
            if notice.get("transferType") != "in":
                return []
            id_ = text_of(notice.get("id"))
            if not id_:
                raise NotReadable("no id")
            account = text_of(notice.get("accountNumber"))
            at = moment_of(notice.get("transactionDate"))
            content = text_of(notice.get("content")) or text_of(notice.get("description"))
            amount = amount_of(notice.get("transferAmount"))
        except NotReadable as error:
            raise BadNotice(str(error)) from error
        return [Told(self.provider, id_, account, amount, content, at, body.decode("utf-8", "replace"))]

    def _by_key(self, headers: Mapping[str, str]) -> bool:
        scheme, _, key = headers.get("authorization", "").partition(" ")
        told, known = key.strip().encode(), self._api_key.encode()
        return bool(self._api_key) and scheme.lower() == "apikey" and hmac.compare_digest(told, known)

    def _by_signature(self, headers: Mapping[str, str], body: bytes, now: int) -> bool:
        stamp, signature = headers.get("x-sepay-timestamp", ""), headers.get("x-sepay-signature", "")
        if not self._secret or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        wanted = (
            "sha256=" + hmac.new(self._secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
        )
        signed = hmac.compare_digest(signature.encode(), wanted.encode())
        return signed and abs(now - int(stamp) * 1000) <= SKEW_MS


def _listed(row: dict[str, Any]) -> list[Told]:
    """A row of the list. Its amounts are texts with a fraction, and money out is in a field of its own."""
    amount = amount_of(row.get("amount_in") or 0)
    if amount <= 0:
        return []
    id_ = text_of(row.get("id"))
    if not id_:
        raise NotReadable("no id")
    raw = json.dumps(row, ensure_ascii=False, default=str)
    account, content = text_of(row.get("account_number")), text_of(row.get("transaction_content"))
    return [Told("sepay", id_, account, amount, content, moment_of(row.get("transaction_date")), raw)]

"""payOS: payment links with orders of their own. It tells of the transfers to them.

It lists no account's transactions. So it is asked about the orders whose codes are on show just now (an
order's number is made of the payment code), and it posts a notice for each transfer, signed with HMAC-SHA256
over the sorted fields of its data. The links themselves are made in the seller's own payOS account.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import httpx2

from booth_terminal.feeds.asking import Asking
from booth_terminal.feeds.feed import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.reading import NotReadable, amount_of, moment_of, parse_json, text_of
from booth_terminal.payments import Told
from fairpos.core.payment_code import ALPHABET, PREFIX

BASE = "https://api-merchant.payos.vn"
ORDER_BITS = 50
"""An order number is a whole number that JavaScript keeps exactly: ten of the code's twelve places."""


def order_of(code: str) -> int:
    """The payOS order number of a payment code."""
    body = code[len(PREFIX) : -1]
    number = 0
    for letter in body[-ORDER_BITS // 5 :]:
        number = number << 5 | ALPHABET.index(letter)
    return number


class PayOS:
    provider = "payos"
    live = True

    def __init__(
        self,
        name: str,
        *,
        client: str = "",
        api_key: str = "",
        checksum_key: str,
        shown: Callable[[], Iterable[str]] = lambda: (),
        base: str = BASE,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.name = name
        self._checksum_key = checksum_key
        self._shown = shown
        headers = {"x-client-id": client, "x-api-key": api_key}
        self._asking = Asking(base, headers, transport) if client and api_key else None

    def events(self, since: int) -> list[Told]:
        if self._asking is None:
            return []
        found = []
        for code in self._shown():
            answer = self._asking.get(f"/v2/payment-requests/{order_of(code)}")
            data = answer.get("data") if isinstance(answer, dict) else None
            # Without data: no such order. Most codes are paid without payOS.
            rows: list[Any] = (data.get("transactions") or []) if isinstance(data, dict) else []
            try:
                found += [_told(row, code, json.dumps(row, ensure_ascii=False, default=str)) for row in rows]
            except (NotReadable, AttributeError, TypeError) as error:
                raise FeedTrouble(f"a transaction could not be read: {error}") from error
        return [told for told in found if told.at >= since]

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: int) -> list[Told]:
        try:
            notice = parse_json(body)
        except NotReadable as error:
            raise NotSigned from error
        data = notice.get("data") if isinstance(notice, dict) else None
        if not isinstance(data, dict):
            raise NotSigned
        told = text_of(notice.get("signature")).lower().encode()
        if not hmac.compare_digest(told, signature(data, self._checksum_key).encode()):
            raise NotSigned
        try:
            return [_told(data, "", body.decode("utf-8", "replace"))]
        except NotReadable as error:
            raise BadNotice(str(error)) from error


def signature(data: Mapping[str, Any], key: str) -> str:
    """What payOS signs: every field as key=value, sorted by key, joined with "&"; null is nothing."""
    pairs = "&".join(f"{name}={_plain(data[name])}" for name in sorted(data))
    return hmac.new(key.encode(), pairs.encode(), "sha256").hexdigest()


def _plain(value: Any) -> str:
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return str(value.normalize() if isinstance(value, Decimal) else value)


def _told(row: Mapping[str, Any], code: str, raw: str) -> Told:
    ref = text_of(row.get("reference"))
    if not ref:
        raise NotReadable("no reference")
    content = f"{text_of(row.get('description'))} {code}".strip()
    account, at = text_of(row.get("accountNumber")), moment_of(row.get("transactionDateTime"))
    return Told("payos", ref, account, amount_of(row.get("amount")), content, at, raw)

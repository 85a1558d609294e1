"""Casso: watches bank accounts; lists their transactions, and posts each as it comes.

Of its two kinds of notice the first carries a shared token, the second an HMAC-SHA512 over its own JSON
written again with sorted keys. How numbers and slashes are written there is the signer's habit, so both known
habits are tried.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

import httpx2

from booth_terminal.feeds.asking import Asking
from booth_terminal.feeds.feed import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.reading import NotReadable, amount_of, moment_of, parse_json, text_of
from booth_terminal.payments import Told
from fairpos.core.business_day import MINUTE_MS, local

BASE = "https://oauth.casso.vn"
PAGE = 100
PAGES_MAX = 20
SKEW_MS = 5 * MINUTE_MS

_SIGNATURE = re.compile(r"t=(\d{1,15}),v1=([0-9a-f]{128})", re.ASCII)


class Casso:
    provider = "casso"
    live = True

    def __init__(
        self,
        name: str,
        *,
        token: str = "",
        secure_token: str = "",
        secret: str = "",
        base: str = BASE,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.name = name
        self._secure_token, self._secret = secure_token, secret
        self._asking = Asking(base, {"Authorization": f"Apikey {token}"}, transport) if token else None

    def events(self, since: int) -> list[Told]:
        if self._asking is None:
            return []
        found: list[Told] = []
        # It takes days, not moments, and the newest come first, so that a busy day does not hide them.
        query: dict[str, str | int] = {
            "fromDate": f"{local(since):%Y-%m-%d}",
            "pageSize": PAGE,
            "sort": "DESC",
        }
        for page in range(1, PAGES_MAX + 1):
            answer = self._asking.get("/v2/transactions", page=page, **query)
            data = answer.get("data") if isinstance(answer, dict) else None
            rows = data.get("records") if isinstance(data, dict) else None
            if not isinstance(rows, list) or not isinstance(data, dict):
                raise FeedTrouble("the provider's answer holds no list of transactions")
            try:
                found += [told for row in rows for told in _transaction(row)]
            except (NotReadable, AttributeError) as error:
                raise FeedTrouble(f"a transaction could not be read: {error}") from error
            if page >= int(data.get("totalPages") or 1):
                break
        return found

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: int) -> list[Told]:
        try:
            notice = parse_json(body)
        except NotReadable as error:
            # What cannot be read cannot have been signed either, in the way Casso signs.
            raise NotSigned from error
        if not (self._by_token(headers) or self._by_signature(headers, body, now)):
            raise NotSigned
        data = notice.get("data") if isinstance(notice, dict) else None
        rows = data if isinstance(data, list) else [data]
        raw = body.decode("utf-8", "replace")
        try:
            return [told for row in rows for told in _transaction(row, raw)]
        except (NotReadable, AttributeError) as error:
            raise BadNotice(str(error)) from error

    def _by_token(self, headers: Mapping[str, str]) -> bool:
        told = headers.get("secure-token", "").encode()
        return bool(self._secure_token) and hmac.compare_digest(told, self._secure_token.encode())

    def _by_signature(self, headers: Mapping[str, str], body: bytes, now: int) -> bool:
        found = _SIGNATURE.fullmatch(headers.get("x-casso-signature", "").strip())
        if found is None or not self._secret or abs(now - int(found[1])) > SKEW_MS:
            return False
        return any(hmac.compare_digest(found[2], made) for made in signatures(found[1], body, self._secret))


def signatures(stamp: str, body: bytes, secret: str) -> list[str]:
    """What a notice may be signed with: its JSON with sorted keys, as JavaScript and as PHP write it."""
    # The stdlib's floats would come out changed; these notices carry whole numbers.
    plain = json.dumps(json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    escaped = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).replace("/", "\\/")
    return [
        hmac.new(secret.encode(), f"{stamp}.{text}".encode(), "sha512").hexdigest()
        for text in (plain, escaped)
    ]


def _transaction(row: Any, raw: str = "") -> list[Told]:
    """A transaction of either kind; the two name their fields differently."""
    amount = amount_of(row.get("amount"))
    if amount <= 0:
        return []
    # The bank's own reference is the same in the list and in both kinds of notice; Casso's id is not.
    ref = text_of(row.get("tid")) or text_of(row.get("reference")) or text_of(row.get("id"))
    if not ref:
        raise NotReadable("no id")
    account = (
        text_of(row.get("accountNumber"))
        or text_of(row.get("bank_sub_acc_id"))
        or text_of(row.get("bankSubAccId"))
    )
    at = moment_of(row.get("transactionDateTime") or row.get("when"))
    raw = raw or json.dumps(row, ensure_ascii=False, default=str)
    return [Told("casso", ref, account, amount, text_of(row.get("description")), at, raw)]

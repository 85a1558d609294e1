"""What a cashier and a gate counter put into their tills, byte for byte as a selling page writes it.

The sums are worked out here once more, in the simplest way there is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from fairpos.core.ids import uuid7
from fixtures.small import small_fair
from tests.simulation.truth import Deed, Fate, fair_day

_FAIR = small_fair()
_VAT = {"standard": 800, "excise": 1000, "none": None}
POISONS = (
    "shape",
    "unknown-edition",
    "unknown-type",
    "wrong-total",
    "negative",
    "overflow",
    "reused-id",
    "future",
    "stranger",
    "hostile",
    "not-json",
    "no-id",
    "too-large",
)
_REFUSED = ("not-json", "no-id", "too-large")
_DAY_MS = 24 * 3_600_000
_LATEST = 1 << 47


@dataclass(slots=True)
class Cashier:
    """One person at one till. `clock` and `offset` come from the till with every document."""

    rng: Random
    till: str
    place: str
    gate: bool
    number: int = 0
    shift: str | None = None
    shift_sales: int = 0
    shift_money: int = 0
    sold: list[dict[str, Any]] = field(default_factory=list)
    reusable: list[dict[str, Any]] = field(default_factory=list)

    def act(self, n: int, at: int, offset: int | None) -> Deed:
        """The next thing this person does."""
        if self.gate:
            return self._count(n, at, offset)
        if self.shift is None:
            return self._open(n, at, offset)
        if self.shift_sales > 3 and self.rng.random() < 0.08:
            return self._close(n, at, offset)
        if self.sold and self.rng.random() < 0.12:
            return self._give_back(n, at, offset)
        return self._sell(n, at, offset)

    def poison(self, n: int, at: int, offset: int | None) -> Deed:
        """A document no sound till would make."""
        kind = self.rng.choice(POISONS)
        if kind == "reused-id" and not self.reusable:
            kind = "shape"
        document = self._sale_of(n, at, offset) | {"shift": "0" * 32}
        fate: Fate = "suspended"
        money: int = document["total"]
        match kind:
            case "shape":
                document["lines"] = "three of the usual"
            case "unknown-edition":
                document["v"] = 99
            case "unknown-type":
                document["type"] = "raffle"
            case "wrong-total":
                document["total"] = money = money + 1_000
            case "negative":
                document["total"], money = -money, 0
            case "overflow":
                document["total"], money = 10**30, 0
            case "reused-id":
                twin = self.rng.choice(self.reusable)
                document["id"], fate = twin["id"], "reused"
            case "future":
                document["at"] += 400 * _DAY_MS
                fate = "counted"
            case "stranger":
                document["till"], fate = "M99", "counted"
            case "hostile":
                document["lines"][0]["name"] = "<script>alert(1)</script>'; DROP TABLE entry; --\x1b@\u202e"
                fate = "counted"
            case "too-large":
                document["lines"][0]["name"] = "x" * 70_000
        body = _bytes(document)
        if kind == "not-json":
            body = body[:-9]
        elif kind == "no-id":
            body = body.replace(b'"id":', b'"name":', 1)
        if kind in _REFUSED:
            fate = "refused"
        return replace(self._deed(document, body, fate, money), poison=kind)

    # --- the documents ---------------------------------------------------------------------------

    def _open(self, n: int, at: int, offset: int | None) -> Deed:
        document = self._head("shift_opening", n, at, offset) | {"booth": self.place, "float": 500_000}
        self.shift, self.shift_sales, self.shift_money = str(document["id"]), 0, 0
        return self._deed(document, _bytes(document), "counted")

    def _close(self, n: int, at: int, offset: int | None) -> Deed:
        document = self._head("shift_closing", n, at, offset) | {
            "shift": self.shift,
            "sales": self.shift_sales,
            "takings": self.shift_money,
            "counted": None,
        }
        self.shift = None
        return self._deed(document, _bytes(document), "counted")

    def _sell(self, n: int, at: int, offset: int | None) -> Deed:
        document = self._sale_of(n, at, offset)
        deed = self._deed(document, _bytes(document), "counted", document["total"])
        if deed.fate == "counted":
            self.shift_sales += 1
            self.shift_money += document["total"]
            self.reusable.append(document)
            self.sold.append(document)
        return deed

    def _give_back(self, n: int, at: int, offset: int | None) -> Deed:
        sold = self.sold.pop(self.rng.randrange(len(self.sold)))
        kind = "void" if sold["shift"] == self.shift else "refund"
        self.number += 1
        document = sold | self._head(kind, n, at, offset)
        document |= {"number": self.number, "shift": self.shift, "ref": sold["id"], "reason": "khách đổi ý"}
        deed = self._deed(document, _bytes(document), "counted", -document["total"])
        if deed.fate == "counted":
            self.shift_money -= document["total"]
        return deed

    def _count(self, n: int, at: int, offset: int | None) -> Deed:
        count = self.rng.choice((1, 1, 5, 10))
        document = self._head("gate_count", n, at, offset) | {
            "gate": self.place,
            "direction": "in",
            "count": count,
            "method": "clicker",
            "ref": None,
        }
        return self._deed(document, _bytes(document), "counted", visits=count)

    def _sale_of(self, n: int, at: int, offset: int | None) -> dict[str, Any]:
        booth = _FAIR.booth(self.place)
        assert booth is not None, "a cashier stands at a booth"
        lines: list[dict[str, Any]] = []
        gross: dict[int, int] = {}
        total = 0
        for article in self.rng.choices(_FAIR.price_book(booth), k=self.rng.choice((1, 1, 2, 3))):
            # Grams in steps of 250: every product here is whole đồng, so nothing rounds.
            pieces = self.rng.randint(1, 8) * 250 if article.weighed else self.rng.randint(1, 4) * 1_000
            vat, sum_ = _VAT[article.tax_class], article.price * pieces // 1_000
            total += sum_
            if vat is not None:
                gross[vat] = gross.get(vat, 0) + sum_
            lines.append(
                {
                    "article": article.id,
                    "name": article.name,
                    "exhibitor": article.exhibitor,
                    "unit": article.unit,
                    "price": article.price,
                    "quantity": pieces,
                    "discount": 0,
                    "vat": vat,
                }
            )
        self.number += 1
        change = self.rng.choice((0, 20_000))
        cash = {"kind": "cash", "amount": total, "given": total + change, "change": change}
        bank = {"kind": "vietqr", "amount": total, "given": None, "change": 0}
        return self._head("sale", n, at, offset) | {
            "number": self.number,
            "booth": self.place,
            "shift": self.shift or "0" * 32,
            "lines": lines,
            "discount": 0,
            "total": total,
            "vat": [_vat_line(rate, gross[rate]) for rate in sorted(gross)],
            "tenders": [self.rng.choice((cash, cash, bank))],
            "training": False,
        }

    def _head(self, kind: str, n: int, at: int, offset: int | None) -> dict[str, Any]:
        return {
            "v": 1,
            "type": kind,
            "id": uuid7(at, self.rng.getrandbits(74)),
            "till": self.till,
            "n": n,
            "at": at,
            "offset": offset,
            "day": fair_day(at + (offset or 0)),
            "by": "",
            "edition": 1,
        }

    def _deed(
        self, document: dict[str, Any], body: bytes, fate: Fate, money: int = 0, visits: int = 0
    ) -> Deed:
        at = document["at"] + (document["offset"] or 0)
        if fate == "counted" and not 0 < at < _LATEST:
            # The clock lost its battery and the offset was measured before: no time can be made of that.
            fate = "suspended"
            money = document.get("total", 0)
        sign = -1 if document["type"] in ("void", "refund") else 1
        pieces = sum(line["quantity"] for line in document.get("lines", ()) if isinstance(line, dict))
        return Deed(
            id=document["id"],
            body=body,
            till=document["till"],
            kind=document["type"],
            place=self.place,
            at=at,
            fate=fate,
            money=money,
            visits=visits,
            pieces=sign * pieces,
        )


def _vat_line(rate: int, gross: int) -> dict[str, int]:
    net = (2 * gross * 10_000 + 10_000 + rate) // (2 * (10_000 + rate))
    return {"rate": rate, "gross": gross, "vat": gross - net}


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

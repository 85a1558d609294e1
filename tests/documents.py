"""Documents as the tills of the small fair would make them, each field open to be changed."""

from __future__ import annotations

import itertools
from typing import Any

from fairpos.core.business_day import moment
from fairpos.core.document import EDITION
from fairpos.core.gate import GateCount
from fairpos.core.ids import uuid7
from fairpos.core.inspection import Inspection
from fairpos.core.payment import BankCredit
from fairpos.core.sale import Line, Refund, Sale, Tender, TenderKind, Void, add_up
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.core.stock import StockMovement

DAY = "2026-11-20"
AT = moment(DAY, 10 * 60)
"""Ten in the morning of the small fair's first day."""

SHIFT = uuid7(AT, 1)

Fields = dict[str, Any]

_numbers = itertools.count(1)


def new_id(at: int = AT) -> str:
    return uuid7(at, next(_numbers) << 8)


def head(type_: str, **changes: Any) -> Fields:
    number = next(_numbers)
    fields = {
        "v": EDITION,
        "type": type_,
        "id": uuid7(AT, number << 8),
        "till": "M1",
        "n": number,
        "at": AT,
        "offset": 0,
        "day": DAY,
        "by": "lan",
        "edition": 1,
    }
    return fields | changes


def line(price: int = 180_000, pieces: int = 1, **changes: Any) -> Line:
    """Some bottles of spirits, at 10 %."""
    fields: Fields = {
        "article": "SP1",
        "name": "Rượu ba kích tím 500 ml",
        "exhibitor": "DV1",
        "unit": "chai",
        "price": price,
        "quantity": pieces * 1_000,
        "vat": 1_000,
    }
    return Line(**(fields | changes))


HONEY = line(150_000, article="SP3", name="Mật ong rừng chai 500 ml", exhibitor="DV2", vat=None)
TEA = line(450_000, article="SP2", name="Trà hoa vàng hộp 50 g", unit="hộp", vat=800)


def _money(lines: tuple[Line, ...], discount: int, kind: TenderKind, changes: dict[str, Any]) -> Fields:
    totals = add_up(lines, discount)
    fields = {
        "number": next(_numbers),
        "booth": "A1",
        "shift": SHIFT,
        "lines": lines,
        "discount": discount,
        "tenders": (Tender(kind=kind, amount=totals.total),),
        "total": totals.total,
        "vat": totals.vat,
    }
    return fields | changes


def sale(*lines: Line, discount: int = 0, kind: TenderKind = "cash", **changes: Any) -> Sale:
    """A sale that adds up: one bottle, unless lines are given."""
    money = _money(lines or (line(),), discount, kind, changes)
    return Sale(**head("sale", **money))


def void(of: Sale, **changes: Any) -> Void:
    """All of a sale taken back."""
    money = _money(of.lines, of.discount, of.tenders[0].kind, {"ref": of.id, "reason": "bấm nhầm"} | changes)
    return Void(**head("void", **({"till": of.till, "booth": of.booth} | money)))


def refund(of: Sale, *lines: Line, **changes: Any) -> Refund:
    """Money given back for some lines of a sale, or for all of them."""
    money = _money(lines or of.lines, 0, "cash", {"ref": of.id, "reason": "chai vỡ"} | changes)
    return Refund(**head("refund", **({"till": of.till, "booth": of.booth} | money)))


def opening(float_: int = 500_000, **changes: Any) -> ShiftOpening:
    return ShiftOpening(**head("shift_opening", **({"booth": "A1", "float": float_} | changes)))


def closing(sales: int, takings: int, **changes: Any) -> ShiftClosing:
    fields = {"shift": SHIFT, "sales": sales, "takings": takings, "counted": None}
    return ShiftClosing(**head("shift_closing", **(fields | changes)))


def cash_movement(amount: int, **changes: Any) -> CashMovement:
    fields = {"shift": SHIFT, "amount": amount, "reason": "đổi tiền lẻ"}
    return CashMovement(**head("cash_movement", **(fields | changes)))


def gate_count(count: int = 1, **changes: Any) -> GateCount:
    fields = {"till": "CG1", "gate": "G1", "direction": "in", "count": count, "method": "clicker"}
    return GateCount(**head("gate_count", **(fields | changes)))


def stock_movement(quantity: int = 10_000, **changes: Any) -> StockMovement:
    fields = {"booth": "A1", "article": "SP1", "kind": "received", "quantity": quantity}
    return StockMovement(**head("stock_movement", **(fields | changes)))


def inspection(**changes: Any) -> Inspection:
    """A jar without a certificate at A1, told of and no more."""
    fields = {"till": "KT1", "booth": "A1", "fault": "no-certificate", "action": "reminder"}
    return Inspection(**head("inspection", **(fields | changes)))


def bank_credit(amount: int = 180_000, **changes: Any) -> BankCredit:
    """Money that came to the account of A1's main exhibitor, as a feed saw it."""
    fields = {
        "till": "NH1",
        "provider": "manual",
        "ref": f"FT{next(_numbers)}",
        "account": "970403-0011012345678",
        "amount": amount,
        "content": "chuyen tien",
        "credited_at": AT,
    }
    return BankCredit(**head("bank_credit", **(fields | changes)))

"""A shift: one cashier at one drawer, from the opening float to the count.

A sale names its shift; the shift owns no sale. A sale that arrives late therefore lands in its own shift and
needs no rescue.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.document import COUNT_MAX, TEXT_MAX, Document, is_amount, is_name
from fairpos.core.ids import is_id

SHIFT_MAX = 10**15
"""The largest takings a shift may state, in đồng."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpening(Document):
    """Opens a shift, whose id is this document's id, with the float in đồng."""

    booth: str
    float: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClosing(Document):
    """Closes a shift. `sales` and `takings` are what the till itself added up, `counted` the cash found."""

    shift: str
    sales: int
    takings: int
    counted: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMovement(Document):
    """Cash put into (positive) or taken out of (negative) the drawer, with a reason."""

    shift: str
    amount: int
    reason: str


def opening_faults(document: ShiftOpening) -> list[str]:
    """Codes of everything wrong with an opening; an empty list when it is sound."""
    return [] if is_name(document.booth) and is_amount(document.float) else ["shift"]


def closing_faults(document: ShiftClosing) -> list[str]:
    """Codes of everything wrong with a closing; an empty list when it is sound."""
    counted = document.counted is None or is_amount(document.counted)
    figures = 0 <= document.sales <= COUNT_MAX and abs(document.takings) <= SHIFT_MAX
    return [] if is_id(document.shift) and counted and figures else ["shift"]


def movement_faults(document: CashMovement) -> list[str]:
    """Codes of everything wrong with a cash movement; an empty list when it is sound."""
    reason = len(document.reason) <= TEXT_MAX
    return [] if is_id(document.shift) and is_amount(abs(document.amount)) and reason else ["shift"]

"""A shift: one cashier at one drawer, from the opening float to the count.

A sale names its shift; the shift owns no sale. A sale that arrives late therefore lands in its own shift and
needs no rescue.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.document import TEXT_MAX, Document, is_amount, is_name
from fairpos.core.ids import is_id


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


def faults(document: ShiftOpening | ShiftClosing | CashMovement) -> list[str]:
    """Codes of everything wrong with a shift document; an empty list when it is sound."""
    match document:
        case ShiftOpening():
            sound = is_name(document.booth) and is_amount(document.float)
        case ShiftClosing():
            sound = is_id(document.shift) and document.sales >= 0 and abs(document.takings) <= 10**15
            sound = sound and (document.counted is None or is_amount(document.counted))
        case CashMovement():
            sound = is_id(document.shift) and is_amount(abs(document.amount))
            sound = sound and len(document.reason) <= TEXT_MAX
    return [] if sound else ["shift"]

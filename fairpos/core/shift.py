"""A shift: one cashier at one drawer, from the opening float to the count.

A sale names its shift; the shift owns no sale. A sale that arrives late therefore lands in its own shift and
needs no rescue. The facts of the drawer (float, movements, what was counted) are kept as they were found; a
difference is always derived from them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.document import COUNT_MAX, TEXT_MAX, Document, is_amount, is_name
from fairpos.core.ids import is_id

SHIFT_MAX = 10**15
"""The largest takings a shift may state, in đồng."""

NOTES_MAX = 20

Notes = tuple[tuple[int, int], ...]
"""Cash counted note by note: the note in đồng, and how many of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpening(Document):
    """Opens a shift, whose id is this document's id, with the float in đồng.

    `drawer` names the cash drawer where two tills of a booth share one, and is empty for a till's own. The
    float of a shared drawer is stated once, by whoever put it in.
    """

    booth: str
    float: int
    drawer: str = ""
    notes: Notes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClosing(Document):
    """Closes a shift. `sales`, `takings` and `cash` are what the till itself added up.

    `counted` is the cash found, None where it is counted with the other till of a shared drawer; `expected`
    what the till reckoned there should be, `reason` the seller's word on a difference.
    """

    shift: str
    sales: int
    takings: int
    counted: int | None
    cash: int | None = None
    expected: int | None = None
    notes: Notes = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMovement(Document):
    """Cash put into (positive) or taken out of (negative) the drawer, with a reason."""

    shift: str
    amount: int
    reason: str
    approved_by: str = ""


def opening_faults(document: ShiftOpening) -> list[str]:
    """Codes of everything wrong with an opening; an empty list when it is sound."""
    names = is_name(document.booth) and (not document.drawer or is_name(document.drawer))
    return (
        [] if names and is_amount(document.float) and _add_up(document.notes, document.float) else ["shift"]
    )


def closing_faults(document: ShiftClosing) -> list[str]:
    """Codes of everything wrong with a closing; an empty list when it is sound."""
    counted = document.counted is None or is_amount(document.counted)
    figures = 0 <= document.sales <= COUNT_MAX and all(
        abs(stated) <= SHIFT_MAX for stated in (document.takings, document.cash or 0, document.expected or 0)
    )
    notes = _add_up(document.notes, document.counted)
    words = len(document.reason) <= TEXT_MAX
    return [] if is_id(document.shift) and counted and figures and notes and words else ["shift"]


def movement_faults(document: CashMovement) -> list[str]:
    """Codes of everything wrong with a cash movement; an empty list when it is sound."""
    words = len(document.reason) <= TEXT_MAX
    approved = not document.approved_by or is_name(document.approved_by)
    sound = is_id(document.shift) and is_amount(abs(document.amount)) and words and approved
    return [] if sound else ["shift"]


def _add_up(notes: Notes, total: int | None) -> bool:
    """Whether a note-by-note count is possible and gives the total it stands beside. No notes say nothing."""
    if not notes:
        return True
    possible = len(notes) <= NOTES_MAX and all(
        0 < note <= 500_000 and 0 <= pieces <= COUNT_MAX for note, pieces in notes
    )
    return possible and sum(note * pieces for note, pieces in notes) == total

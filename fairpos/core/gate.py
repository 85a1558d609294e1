"""Gate counts: entries and exits (lượt khách), with the method that found them.

A count is a visit, not a visitor: nobody is recognised. An undo is a new count with a negative number that
names the one it takes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fairpos.core.document import Document, is_name
from fairpos.core.ids import is_id

COUNT_MAX = 100_000
"""More than this in one document is no count anybody made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCount(Document):
    """`count` persons through `gate`; negative only as an undo of the count `ref`."""

    gate: str
    direction: Literal["in", "out"]
    count: int
    method: Literal["clicker", "sensor", "manual", "estimate"]
    ref: str | None = None


def faults(document: GateCount) -> list[str]:
    """Codes of everything wrong with a gate count; an empty list when it is sound."""
    codes = []
    if not is_name(document.gate):
        codes.append("name")
    if not 1 <= abs(document.count) <= COUNT_MAX:
        codes.append("count-range")
    if (document.count < 0) != (document.ref is not None) or (document.ref and not is_id(document.ref)):
        codes.append("ref")
    return codes

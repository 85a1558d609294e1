"""Stock at a booth: a log of movements, merged by adding up.

What was sold and given back stands in the sales and refunds themselves; a movement is what happened besides.
A count that found something else is a movement by the difference, so that two tills may count and sell at the
same time. Stock never stops a sale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fairpos.core.document import TEXT_MAX, Document, is_name
from fairpos.core.sale import QUANTITY_MAX

SIGNS: Mapping[str, int] = {"sale": -1, "void": 1, "refund": 1, "stock_movement": 1}
"""Which way each type of document moves goods. The page adds up by the same signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMovement(Document):
    """`quantity` (thousandths) of an article put to a booth's stock, or taken away from it when negative."""

    booth: str
    article: str
    kind: Literal["opening", "received", "adjusted"]
    quantity: int
    reason: str = ""


def faults(document: StockMovement) -> list[str]:
    """Codes of everything wrong with a movement; an empty list when it is sound."""
    codes = []
    if not is_name(document.booth) or not is_name(document.article):
        codes.append("name")
    if abs(document.quantity) > QUANTITY_MAX or (document.quantity < 0 and document.kind != "adjusted"):
        codes.append("quantity-range")
    if len(document.reason) > TEXT_MAX:
        codes.append("text-length")
    return codes

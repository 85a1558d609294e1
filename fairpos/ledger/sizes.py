"""What an edition has by its own set-up: booths somebody stands at, who stands there, what they sell.

Each thing is counted once, so that the parts of an edition add up: a booth belongs to its main exhibitor, and
an exhibitor, with its products, to the first of its booths.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.measure_words import Metric, Scope
from fairpos.ledger.facts import Facts


@dataclass(frozen=True, slots=True)
class Thing:
    """One booth, exhibitor or product, with the booth and the exhibitor it is counted under. `article` is ""
    for what is no product."""

    booth: str
    exhibitor: str
    article: str = ""


def things(known: Facts, metric: Metric, scope: Scope) -> tuple[Thing, ...] | None:
    """Everything of this size, None where nothing is set up or nobody counts it here."""
    booths = [booth for booth in known.booths.values() if booth.exhibitors]
    if not booths:
        return None
    here = sorted((one for one in booths if scope in ("all", one.zone)), key=lambda one: one.id)
    first: dict[str, str] = {}
    for booth in here:
        for who in booth.exhibitors:
            first.setdefault(who, booth.id)
    match metric:
        case "booths":
            return tuple(Thing(booth.id, booth.exhibitors[0]) for booth in here)
        case "exhibitors":
            return tuple(Thing(booth, who) for who, booth in first.items())
        case "products":
            return tuple(
                Thing(first[good.exhibitor], good.exhibitor, article)
                for article, good in known.goods.items()
                if good.exhibitor in first
            )
    return None

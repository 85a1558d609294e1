"""Last season's best sellers over the rows, so that no aisle is dead, where that costs nothing above it.

Two items of one size change places, one of them an anchor out of a row that has another, the other in a row
that has none. Nothing above in the level vector may become worse by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fairpos.core.allocation.layout import Layout
from fairpos.core.allocation.levels import anchors
from fairpos.core.allocation.parties import Party
from fairpos.core.application import Application

Row = tuple[str, str]


def spread(layout: Layout, queue: Sequence[Party], placed: Sequence[Application]) -> None:
    """Let rows that have no anchor have one. `placed` are all who stand, the contracted as well."""
    names = anchors(placed)
    if not names:
        return
    # Frozen members come behind the queue and never move.
    held = {
        place: any(name in names for name in party.names)
        for place, party in enumerate(queue)
        if layout.mask[place]
    }
    items = [n for n, at in enumerate(layout.at) if at >= 0]
    anchored = {n for n in items if any(held.get(who, False) for who in layout.items[n].members)}
    rows = Counter(_row(layout, n) for n in anchored)
    for row in sorted({_row(layout, n) for n in items} - rows.keys()):
        for one in sorted(anchored, key=lambda n: (-rows[_row(layout, n)], n)):
            home = _row(layout, one)
            if rows[home] > 1 and _changed(layout, one, [n for n in items if _row(layout, n) == row]):
                rows[home] -= 1
                rows[row] += 1
                break


def _changed(layout: Layout, one: int, others: Sequence[int]) -> bool:
    """Whether it could change places with one of these at no cost."""
    size, here = layout.items[one].size, layout.at[one]
    for other in others:
        there = layout.at[other]
        if layout.items[other].size != size:
            continue
        changes = [(one, there), (other, here)]
        after = layout.worth(changes)
        before = layout.worth([(one, here), (other, there)])
        if after is None or before is None:
            continue
        spans = [(here, here + size), (there, there + size)]
        if layout.attempt(changes, spans, after - before, 0):
            return True
    return False


def _row(layout: Layout, item: int) -> Row:
    stand = layout.ground.stands[layout.at[item]]
    return stand.hall, stand.row

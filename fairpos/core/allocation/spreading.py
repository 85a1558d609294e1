"""What is put right after the improving: corners shared among units, best sellers spread over rows.

Two items of one size change places, and only where nothing above in the level vector becomes worse by it:
points of wishes, complaints, pairs and stars stay what they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fairpos.core.allocation.layout import Layout
from fairpos.core.allocation.levels import anchors
from fairpos.core.allocation.parties import Party
from fairpos.core.application import Application

Row = tuple[str, str]


def share_corners(layout: Layout, allowed: int) -> None:
    """Take corners from units that hold more than `allowed`, as far as others will change with them."""
    held = Counter[str]()
    for who, member in enumerate(layout.members):
        held[member.unit] += _corners_in(layout, layout.mask[who])
    items = _placed(layout)
    for one in items:
        unit = _unit(layout, one)
        if unit is None or held[unit] <= allowed or not _corners(layout, one):
            continue
        for other in items:
            theirs = _unit(layout, other)
            gives = _corners(layout, one) - _corners(layout, other)
            if theirs in (None, unit) or gives < 1 or held[str(theirs)] + gives > allowed:
                continue
            if _changed(layout, one, other):
                held[unit] -= gives
                held[str(theirs)] += gives
                break


def spread(
    layout: Layout, queue: Sequence[Party], placed: Sequence[Application], *, corners_count: bool
) -> None:
    """Let rows that have no anchor have one. `placed` are all who stand, the contracted as well. Where
    `corners_count`, a corner is exchanged for a corner alone."""
    names = anchors(placed)
    if not names:
        return
    # Frozen members come behind the queue and never move.
    held = {
        place: any(name in names for name in party.names)
        for place, party in enumerate(queue)
        if layout.mask[place]
    }
    items = _placed(layout)
    anchored = [n for n in items if any(held.get(who, False) for who in layout.items[n].members)]
    rows = Counter(_row(layout, n) for n in anchored)
    for row in sorted({_row(layout, n) for n in items} - rows.keys()):
        for one in sorted(anchored, key=lambda n: (-rows[_row(layout, n)], n)):
            home = _row(layout, one)
            there = [
                n
                for n in items
                if _row(layout, n) == row
                and (not corners_count or _corners(layout, n) == _corners(layout, one))
            ]
            if rows[home] > 1 and any(_changed(layout, one, other) for other in there):
                rows[home] -= 1
                rows[row] += 1
                break


def _changed(layout: Layout, one: int, other: int) -> bool:
    """Whether two items could change places at no cost."""
    size, here, there = layout.items[one].size, layout.at[one], layout.at[other]
    if layout.items[other].size != size:
        return False
    changes = [(one, there), (other, here)]
    after = layout.worth(changes)
    before = layout.worth([(one, here), (other, there)])
    if after is None or before is None:
        return False
    spans = [(here, here + size), (there, there + size)]
    return layout.attempt(changes, spans, after - before, 0)


def _placed(layout: Layout) -> list[int]:
    return [n for n, at in enumerate(layout.at) if at >= 0]


def _corners(layout: Layout, item: int) -> int:
    start = layout.at[item]
    return sum(layout.ground.corner[start : start + layout.items[item].size])


def _corners_in(layout: Layout, mask: int) -> int:
    return sum(corner for p, corner in enumerate(layout.ground.corner) if mask >> p & 1)


def _unit(layout: Layout, item: int) -> str | None:
    """The one unit of an item's members; None for a company of several."""
    units = {layout.members[who].unit for who in layout.items[item].members}
    return units.pop() if len(units) == 1 else None


def _row(layout: Layout, item: int) -> Row:
    stand = layout.ground.stands[layout.at[item]]
    return stand.hall, stand.row

"""The first layout: everyone on the floor in the order of the queue, others moved aside where that helps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairpos.core.allocation.layout import FREE, Layout

DEPTH = 2
"""So many items may be pushed on, one by the other, to make room for one."""


def pack(layout: Layout, queue: Sequence[int]) -> tuple[int, ...]:
    """Place these items; the harder to place go first, and whoever finds nothing then has the others moved
    aside, and at last those later in the queue put out. Returns the items that stay without a place."""
    hardest = sorted(queue, key=lambda one: (_hardness(layout, one), queue.index(one)))
    for item in hardest:
        _put(layout, item)
    without: list[int] = []
    waiting = [item for item in queue if layout.at[item] < 0]
    rank = {item: place for place, item in enumerate(queue)}
    while waiting:
        item = waiting.pop(0)
        if _put(layout, item) or _push(layout, item, DEPTH, set()):
            continue
        out = _oust(layout, item, rank)
        if out is None:
            without.append(item)
        else:
            waiting = sorted({*waiting, *out}, key=rank.__getitem__)
    return tuple(without)


def _hardness(layout: Layout, item: int) -> int:
    """Few possible places and many booths make an item hard: bands, so that the queue decides within one."""
    thing = layout.items[item]
    places = len(thing.value)
    crowded = any(layout.members[who].rivals or layout.members[who].offends for who in thing.members)
    return (0 if places <= 12 or thing.size > 4 else 10) + 2 * (4 - min(4, thing.size)) + int(not crowded)


def _starts(layout: Layout, item: int) -> list[int]:
    """Its possible places, the dearest first; of equal ones, those that leave no scrap of one stand."""
    value = layout.items[item].value
    return sorted(value, key=lambda p: (-value[p][0], _scrap(layout, p, layout.items[item].size), p))


def _scrap(layout: Layout, start: int, size: int) -> int:
    """0 where the item closes a hole exactly or lies against something, 1 where it leaves both sides open."""
    left, right = layout.ground.left[start], layout.ground.right[start + size - 1]
    return int(left >= 0 and layout.holder[left] == FREE) + int(right >= 0 and layout.holder[right] == FREE)


def _put(layout: Layout, item: int) -> bool:
    """On the dearest free place where nobody minds."""
    size = layout.items[item].size
    for start in _starts(layout, item):
        if all(holder == FREE for holder in layout.holder[start : start + size]) and _try(
            layout, [(item, start)]
        ):
            return True
    return False


def _try(layout: Layout, changes: Sequence[tuple[int, int]]) -> bool:
    back = layout.lay(changes)
    if layout.clashes(changes):
        layout.lay(back)
        return False
    return True


def _push(layout: Layout, item: int, depth: int, moving: set[int]) -> bool:
    """Take a place from items that find another one themselves. All stays as it was when that fails."""
    size = layout.items[item].size
    if depth == 0:
        return False
    for start in _starts(layout, item):
        there = layout.window(start, size)
        if there is None or any(one in moving for one, _ in there):
            continue
        off = [(one, -1) for one, _ in there]
        back = layout.lay([*off, (item, start)])
        if not layout.clashes([(item, start)]) and _resettle(
            layout, [one for one, _ in there], depth, moving | {item}
        ):
            return True
        layout.lay(_undone(back, item, there))
    return False


def _undone(
    back: Iterable[tuple[int, int]], item: int, there: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    known = {one for one, _ in there}
    return [(item, -1), *((one, start) for one, start in back if one in known)]


def _resettle(layout: Layout, items: Sequence[int], depth: int, moving: set[int]) -> bool:
    """Another place for each of these; when one finds none, those before it leave theirs again."""
    settled: list[tuple[list[int], int]] = []
    for one in items:
        before = list(layout.at)
        if _put(layout, one) or _push(layout, one, depth - 1, moving):
            settled.append((before, one))
            continue
        if settled:
            _restore(layout, settled[0][0])
        return False
    return True


def _restore(layout: Layout, at: Sequence[int]) -> None:
    layout.lay([(item, start) for item, start in enumerate(at) if start != layout.at[item]])


def _oust(layout: Layout, item: int, rank: dict[int, int]) -> list[int] | None:
    """Put out items that stand later in the queue, as few and as late as possible; None when none help."""
    size = layout.items[item].size
    choices: list[tuple[int, int, int, list[tuple[int, int]]]] = []
    for start in layout.items[item].value:
        there = layout.window(start, size)
        if there and all(rank[one] > rank[item] for one, _ in there):
            choices.append((len(there), -min(rank[one] for one, _ in there), start, there))
    for _, _, start, there in sorted(choices, key=lambda choice: choice[:3]):
        if _try(layout, [*((one, -1) for one, _ in there), (item, start)]):
            return [one for one, _ in there]
    return None

"""Making a layout better: a fixed number of steps, then exchanges until none is left that helps.

Threshold accepting with integers only: the same case, seed and number of steps give the same plan everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from fairpos.core.allocation.assignment import assign
from fairpos.core.allocation.layout import FREE, POINT, WALL, Change, Layout
from fairpos.core.chance import Chance

_TABLE = tuple(round(-1000 * log((n + 0.5) / 1024)) for n in range(1024))
"""Thresholds as the Metropolis rule draws them, in thousandths, rounded to be the same everywhere."""

HOT, COLD = 2 * POINT, POINT * 2 // 5
"""How much worse a step may make it, at the beginning and at the end."""

LOOK_EVERY = 4096
DEAR = 24
"""How many of its dearest places an exchange aims at, for each item."""

CYCLE_DEPTH = 6
CHAIN = 4
CHAINS = 3
"""Dear places tried for 3-cycles; the longest chain; kinds of eight from 1 on that are chains."""

NEVER = 10**6 * POINT

Progress = Callable[[int, int], None]


def improve(layout: Layout, seed: str, steps: int, progress: Progress) -> None:
    """Anneal for exactly `steps` proposals, go back to the best layout met, and polish it."""
    chance = Chance(seed)
    movable = [item for item, at in enumerate(layout.at) if at >= 0]
    if not movable:
        return
    dear = {item: _dear(layout, item) for item in movable}
    every = {item: sorted(layout.items[item].value) for item in movable}
    best, best_value = list(layout.at), total(layout)
    heat = HOT
    for step in range(steps):
        if step % LOOK_EVERY == 0:
            progress(step, steps)
            heat = _heat(step, steps)
            now = total(layout)
            if now > best_value:
                best, best_value = list(layout.at), now
        item = movable[chance.below(len(movable))]
        least = -heat * _TABLE[chance.below(len(_TABLE))] // 1000
        kind = chance.below(8)
        if kind == 0:
            _shift(layout, item, least)
        elif kind < CHAINS:
            _chain(layout, item, dear, least, chance)
        else:
            places = dear[item] if kind < 7 else every[item]
            _exchange(layout, item, places[chance.below(len(places))], least)
    if total(layout) < best_value:
        layout.lay([(item, at) for item, at in enumerate(best) if at != layout.at[item]])
    polish(layout, movable, dear)
    progress(steps, steps)


def _heat(step: int, steps: int) -> int:
    """From HOT down to COLD, by the same part each time."""
    part = float((COLD / HOT) ** (step / steps))
    return round(1000 * HOT / POINT * part) * (POINT // 1000)


def total(layout: Layout) -> int:
    """What the whole layout is worth, levels 3 to 10 in one figure."""
    alone = sum(layout.items[item].value[at][0] for item, at in enumerate(layout.at) if at >= 0)
    complaints = sum(layout.complaints(who) for who in range(len(layout.members))) if layout.ranked else 0
    pairs = layout.pairs([(0, len(layout.ground))])
    return alone + pairs * layout.pair - complaints * layout.complaint


def reassign(layout: Layout, movable: Sequence[int]) -> bool:
    """Give the places that items of one size hold to those same items anew, as well as can be; each round of
    exchanges that this comes to is made where nobody minds."""
    better = False
    for size in sorted({layout.items[item].size for item in movable}):
        alike = [item for item in movable if layout.items[item].size == size]
        places = [layout.at[item] for item in alike]
        never = (-NEVER, False)
        worth = [[layout.items[item].value.get(p, never)[0] for p in places] for item in alike]
        better |= _rounds(layout, alike, places, assign(worth))
    return better


def _rounds(layout: Layout, alike: Sequence[int], places: Sequence[int], new: Sequence[int]) -> bool:
    better, done = False, set[int]()
    for first in range(len(alike)):
        cycle = []
        while first not in done:
            done.add(first)
            cycle.append(first)
            first = new[first]
        if len(cycle) < 2:
            continue
        changes = [(alike[n], places[new[n]]) for n in cycle]
        worth, was = layout.worth(changes), layout.worth([(alike[n], places[n]) for n in cycle])
        if worth is None or was is None or worth < was:
            continue
        size = layout.items[alike[first]].size
        better |= layout.attempt(changes, [(p, p + size) for _, p in changes], worth - was, 1)
    return better


def polish(layout: Layout, movable: Sequence[int], dear: dict[int, list[int]]) -> None:
    """Exchanges and 3-cycles that make the layout better, until none of them is left."""
    better = True
    while better:
        better = reassign(layout, movable)
        for item in movable:
            for start in dear[item]:
                if start != layout.at[item] and _exchange(layout, item, start, 1):
                    better = True
            better |= _shift(layout, item, 1)
        better |= _cycles(layout, movable, dear)


def _dear(layout: Layout, item: int) -> list[int]:
    """The places that are worth most to an item: what an exchange should aim at."""
    value = layout.items[item].value
    wished = sorted(value, key=lambda p: (-value[p][0], p))[:DEAR]
    return [p for p in wished if value[p][0] >= POINT] or wished


def _exchange(layout: Layout, item: int, start: int, least: int) -> bool:
    """Bring an item to `start`; what lies in its way changes places with it and what is next to it."""
    here, size = layout.at[item], layout.items[item].size
    if start == here:
        return False
    low, high = _hull(layout, start, size)
    if _overlap(here, here + size, low, high):
        return _slide(layout, item, start, least)
    theirs = layout.window(low, high - low)
    if theirs is None:
        return False
    gone = layout.worth(theirs)
    for home in range(here - (high - low - size), here + 1):
        if _overlap(home, home + high - low, low, high):
            continue
        mine = layout.window(home, high - low)
        if mine is None:
            continue
        moved = _around(layout, mine, item, start, low)
        if moved is None:
            continue
        changes = [*moved, *((one, p - low + home) for one, p in theirs)]
        worth, was = layout.worth(changes), layout.worth(mine)
        if worth is None or was is None or gone is None:
            continue
        gain = worth - was - gone
        if gain >= least - layout.slack and layout.attempt(
            changes, [(low, high), (home, home + high - low)], gain, least
        ):
            return True
    return layout.ground.run[here] == layout.ground.run[start] and _slide(layout, item, start, least)


def _slide(layout: Layout, item: int, start: int, least: int) -> bool:
    """Move an item along its own run, those between closing up behind it."""
    here, size = layout.at[item], layout.items[item].size
    low, high = min(here, start), max(here, start) + size
    if layout.ground.run[low] != layout.ground.run[high - 1]:
        return False
    between = layout.window(start, here - start) if start < here else layout.window(here + size, start - here)
    if between is None:
        return False
    step = size if start < here else -size
    changes = [(item, start), *((one, p + step) for one, p in between)]
    worth, was = layout.worth(changes), layout.worth([(item, here), *between])
    if worth is None or was is None or worth - was < least - layout.slack:
        return False
    return layout.attempt(changes, [(low, high)], worth - was, least)


def _chain(layout: Layout, item: int, dear: dict[int, list[int]], least: int, chance: Chance) -> bool:
    """Each takes a dear place of its own from another of its size, and the last gets what the first left."""
    at, items = layout.at, layout.items
    size, home, one = items[item].size, layout.at[item], item
    changes, gain, taken = [], 0, {item}
    for _ in range(CHAIN):
        places = dear[one]
        goal = places[chance.below(len(places))]
        other = layout.holder[goal]
        if other < 0 or other in taken or at[other] != goal or items[other].size != size:
            return False
        changes.append((one, goal))
        gain += items[one].value[goal][0] - items[one].value[at[one]][0]
        taken.add(other)
        one = other
        last = items[one].value.get(home)
        if last is not None:
            whole = gain + last[0] - items[one].value[at[one]][0]
            if whole >= least - layout.slack:
                full = [*changes, (one, home)]
                return layout.attempt(full, [(p, p + size) for _, p in full], whole, least)
    return False


def _overlap(one: int, end: int, other: int, other_end: int) -> bool:
    return one < other_end and other < end


def _around(layout: Layout, mine: Sequence[Change], item: int, start: int, low: int) -> list[Change] | None:
    """The items of a window laid from `low` on, with one of them at `start`; None when they do not fit so."""
    found, p, size = [(item, start)], low, layout.items[item].size
    for one, _ in mine:
        if one == item:
            continue
        if p == start:
            p += size
        length = layout.items[one].size
        if p < start < p + length:
            return None
        found.append((one, p))
        p += length
    return found


def _hull(layout: Layout, start: int, size: int) -> tuple[int, int]:
    """The smallest stretch around these stands that cuts nothing in two; (-1, -1) where a wall is in it."""
    low, high = start, start + size
    for p in (start, start + size - 1):
        one = layout.holder[p]
        if one >= 0:
            low = min(low, layout.at[one])
            high = max(high, layout.at[one] + layout.items[one].size)
    return (low, high)


def _shift(layout: Layout, item: int, least: int) -> bool:
    """Let an item and what is next to it in the row change their order."""
    here, size = layout.at[item], layout.items[item].size
    after = layout.ground.right[here + size - 1]
    if after < 0 or layout.holder[after] == WALL:
        return False
    other = layout.holder[after]
    if other == FREE:
        length, changes, was = 1, [(item, here + 1)], layout.worth([(item, here)])
    else:
        length = layout.items[other].size
        changes = [(other, here), (item, here + length)]
        was = layout.worth([(item, here), (other, after)])
    worth = layout.worth(changes)
    if worth is None or was is None or worth - was < least - layout.slack:
        return False
    return layout.attempt(changes, [(here, here + size + length)], worth - was, least)


def _cycles(layout: Layout, movable: Sequence[int], dear: dict[int, list[int]]) -> bool:
    """Three items of one size that each take the next one's place."""
    better = False
    for first in movable:
        size = layout.items[first].size
        for place in dear[first][:CYCLE_DEPTH]:
            second = layout.holder[place]
            if second < 0 or second == first or layout.at[second] != place:
                continue
            if layout.items[second].size != size:
                continue
            for goal in dear[second][:CYCLE_DEPTH]:
                third = layout.holder[goal]
                if third < 0 or third in (first, second) or layout.at[third] != goal:
                    continue
                if layout.items[third].size == size and _turn(layout, first, second, third):
                    better = True
                    break
    return better


def _turn(layout: Layout, first: int, second: int, third: int) -> bool:
    at, size = layout.at, layout.items[first].size
    changes = [(first, at[second]), (second, at[third]), (third, at[first])]
    worth, was = layout.worth(changes), layout.worth([(one, at[one]) for one in (first, second, third)])
    if worth is None or was is None or worth - was < 1 - layout.slack:
        return False
    return layout.attempt(changes, [(start, start + size) for _, start in changes], worth - was, 1)

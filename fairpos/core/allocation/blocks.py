"""Blocks: stands that belong to one district or delegation, in one piece along the rows of its zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from fairpos.core.allocation.ground import Ground

SLACK = 3
"""Stands beyond the need that a block may take in when its booths do not fill the pieces exactly."""


def carve(
    ground: Ground, free: int, needs: Mapping[str, tuple[str, Sequence[int]]]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Stands (bits) for each unit, the largest first, and the units for which no block was found.

    `free` are the stands that may be given, as bits; `needs` the zone of each unit and the sizes of its
    booths. Every position is tried: fewest pieces first, then fewest useless scraps beside it.
    """
    found: dict[str, int] = {}
    without: list[str] = []
    for unit in sorted(needs, key=lambda one: (-sum(needs[one][1]), one)):
        zone, sizes = needs[unit]
        block = _best(ground, free, zone, sizes)
        if block is None:
            without.append(unit)
            continue
        found[unit] = block
        free &= ~block
    return found, tuple(without)


def _best(ground: Ground, free: int, zone: str, sizes: Sequence[int]) -> int | None:
    lane = [p for p, stand in enumerate(ground.stands) if stand.zone == zone]
    need = sum(sizes)
    best: tuple[tuple[int, int, int, int], int] | None = None
    for extra in range(SLACK + 1):
        for first in range(len(lane) - need - extra + 1):
            span = lane[first : first + need + extra]
            if not all(free >> p & 1 for p in span):
                continue
            pieces = _pieces(ground, span)
            if not _fill(sorted(sizes, reverse=True), [len(piece) for piece in pieces]):
                continue
            rank = (len(pieces), extra, _scraps(ground, free, span), first)
            if best is None or rank < best[0]:
                best = rank, sum(1 << p for p in span)
        if best is not None:
            return best[1]
    return None


def _pieces(ground: Ground, span: Sequence[int]) -> list[list[int]]:
    return [list(piece) for _, piece in groupby(span, key=lambda p: ground.run[p])]


def _scraps(ground: Ground, free: int, span: Sequence[int]) -> int:
    """Free stands left alone between this block and something else."""
    left, right = ground.left[span[0]], ground.right[span[-1]]
    scraps = 0
    if left >= 0 and free >> left & 1:
        beyond = ground.left[left]
        scraps += beyond < 0 or not free >> beyond & 1
    if right >= 0 and free >> right & 1:
        beyond = ground.right[right]
        scraps += beyond < 0 or not free >> beyond & 1
    return scraps


def _fill(sizes: Sequence[int], pieces: list[int]) -> bool:
    """Whether booths of these sizes (the largest first) fit into the pieces."""
    if not sizes:
        return True
    tried: set[int] = set()
    for n, room in enumerate(pieces):
        if room >= sizes[0] and room not in tried:
            tried.add(room)
            pieces[n] -= sizes[0]
            fits = _fill(sizes[1:], pieces)
            pieces[n] += sizes[0]
            if fits:
                return True
    return False

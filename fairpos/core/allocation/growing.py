"""What is left free beside those who got less than they asked goes to them, in rounds and in their order."""

from __future__ import annotations

from fairpos.core.allocation.draft import Draft
from fairpos.core.allocation.layout import FREE, Layout
from fairpos.core.allocation.members import suits
from fairpos.core.allocation.rounds import most_of, purse


def grow(draft: Draft, layout: Layout) -> None:
    """Take free stands beside a placed party, where quotas, caps, the reserve and the neighbours allow it."""
    case, ground = draft.case, draft.ground
    left = purse(case, ground, draft.queue)
    for place, party in enumerate(draft.queue):
        mask = layout.mask[place]
        if mask:
            zone = ground.stands[mask.bit_length() - 1].zone
            left.take(zone, party.main.unit, party.main.group, mask.bit_count())
    for size in range(2, case.rules.booths_most + 1):
        for place, party in enumerate(draft.queue):
            main = party.main
            if layout.mask[place].bit_count() != size - 1 or most_of(party, case) < size or party.others:
                continue
            if left.unit.get(main.unit, 1) < 1 or left.group.get(main.group, 1) < 1:
                continue
            for p in _beside(layout, place):
                zone = ground.stands[p].zone
                if left.free(zone, main.unit, keep=True) >= 1 and _takes(draft, layout, place, p):
                    left.take(zone, main.unit, main.group, 1)
                    draft.sizes[place] += 1
                    break


def _beside(layout: Layout, place: int) -> list[int]:
    mask = layout.mask[place]
    first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
    near = (layout.ground.left[first], layout.ground.right[last])
    return [p for p in near if p >= 0 and layout.holder[p] == FREE]


def _takes(draft: Draft, layout: Layout, place: int, p: int) -> bool:
    party, ground = draft.queue[place], draft.ground
    block = draft.blocks.get(party.main.unit)
    foreign = any(mask >> p & 1 for unit, mask in draft.blocks.items() if unit != party.main.unit)
    if foreign or (block is not None and not block >> p & 1):
        return False
    stands = [q for q in range(len(ground)) if (layout.mask[place] | 1 << p) >> q & 1]
    if not suits(party, stands, ground, draft.case.rules):
        return False
    layout.mask[place] |= 1 << p
    if layout.unwelcome(place):
        layout.mask[place] &= ~(1 << p)
        return False
    layout.holder[p] = layout.holder[stands[0] if stands[0] != p else stands[1]]
    layout.member[p] = place
    return True

"""Who stands where while a run is under way: items on stands, changed and taken back in small steps.

An item is a party, or a company of parties that stands together; it lies on consecutive stands of one run.
All figures are integers, so that every machine comes to the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fairpos.core.allocation.ground import Ground
from fairpos.core.allocation.members import Member

FREE, WALL = -1, -2

POINT = 10**9
PAIR = 10**6
"""A point of wishes outweighs all pairs of groups, and a pair all that is below it, up to 999 stands."""

Change = tuple[int, int]
"""An item and its new first stand; -1 takes it off the floor."""


class Item:
    """Members in their order along the row. `value` gives, for every first stand on which the item may lie
    by itself, the worth of that and whether its members lie in reverse."""

    __slots__ = ("members", "size", "value")

    def __init__(self, members: tuple[int, ...], size: int, value: Mapping[int, tuple[int, bool]]) -> None:
        self.members = members
        self.size = size
        self.value = value


class Layout:
    """`holder[p]` is the item on stand p, FREE or WALL; `member[p]` the member on it, or -1. `at[i]` is the
    first stand of item i, -1 while it has none. Frozen members lie on walls."""

    def __init__(
        self,
        ground: Ground,
        members: Sequence[Member],
        items: Sequence[Item],
        walls: Iterable[int],
        frozen: Mapping[int, Sequence[int]],
        *,
        together: bool,
        weight: int,
    ) -> None:
        self.ground = ground
        self.members = members
        self.items = items
        self.holder = [FREE] * len(ground)
        self.member = [-1] * len(ground)
        self.at = [-1] * len(items)
        self.mask = [0] * len(members)
        self.pair = PAIR if together else -PAIR
        self.complaint = weight
        for p in walls:
            self.holder[p] = WALL
        for who, stands in frozen.items():
            for p in stands:
                self.holder[p] = WALL
                self.member[p] = who
                self.mask[who] |= 1 << p
        self.fixed = frozenset(frozen)
        self.ranked = len({one.priority for one in members if one.wishes}) > 1
        # What a step may gain beyond what its items are worth by themselves: pairs, and complaints settled.
        self.slack = 12 * PAIR + (3 * weight if self.ranked else 0)
        self.wishers: dict[int, list[int]] = {}
        for who, one in enumerate(members):
            for p in one.wishes:
                self.wishers.setdefault(p, []).append(who)

    # --- what lies where ---

    def window(self, start: int, size: int) -> list[Change] | None:
        """The items that lie wholly on these stands, or None when one juts out, a wall is among them, or the
        run ends before."""
        end = start + size
        run = self.ground.run
        if start < 0 or end > len(run) or run[end - 1] != run[start]:
            return None
        found: list[Change] = []
        p = start
        while p < end:
            one = self.holder[p]
            if one == WALL:
                return None
            if one == FREE:
                p += 1
                continue
            if self.at[one] != p:
                return None
            found.append((one, p))
            p += self.items[one].size
        return found if p == end else None

    def worth(self, changes: Iterable[Change]) -> int | None:
        """What these items are worth by themselves at these stands; None where one may not lie there."""
        total = 0
        for item, start in changes:
            if start >= 0:
                known = self.items[item].value.get(start)
                if known is None:
                    return None
                total += known[0]
        return total

    def lay(self, changes: Sequence[Change]) -> list[Change]:
        """Make the changes, and return those that undo them. The stands must be free once all have left."""
        back = [(item, self.at[item]) for item, _ in changes]
        for item, start in back:
            if start >= 0:
                for p in range(start, start + self.items[item].size):
                    self.holder[p] = FREE
                    self.member[p] = -1
        for item, start in changes:
            self.at[item] = start
            thing = self.items[item]
            if start < 0:
                for who in thing.members:
                    self.mask[who] = 0
                continue
            p = start
            for who in reversed(thing.members) if thing.value[start][1] else thing.members:
                size = self.members[who].size
                self.mask[who] = ((1 << size) - 1) << p
                for _ in range(size):
                    assert self.holder[p] == FREE, "two on one stand"
                    self.holder[p] = item
                    self.member[p] = who
                    p += 1
        return back

    # --- whether it may lie there beside the others ---

    def clashes(self, changes: Iterable[Change]) -> bool:
        """Whether an item, as it lies now, breaks the peace with rivals or neighbours (H10, H11)."""
        return any(
            self.unwelcome(who) for item, start in changes if start >= 0 for who in self.items[item].members
        )

    def unwelcome(self, who: int) -> bool:
        me = self.members[who]
        if me.rivals and any(self.near(who) & self.mask[other] for other in me.rivals):
            return True
        if me.offends or me.delicate:
            for p in self._beside(who):
                other = self.member[p]
                if other >= 0 and other != who:
                    them = self.members[other]
                    if (me.offends and them.delicate) or (me.delicate and them.offends):
                        return True
        return False

    def near(self, who: int) -> int:
        """Every stand too near to this member for a rival, as bits."""
        found, left = 0, self.mask[who]
        while left:
            low = left & -left
            found |= self.ground.near[low.bit_length() - 1]
            left ^= low
        return found

    def _beside(self, who: int) -> list[int]:
        mask = self.mask[who]
        if not mask:
            return []
        first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
        return [p for p in (self.ground.left[first], self.ground.right[last]) if p >= 0]

    # --- what it is worth together ---

    def pairs(self, spans: Iterable[tuple[int, int]]) -> int:
        """Neighbours of one group with one of them in these spans, each pair once."""
        right, member, members = self.ground.right, self.member, self.members
        seen: set[int] = set()
        for start, end in spans:
            seen.update(range(max(0, start - 1), end))
        total = 0
        for p in seen:
            q = right[p]
            if q >= 0:
                one, other = member[p], member[q]
                if one >= 0 <= other and one != other and members[one].group == members[other].group:
                    total += 1
        return total

    def complaints(self, who: int) -> int:
        """How many stands that this member wished more than what it got went to somebody of lower priority
        whose place it could have taken (level 3)."""
        me = self.members[who]
        found, mine = 0, self.mask[who]
        for p in me.wishes:
            if mine >> p & 1:
                break
            other = self.member[p]
            if other >= 0 and p in me.could and other not in self.fixed:
                them = self.members[other]
                if them.priority < me.priority and them.size >= me.size:
                    found += 1
        return found

    def victims(self, changes: Iterable[Change], spans: Iterable[tuple[int, int]]) -> set[int]:
        """Members whose complaints these changes may touch."""
        found = {who for item, _ in changes for who in self.items[item].members}
        for start, end in spans:
            for p in range(start, end):
                found.update(self.wishers.get(p, ()))
        return found

    def attempt(
        self, changes: Sequence[Change], spans: Sequence[tuple[int, int]], gain: int, least: int
    ) -> bool:
        """Make changes whose worth by themselves rises by `gain` if, with everything, it rises by at least
        `least`; else leave all as it was."""
        victims = self.victims(changes, spans) if self.ranked else ()
        before = sum(self.complaints(who) for who in victims)
        gain -= self.pairs(spans) * self.pair
        back = self.lay(changes)
        gain += self.pairs(spans) * self.pair
        if self.ranked:
            gain -= (sum(self.complaints(who) for who in victims) - before) * self.complaint
        if gain < least or self.clashes(changes):
            self.lay(back)
            return False
        return True

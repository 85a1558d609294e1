"""The floor as the allocator walks it: stands by number along their rows, and which of them can be joined."""

from __future__ import annotations

from collections.abc import Iterable

from fairpos.core.allocation.terms import Rules
from fairpos.core.floor import Gap, Stand

TOUCHING = 50
"""Stands further apart than this (centimetres) have something between them that a merge would swallow."""


def joinable(left: Stand, right: Stand, gaps: frozenset[Gap]) -> bool:
    """Whether two stands are one run: neighbours in a row with nothing between them."""
    return (
        (left.hall, left.row) == (right.hall, right.row)
        and right.position == left.position + 1
        and all((gap.hall, gap.row, gap.after) != (left.hall, left.row, left.position) for gap in gaps)
        and distance(left, right) <= TOUCHING
    )


def distance(one: Stand, other: Stand) -> int:
    """Centimetres of free floor between two stands of one hall; 0 where the plan has no measures yet."""
    if (one.x, one.y) == (other.x, other.y):
        return 0
    across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return max(across, down, 0)


def too_near(one: Stand, other: Stand, booths: int) -> bool:
    """Whether rivals here are less than `booths` apart: along a row by position, else by measure."""
    if one.hall != other.hall:
        return False
    if one.row == other.row:
        return abs(one.position - other.position) < booths
    measured = (one.x, one.y) != (other.x, other.y)
    return measured and distance(one, other) < (booths - 1) * 300


class Ground:
    """Stands numbered along their rows. `run[p]` is the run of joined stands p belongs to; `left` and `right`
    are the numbers of its neighbours, -1 where there is none; `near[p]` is a set of bits: every stand that
    is too near for a rival of whoever stands at p; `pavilions` the stands that each unit was given."""

    def __init__(self, stands: Iterable[Stand], gaps: Iterable[Gap], rules: Rules) -> None:
        known = frozenset(gaps)
        self.stands = tuple(sorted(stands, key=lambda one: (one.hall, one.row, one.position, one.id)))
        self.number = {stand.id: p for p, stand in enumerate(self.stands)}
        self.run: list[int] = []
        self.left: list[int] = []
        self.right: list[int] = [-1] * len(self.stands)
        barred = {(gap.hall, gap.row, gap.after) for gap in known}
        for p, stand in enumerate(self.stands):
            before = self.stands[p - 1] if p else None
            joined = (
                before is not None
                and (before.hall, before.row, before.position) not in barred
                and joinable(before, stand, frozenset())
            )
            self.left.append(p - 1 if joined else -1)
            if joined:
                self.right[p - 1] = p
            self.run.append(self.run[-1] if joined else p)
        self.near = [self._near(p, rules.rival_distance) for p in range(len(self.stands))]
        self.corner = [stand.open_sides >= 2 for stand in self.stands]
        self.usable = [
            stand.kind == "booth"
            and (stand.state == "free" or (stand.state == "reserve" and rules.reserve_open))
            for stand in self.stands
        ]
        self.by_fire = [self._fire_may_burn(stand, rules) for stand in self.stands]
        self.pavilions: dict[str, int] = dict.fromkeys(sorted(set(rules.pavilions.values())), 0)
        for one, unit in rules.pavilions.items():
            self.pavilions[unit] |= self.mask((one,))

    def __len__(self) -> int:
        return len(self.stands)

    def mask(self, ids: Iterable[str]) -> int:
        """The stands of these ids as bits; an id the plan no longer has is none."""
        return sum(1 << self.number[one] for one in set(ids) if one in self.number)

    def _near(self, p: int, booths: int) -> int:
        here = self.stands[p]
        return sum(1 << q for q, other in enumerate(self.stands) if too_near(here, other, booths))

    @staticmethod
    def _fire_may_burn(stand: Stand, rules: Rules) -> bool:
        if (stand.hall, stand.row) not in rules.food_rows:
            return False
        return all(
            hall != stand.hall or point_distance(stand, x, y) >= rules.fire_distance
            for hall, x, y in rules.exits
        )


def point_distance(stand: Stand, x: int, y: int) -> int:
    """Centimetres from a stand's edge to a point, the longer of the two directions."""
    across = max(stand.x - x, x - stand.x - stand.width, 0)
    down = max(stand.y - y, y - stand.y - stand.height, 0)
    return max(across, down)

"""The level vector of a plan: what it is good for, the weightiest first. Two plans compare from the top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from fairpos.core.allocation.ground import joinable
from fairpos.core.allocation.terms import (
    PLACE_POINTS,
    Case,
    Level,
    Placing,
    places_met,
    wish_points,
)
from fairpos.core.application import Application
from fairpos.core.floor import Stand

ANCHORS = 10
"""One exhibitor in so many is an anchor: the best sellers of last season."""


def levels(case: Case, placings: Sequence[Placing]) -> tuple[Level, ...]:
    """Levels 1 to 10, some of them in two figures. Worked out from the placings alone."""
    known = {one.exhibitor: one for one in case.applications}
    stands = {one.id: one for one in case.stands}
    there = [(placing, known[placing.exhibitor]) for placing in placings if placing.exhibitor in known]
    guests = sum(len(placing.with_others) for placing in placings)
    traffic = case.rules.traffic
    starred = sum(
        max(traffic.get(stand, 0) for stand in placing.stands) for placing, one in there if one.stars >= 4
    )
    weak = sum(
        max(traffic.get(stand, 0) for stand in placing.stands)
        for placing, one in there
        if one.unit in case.rules.weak
    )
    return (
        Level("firsts", len(placings) + guests, more=True),
        Level("seconds", sum(len(placing.stands) - 1 for placing in placings), more=True),
        Level("quota-distance", quota_distance(case, there), more=False),
        Level("complaints", complaints(case, there), more=False),
        Level("wishes", sum(points(one, placing, case, stands) for placing, one in there), more=True),
        Level("pairs", pairs(case, there), more=case.rules.groups_together),
        Level("stars", starred, more=True),
        Level("corners", corner_excess(case, there, stands), more=False),
        Level("dead-rows", dead_rows(case, there, stands), more=False),
        Level("fresh-start", weak, more=True),
        Level(
            "fees", sum(case.rules.fees.get(s, 0) for placing in placings for s in placing.stands), more=True
        ),
        Level("moved", moved(case, placings), more=False),
    )


def better(one: Sequence[Level], other: Sequence[Level]) -> bool:
    """Whether the first vector is better: by the first figure in which they differ."""
    for mine, theirs in zip(one, other, strict=True):
        if mine.value != theirs.value:
            return (mine.value > theirs.value) == mine.more
    return False


def points(one: Application, placing: Placing, case: Case, stands: Mapping[str, Stand]) -> int:
    rank = next((n for n, wish in enumerate(one.wishes) if wish in placing.stands), None)
    found = wish_points(rank)
    corner = any(s in stands and stands[s].open_sides >= 2 for s in placing.stands)
    return found + PLACE_POINTS * len(places_met(one.places, placing.stands, corner, case.rules.around))


There = Sequence[tuple[Placing, Application]]


def quota_distance(case: Case, there: There) -> int:
    """Thousandths of a booth between what units hold and their exact shares, added up."""
    held: Counter[str] = Counter()
    for placing, one in there:
        held[one.unit] += len(placing.stands)
    return sum(
        abs(1000 * held[unit] - quota.exact)
        for unit, quota in case.rules.quotas.items()
        if quota.exact is not None
    )


def complaints(case: Case, there: There) -> int:
    """Wished stands that went to somebody of lower priority while the wisher got a worse one."""
    frozen = {one.placing.exhibitor for one in case.rules.frozen}
    on = {stand: (placing, one) for placing, one in there for stand in placing.stands}
    given = frozenset(case.rules.pavilions.values())
    found = 0
    for placing, one in there:
        if one.exhibitor in frozen:
            continue
        for wish in one.wishes:
            if wish in placing.stands:
                break
            if wish not in on:
                continue
            their, other = on[wish]
            if (
                other.priority < one.priority
                and other.exhibitor not in frozen
                and len(their.stands) >= len(placing.stands)
                and one.zone == other.zone
                and case.rules.pavilions.get(wish) == (one.unit if one.unit in given else None)
            ):
                found += 1
    return found


def pairs(case: Case, there: There) -> int:
    """Neighbouring booths of different exhibitors with goods of one group."""
    on = {stand: one for placing, one in there for stand in placing.stands}
    row = sorted(case.stands, key=lambda one: (one.hall, one.row, one.position))
    gaps = frozenset(case.gaps)
    return sum(
        left.id in on
        and right.id in on
        and on[left.id] is not on[right.id]
        and on[left.id].group == on[right.id].group
        and joinable(left, right, gaps)
        for left, right in pairwise(row)
    )


def corners_allowed(case: Case) -> int:
    """The most corners that one unit may have."""
    return -(-corners(case) * case.rules.corner_percent // 100)


def corners(case: Case) -> int:
    return sum(one.open_sides >= 2 and one.kind == "booth" for one in case.stands)


def corner_excess(case: Case, there: There, stands: Mapping[str, Stand]) -> int:
    """Corners that units hold beyond the share that one of them may have."""
    allowed = corners_allowed(case)
    held: Counter[str] = Counter()
    for placing, one in there:
        held[one.unit] += sum(s in stands and stands[s].open_sides >= 2 for s in placing.stands)
    return sum(max(0, number - allowed) for number in held.values())


def anchors(placed: Sequence[Application]) -> frozenset[str]:
    """The best sellers of last season among those who are placed, one in ten of all."""
    sellers = sorted(
        (one for one in placed if one.takings_before), key=lambda one: (-one.takings_before, one.exhibitor)
    )
    return frozenset(one.exhibitor for one in sellers[: max(1, len(placed) // ANCHORS)])


def dead_rows(case: Case, there: There, stands: Mapping[str, Stand]) -> int:
    """Rows with exhibitors but without one of last season's best sellers."""
    best = anchors([one for _, one in there])
    if not best:
        return 0
    rows = {(stands[s].hall, stands[s].row) for placing, _ in there for s in placing.stands if s in stands}
    live = {
        (stands[s].hall, stands[s].row)
        for placing, one in there
        if one.exhibitor in best
        for s in placing.stands
        if s in stands
    }
    return len(rows - live)


def moved(case: Case, placings: Sequence[Placing]) -> int:
    """Exhibitors that keep none of the stands they had in the last published version."""
    now = {placing.exhibitor: set(placing.stands) for placing in placings}
    return sum(not now.get(who, set()) & set(had) for who, had in case.rules.before.items())

"""How many booths everyone gets: everybody's first before anybody's second, under zones, quotas and caps.

Only counted here, not placed: where the booths are is decided afterwards, and what the floor cannot give
joined is taken back there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from fairpos.core.allocation.ground import Ground
from fairpos.core.allocation.parties import Party
from fairpos.core.allocation.terms import Case, Code
from fairpos.core.fair import ZONES, ZoneKey


@dataclass(slots=True)
class Counted:
    """Booths of each party by its place in the queue (0: none), and why somebody got no first or no more."""

    sizes: list[int]
    why: dict[int, Code]


@dataclass(slots=True)
class Purse:
    """What is still to be given, of each zone, unit and group. A zone counts what belongs to no pavilion."""

    zone: dict[ZoneKey, int]
    unit: dict[str, int]
    group: dict[str, int]
    pavilion: dict[str, int]
    owed: dict[str, int] = field(default_factory=dict)
    zone_of_unit: dict[str, ZoneKey] = field(default_factory=dict)

    def free(self, zone: ZoneKey, unit: str, *, keep: bool) -> int:
        """Booths of a zone that this unit may take; with `keep`, not those that other units are owed. A unit
        with a pavilion takes only what is left there."""
        if unit in self.pavilion:
            return self.pavilion[unit]
        kept = sum(
            owed
            for one, owed in self.owed.items()
            if one != unit and one not in self.pavilion and self.zone_of_unit[one] == zone
        )
        return self.zone.get(zone, 0) - (kept if keep else 0)

    def take(self, zone: ZoneKey, unit: str, group: str, booths: int) -> None:
        if unit in self.pavilion:
            self.pavilion[unit] -= booths
        else:
            self.zone[zone] -= booths
        if unit in self.unit:
            self.unit[unit] -= booths
        if group in self.group:
            self.group[group] -= booths
        if unit in self.owed:
            self.owed[unit] = max(0, self.owed[unit] - booths)


def most_of(party: Party, case: Case) -> int:
    return min(party.main.most, case.rules.booths_most)


def purse(case: Case, ground: Ground, queue: Sequence[Party]) -> Purse:
    """What a run may give, after what is frozen and what must stay free (H13, H14, H20)."""
    rules = case.rules
    taken = {stand for one in rules.frozen for stand in one.placing.stands}
    free = [stand for p, stand in enumerate(ground.stands) if ground.usable[p] and stand.id not in taken]
    zone = Counter(stand.zone for stand in free if stand.id not in rules.pavilions)
    given = Counter(rules.pavilions[stand.id] for stand in free if stand.id in rules.pavilions)
    if not rules.reserve_open:
        loose = [stand for stand in ground.stands if stand.id not in rules.pavilions]
        whole = Counter(stand.zone for stand in loose if stand.kind == "booth")
        kept = Counter(stand.zone for stand in loose if is_kept(stand.state, stand.kind))
        for one_zone in list(zone):
            keep = to_keep(whole[one_zone], rules.reserve_percent) - kept[one_zone]
            zone[one_zone] = max(0, zone[one_zone] - max(0, keep))
    unit = {key: quota.most for key, quota in rules.quotas.items() if quota.most is not None}
    group = dict(rules.group_most)
    least = {key: quota.least for key, quota in rules.quotas.items() if quota.least}
    by_name = {one.exhibitor: one for one in case.applications}
    for one in rules.frozen:
        known = by_name.get(one.placing.exhibitor)
        if known is None:
            continue
        for left, name in ((unit, known.unit), (group, known.group), (least, known.unit)):
            if name in left:
                left[name] = max(0, left[name] - len(one.placing.stands))
    asked = Counter(dict.fromkeys(least, 0))
    for party in queue:
        asked[party.main.unit] += most_of(party, case)
    zones = {party.main.unit: party.main.zone for party in queue}
    owed = {key: min(least[key], asked[key]) for key in least if key in zones}
    pavilion = {key: given[key] for key in ground.pavilions}
    return Purse(dict(zone), unit, group, pavilion, owed, zones)


def is_kept(state: str, kind: str) -> bool:
    return state == "reserve" and kind == "booth"


def to_keep(booths: int, percent: int) -> int:
    """Booths of a zone that stay free: a part of a booth is a whole one."""
    return -(-booths * percent // 100)


def count(case: Case, ground: Ground, queue: Sequence[Party]) -> Counted:
    """Firsts, then what units are owed, then firsts again, then the rounds of expansion."""
    left = purse(case, ground, queue)
    sizes, why = [0] * len(queue), dict[int, Code]()
    zone_of: dict[int, ZoneKey] = {}

    def grant(place: int, booths: int, *, keep: bool) -> None:
        party = queue[place]
        zones = [zone_of[place]] if place in zone_of else _zones(party, case)
        main = party.main
        if main.unit in left.unit and left.unit[main.unit] < booths:
            why[place] = "UNIT_QUOTA_FULL"
            return
        if main.group in left.group and left.group[main.group] < booths:
            why[place] = "GROUP_FULL"
            return
        zone = next((one for one in zones if left.free(one, main.unit, keep=keep) >= booths), None)
        if zone is None:
            room = any(left.free(one, main.unit, keep=keep) > 0 for one in zones)
            full: Code = "PAVILION_FULL" if main.unit in left.pavilion else "ZONE_FULL"
            why[place] = "MIN_SIZE_NOT_AVAILABLE" if room and booths > 1 and not sizes[place] else full
            return
        left.take(zone, main.unit, main.group, booths)
        zone_of[place] = zone
        sizes[place] += booths
        why.pop(place, None)

    def firsts(*, keep: bool) -> None:
        for place, party in enumerate(queue):
            if not sizes[place]:
                grant(place, party.main.least, keep=keep)

    def further(*, owed: bool) -> None:
        for size in range(2, case.rules.booths_most + 1):
            for place, party in enumerate(queue):
                wants = sizes[place] == size - 1 and most_of(party, case) >= size and not party.others
                if wants and (not owed or left.owed.get(party.main.unit, 0) > 0):
                    grant(place, 1, keep=True)

    firsts(keep=True)
    further(owed=True)
    left.owed.clear()
    firsts(keep=False)
    further(owed=False)
    return Counted(sizes, why)


def _zones(party: Party, case: Case) -> list[ZoneKey]:
    """Its own zone first, then those that are open to others."""
    return [party.main.zone, *(one for one in ZONES if one in case.rules.opened and one != party.main.zone)]

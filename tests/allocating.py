"""Cases for allocations: a hall by a line of text, and one as large as the largest fairs of the country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from fairpos.core.allocation import Case, Frozen, Placing, Plan, Quota, Rules, allocate
from fairpos.core.application import Application, Trait
from fairpos.core.chance import Chance
from fairpos.core.fair import ZoneKey
from fairpos.core.floor import Facility, Gap, Stand
from fairpos.core.quotas import Claim, shares

FIRST_DAY, LAST_DAY = "2026-09-01", "2026-09-06"
STEPS = 3_000


def stands(row: str, count: int, zone: ZoneKey = "in-province", **fields: Any) -> tuple[Stand, ...]:
    """A row of standard booths: A1, A2 ..., corners at both ends."""
    return tuple(
        Stand(
            id=f"{row}{n}",
            zone=zone,
            hall="H1",
            row=row,
            position=n,
            open_sides=2 if n in (1, count) else 1,
            **fields,
        )
        for n in range(1, count + 1)
    )


def firm(name: str, **fields: Any) -> Application:
    return Application(**({"exhibitor": name, "zone": "in-province", "unit": "HL", "group": "tea"} | fields))


def case(
    floor: Sequence[Stand], firms: Iterable[Application], gaps: Iterable[Gap] = (), **rules: Any
) -> Case:
    return Case(
        stands=tuple(floor),
        gaps=tuple(gaps),
        applications=tuple(firms),
        rules=Rules(first_day=FIRST_DAY, last_day=LAST_DAY, **rules),
    )


def run(of: Case, seed: str = "hạt giống", steps: int = STEPS) -> Plan:
    return allocate(of, seed, steps=steps)


def where(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {one.exhibitor: one.stands for one in plan.placings}


def codes(plan: Plan, exhibitor: str) -> list[str]:
    found = plan.result(exhibitor)
    assert found is not None
    return [reason.code for reason in found.reasons]


def frozen(placings: Iterable[Placing]) -> tuple[Frozen, ...]:
    return tuple(Frozen(placing=one, why="contracted") for one in placings)


ROWS = (("in-province", 20), ("other-province", 13), ("foreign", 2))
GROUPS = ("tea", "honey", "seafood", "medicine", "rice", "craft", "fruit", "wine", "sweets", "spice")
FACILITIES: tuple[Facility, ...] = ("power-3-phase", "water", "gas")


def large(
    seed: str,
    *,
    exhibitors: int = 300,
    rows: Sequence[tuple[str, int]] = ROWS,
    neighbours: int = 40,
    rivals: int = 40,
    priorities: int = 1,
) -> Case:
    """Rows of ten booths, exhibitors who ask for one to four of them, five wishes each that many share,
    quotas by district and province, and as many wishes for and against neighbours as told."""
    chance = Chance(seed)
    floor: list[Stand] = []
    for zone, number in rows:
        for n in range(number):
            row = f"{zone[0].upper()}{n:02d}"
            for one in stands(row, 10, zone):  # type: ignore[arg-type]
                facilities: set[Facility] = {f for f in FACILITIES if chance.below(4) == 0}
                facilities.add("power")
                floor.append(
                    replace(
                        one,
                        facilities=frozenset(facilities),
                        x=300 * one.position,
                        y=700 * (len(floor) // 10),
                    )
                )
    by_zone = {zone: [one for one in floor if one.zone == zone] for zone, _ in rows}
    whole = sum(number for _, number in rows)
    units: list[tuple[str, str]] = []
    for zone, number in rows:
        people = exhibitors * number // whole
        kinds = max(1, 13 * number // 20)
        units += [(zone, f"{zone}-{chance.below(kinds)}") for _ in range(people)]
    units += [(rows[0][0], f"{rows[0][0]}-0")] * (exhibitors - len(units))
    firms: list[Application] = []
    for n, (zone, unit) in enumerate(units):
        most = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4)[chance.below(12)]
        traits: set[Trait] = set()
        draw = chance.below(20)
        if draw == 0:
            traits.add("strong-smell")
        elif draw < 4:
            traits.add("delicate")
        places = by_zone[zone]
        popular = [one for one in places if one.open_sides == 2]
        wishes = [chance.one_of(popular).id for _ in range(2)] + [chance.one_of(places).id for _ in range(4)]
        firms.append(
            firm(
                f"DN{n:03d}",
                zone=zone,
                unit=unit,
                group=chance.one_of(GROUPS),
                least=most if chance.below(8) == 0 else 1,
                most=most,
                facilities=frozenset({chance.one_of(FACILITIES)} if chance.below(8) == 0 else {"power"}),
                traits=frozenset(traits),
                wishes=tuple(dict.fromkeys(wishes))[:5],
                priority=10 * chance.below(priorities),
                stars=3 + chance.below(3),
            )
        )
    firms = _related(firms, "neighbours", neighbours, chance)
    firms = _related(firms, "rivals", rivals, chance)
    quotas: dict[str, Quota] = {}
    for zone, _ in rows:
        asked: dict[str, int] = {}
        firsts: dict[str, int] = {}
        for who in firms:
            if who.zone == zone:
                asked[who.unit] = asked.get(who.unit, 0) + who.most
                firsts[who.unit] = firsts.get(who.unit, 0) + who.least
        claims = [
            Claim(unit=unit, weight=number, least=min(firsts[unit], number), most=number)
            for unit, number in sorted(asked.items())
        ]
        quotas |= {
            share.unit: Quota(least=firsts[share.unit], most=share.booths, exact=round(1000 * share.exact))
            for share in shares(len(by_zone[zone]), claims, seed=seed)
        }
    return case(floor, firms, quotas=quotas)


def _related(firms: list[Application], field: str, count: int, chance: Chance) -> list[Application]:
    """Pairs of one zone that must be, or must not be, beside each other; nobody is in two pairs of a kind."""
    found = {one.exhibitor: one for one in firms}
    free = [one.exhibitor for one in firms]
    while count:
        one = free.pop(chance.below(len(free)))
        mates = [
            name for name in free if found[name].zone == found[one].zone and _may(found[one], found[name])
        ]
        if not mates:
            continue
        other = chance.one_of(mates)
        free.remove(other)
        found[one] = (
            replace(found[one], neighbours=(other,))
            if field == "neighbours"
            else replace(found[one], rivals=(other,))
        )
        count -= 1
    return list(found.values())


def _may(one: Application, other: Application) -> bool:
    """Two who must be neighbours are no rivals and do not offend each other."""
    apart = other.exhibitor in one.neighbours or one.exhibitor in other.neighbours
    return not apart and not (one.traits and other.traits)

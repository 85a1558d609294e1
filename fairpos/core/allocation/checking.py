"""Which hard rules a plan breaks. Written apart from the allocator, so that each watches the other.

Everything here starts from the placings and the plan of the floor; nothing is taken from a run. Hand edits
are checked by the same function while they are typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fairpos.core.allocation.admission import lacks_goods_list
from fairpos.core.allocation.checking_floor import Booths, blocks_broken, company_broken, reserve_broken
from fairpos.core.allocation.terms import Case, Placing, Rule
from fairpos.core.application import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One broken rule: whom it concerns, which stands, and its facts (a unit, a paper, two figures)."""

    rule: Rule
    exhibitors: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    what: tuple[str, ...] = field(default=())


def broken(case: Case, placings: Sequence[Placing]) -> tuple[Fault, ...]:
    """Every hard rule that these placings break, in the order of the rules.

    What is frozen was agreed before: it answers for no rule by itself, only for those it breaks together
    with somebody who is placed now.
    """
    known = {one.exhibitor: one for one in case.applications}
    frozen = {one.placing.exhibitor for one in case.rules.frozen}
    floor = Booths(case, placings)
    found: list[Fault] = [*_occupied_twice(placings), *_said_twice(placings)]
    for placing in placings:
        if placing.exhibitor not in frozen:
            for name in (placing.exhibitor, *placing.with_others):
                one = known.get(name)
                if one is not None:
                    found += _papers(one, case)
            one = known.get(placing.exhibitor)
            found += _by_itself(
                placing, one, case, floor, [known[n] for n in placing.with_others if n in known]
            )
    found += _counted(case, placings, known)
    found += _beside(case, placings, known, frozen, floor)
    found += _frozen(case, placings)
    found += (Fault(rule="H12", exhibitors=names) for names in company_broken(case, floor, frozen))
    found += (Fault(rule="H12", what=(unit,)) for unit in blocks_broken(case, floor, frozen))
    found += (Fault(rule="H20", what=facts) for facts in reserve_broken(case, floor))
    return tuple(
        sorted(set(found), key=lambda one: (int(one.rule[1:]), one.exhibitors, one.stands, one.what))
    )


def _occupied_twice(placings: Iterable[Placing]) -> Iterator[Fault]:
    holders: dict[str, list[str]] = {}
    for placing in placings:
        for stand in placing.stands:
            holders.setdefault(stand, []).append(placing.exhibitor)
    for stand, names in holders.items():
        if len(names) > 1:
            yield Fault(rule="H1", exhibitors=tuple(sorted(names)), stands=(stand,))


def _said_twice(placings: Iterable[Placing]) -> Iterator[Fault]:
    times = Counter(name for one in placings for name in (one.exhibitor, *one.with_others))
    for name, number in times.items():
        if number > 1:
            yield Fault(rule="H2", exhibitors=(name,))


def _papers(one: Application, case: Case) -> Iterator[Fault]:
    who = (one.exhibitor,)
    if one.papers_missing:
        yield Fault(rule="H15", exhibitors=who, what=tuple(sorted(one.papers_missing)))
    for paper in one.papers:
        if paper.valid_to is not None and paper.valid_to < case.rules.last_day:
            yield Fault(rule="H15", exhibitors=who, what=(paper.kind, paper.valid_to))
    if lacks_goods_list(one):
        yield Fault(rule="H16", exhibitors=who)
    if case.rules.deposit_overdue and not one.paid:
        yield Fault(rule="H17", exhibitors=who)


def _by_itself(
    placing: Placing,
    one: Application | None,
    case: Case,
    floor: Booths,
    others: Sequence[Application],
) -> Iterator[Fault]:
    who, where, size = (placing.exhibitor,), placing.stands, len(placing.stands)
    missing = tuple(stand for stand in where if stand not in floor.stands)
    if missing or not where:
        yield Fault(rule="H4", exhibitors=who, stands=missing)
        return
    stands = [floor.stands[stand] for stand in where]
    if not floor.in_one_row(where):
        yield Fault(rule="H4", exhibitors=who, stands=where)
    elif floor.swallows_an_aisle(where):
        yield Fault(rule="H19", exhibitors=who, stands=where)
    for stand in stands:
        closed = stand.state in ("blocked", "fixed") or (
            stand.state == "reserve" and not case.rules.reserve_open
        )
        if closed or stand.kind != "booth":
            rule: Rule = "H13" if stand.state == "fixed" else "H14"
            yield Fault(rule=rule, exhibitors=who, stands=(stand.id,))
    if one is None:
        return
    if not one.least <= size <= one.most:
        yield Fault(rule="H3", exhibitors=who, stands=where, what=(str(one.least), str(one.most)))
    if size > case.rules.booths_most:
        yield Fault(rule="H18", exhibitors=who, stands=where, what=(str(case.rules.booths_most),))
    foreign = tuple(s.id for s in stands if s.zone != one.zone and s.zone not in case.rules.opened)
    if foreign:
        yield Fault(rule="H5", exhibitors=who, stands=foreign)
    given = tuple(s.id for s in stands if floor.given_otherwise(s.id, one.unit))
    if given:
        named = case.rules.pavilions.get(given[0], one.unit)
        yield Fault(rule="H21", exhibitors=who, stands=given, what=(named,))
    there = frozenset().union(*(stand.facilities for stand in stands))
    for each in (one, *others):
        lacking = tuple(sorted(each.facilities - there))
        if lacking:
            yield Fault(rule="H8", exhibitors=(each.exhibitor,), stands=where, what=lacking)
        if "open-fire" in each.traits:
            near = tuple(stand.id for stand in stands if not floor.fire_may_burn(stand))
            if near:
                yield Fault(rule="H9", exhibitors=(each.exhibitor,), stands=near)


def _counted(case: Case, placings: Sequence[Placing], known: Mapping[str, Application]) -> Iterator[Fault]:
    by_unit: Counter[str] = Counter()
    by_group: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for placing in placings:
        if placing.exhibitor in known:
            by_unit[known[placing.exhibitor].unit] += len(placing.stands)
            by_group[known[placing.exhibitor].group] += len(placing.stands)
    for one in case.applications:
        if not any(_papers(one, case)):
            asked[one.unit] += min(one.most, case.rules.booths_most)
    for unit, quota in sorted(case.rules.quotas.items()):
        held = by_unit[unit]
        if quota.most is not None and held > quota.most:
            yield Fault(rule="H6", what=(unit, str(held), str(quota.most)))
        if held < min(quota.least, asked[unit]):
            yield Fault(rule="H6", what=(unit, str(held), str(quota.least)))
    for group, most in sorted(case.rules.group_most.items()):
        if by_group[group] > most:
            yield Fault(rule="H7", what=(group, str(by_group[group]), str(most)))


def _beside(
    case: Case,
    placings: Sequence[Placing],
    known: Mapping[str, Application],
    frozen: set[str],
    floor: Booths,
) -> Iterator[Fault]:
    """Rivals too near and smells beside what is delicate; two who are both frozen were agreed before."""
    for place, one in enumerate(placings):
        for other in placings[place + 1 :]:
            if one.exhibitor in frozen and other.exhibitor in frozen:
                continue
            mine = [known[n] for n in (one.exhibitor, *one.with_others) if n in known]
            theirs = [known[n] for n in (other.exhibitor, *other.with_others) if n in known]
            names = tuple(sorted((one.exhibitor, other.exhibitor)))
            where = (*one.stands, *other.stands)
            if any(b.exhibitor in a.rivals or a.exhibitor in b.rivals for a in mine for b in theirs):
                nearest = floor.booths_between(one.stands, other.stands)
                if nearest is not None and nearest < case.rules.rival_distance:
                    yield Fault(rule="H11", exhibitors=names, stands=where, what=(str(nearest),))
            smell = any(_hurts(a, b) or _hurts(b, a) for a in mine for b in theirs)
            if smell and floor.touch(one.stands, other.stands):
                yield Fault(rule="H10", exhibitors=names, stands=where)


def _hurts(one: Application, other: Application) -> bool:
    strong = "strong-smell" in one.traits or "live-animals" in one.traits
    return strong and "delicate" in other.traits


def _frozen(case: Case, placings: Sequence[Placing]) -> Iterator[Fault]:
    now = {placing.exhibitor: placing.stands for placing in placings}
    for one in case.rules.frozen:
        if now.get(one.placing.exhibitor) != one.placing.stands:
            yield Fault(rule="H13", exhibitors=(one.placing.exhibitor,), stands=one.placing.stands)

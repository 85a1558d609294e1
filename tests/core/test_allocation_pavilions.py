"""Booths given to a unit as a whole: nobody else stands there, and its exhibitors stand nowhere else."""

from __future__ import annotations

import pytest

from fairpos.core.allocation import Fault, Placing, Quota, allocate, broken
from fairpos.core.application import Application
from tests.allocating import case, codes, firm, large, run, stands, where

ROW = stands("R", 8)
GIVEN = {f"R{n}": "Ba Chẽ" for n in (3, 4, 5)}


def of(unit: str, *names: str, **fields: object) -> list[Application]:
    return [firm(name, unit=unit, **fields) for name in names]


def test_a_unit_stands_on_what_it_was_given_and_nobody_else_does() -> None:
    firms = [
        *of("Ba Chẽ", "A", "B", "C", wishes=("R1",)),
        *of("HL", "D", "E", wishes=("R4", "R3"), priority=9),
    ]
    found = case(ROW, firms, pavilions=GIVEN)
    plan = run(found)
    placed = where(plan)
    assert {stand for name in "ABC" for stand in placed[name]} == set(GIVEN)
    assert {stand for name in "DE" for stand in placed[name]} & set(GIVEN) == set()
    assert broken(found, plan.placings) == ()
    # A place that nobody else could have had is no ground for a complaint.
    assert {level.key: level.value for level in plan.levels}["complaints"] == 0


def test_who_finds_no_more_room_there_is_told_so_and_gets_no_booth_outside() -> None:
    firms = of("Ba Chẽ", "A", "B", "C", "D", most=2)
    plan = run(case(ROW, firms, pavilions=GIVEN))
    assert sorted(len(stands) for stands in where(plan).values()) == [1, 1, 1]
    (out,) = (one for one in plan.results if not one.placed)
    assert codes(plan, out.exhibitor)[0] == "PAVILION_FULL"
    assert (out.reasons[0].what, out.reasons[0].number, out.waiting) == (("Ba Chẽ",), 3, 1)


def test_producers_share_what_their_unit_was_given_when_it_pools() -> None:
    firms = of("Ba Chẽ", *(f"P{n}" for n in range(5)), shares=True)
    found = case(ROW, firms, pavilions=GIVEN, pools=frozenset({"Ba Chẽ"}))
    plan = run(found)
    assert len(plan.placings) == 3
    assert all(one.placed for one in plan.results)
    assert broken(found, plan.placings) == ()


def test_the_reserve_is_kept_out_of_what_was_not_given() -> None:
    firms = [*of("Ba Chẽ", "A", "B", "C"), *of("HL", *(f"H{n}" for n in range(5)))]
    found = case(ROW, firms, pavilions=GIVEN, reserve_percent=40)
    plan = run(found)
    assert len([one for one in plan.placings if one.exhibitor.startswith("H")]) == 3
    assert len(plan.placings) == 6
    assert broken(found, plan.placings) == ()


@pytest.mark.parametrize(("name", "stand", "of_unit"), [("A", "R1", "Ba Chẽ"), ("D", "R3", "Ba Chẽ")])
def test_the_checker_notices_both_sides(name: str, stand: str, of_unit: str) -> None:
    found = case(ROW, [*of("Ba Chẽ", "A"), *of("HL", "D")], pavilions=GIVEN)
    assert broken(found, [Placing(exhibitor=name, stands=(stand,))]) == (
        Fault(rule="H21", exhibitors=(name,), stands=(stand,), what=(of_unit,)),
    )


def test_a_large_fair_with_pavilions_in_pieces_breaks_no_rule() -> None:
    crowd = large("cụm", exhibitors=90, rows=(("in-province", 12),), neighbours=8, rivals=8)
    units = sorted({one.unit for one in crowd.applications})[:2]
    given = {stand.id: units[n % 2] for n, stand in enumerate(crowd.stands) if n % 30 < 20}
    room = {unit: sum(one == unit for one in given.values()) for unit in units}
    asked = {unit: quota for unit, quota in crowd.rules.quotas.items() if unit not in units}
    asked |= {unit: Quota(most=room[unit]) for unit in units}
    found = case(crowd.stands, crowd.applications, pavilions=given, quotas=asked, blocks=frozenset(units))
    plan = allocate(found, "s", steps=2_000)
    assert [fault for fault in broken(found, plan.placings) if fault.rule != "H6"] == []
    assert allocate(found, "s", steps=2_000) == plan

"""Wishes for a kind of place, the units to be helped, those promised a place, and the best sellers' rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.core.allocation import Reason, broken
from tests.allocating import case, firm, large, run, stands, where

ROW = stands("R", 6)
AROUND = {"entrance": frozenset({"R1", "R2"}), "toilet": frozenset({"R5", "R6"})}


def levels(of: object) -> dict[str, int]:
    return {level.key: level.value for level in of.levels}  # type: ignore[attr-defined]


def test_a_corner_near_the_entrance_goes_to_who_wants_one_and_others_keep_away_from_toilets() -> None:
    firms = [
        firm("A", places=frozenset({"far-toilet"})),
        firm("B", places=frozenset({"corner", "near-entrance"})),
        firm("C"),
        firm("D"),
    ]
    plan = run(case(ROW, firms, around=AROUND))
    placed = where(plan)
    assert placed["B"] == ("R1",)
    assert placed["A"][0] not in AROUND["toilet"]
    assert levels(plan)["wishes"] == 9
    told = {one.exhibitor: one.reasons for one in plan.results}
    assert told["B"][1] == Reason(code="OK_PLACE", what=("corner", "near-entrance"))
    assert [reason.code for reason in told["C"]] == ["OK_AREA"]


def test_a_unit_to_be_helped_gets_the_busier_booth_of_two_who_wish_nothing() -> None:
    firms = [firm("A", unit="HL"), firm("B", unit="Ba Chẽ")]
    plan = run(case(stands("R", 2), firms, traffic={"R1": 10, "R2": 90}, weak=frozenset({"Ba Chẽ"})))
    assert where(plan) == {"A": ("R1",), "B": ("R2",)}
    assert levels(plan)["fresh-start"] == 90


def test_who_was_promised_a_place_is_placed_before_a_higher_priority() -> None:
    firms = [firm("A", priority=100), firm("B", priority=1)]
    plan = run(case(stands("R", 1), firms, promised=frozenset({"B"})))
    assert where(plan) == {"B": ("R1",)}


def test_no_unit_takes_more_corners_than_its_share_where_nobody_loses_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    floor = [one for row in "ABC" for one in stands(row, 4)]
    others = [firm(f"B{n}", unit=f"X{n % 3}") for n in range(6)]
    found = case(floor, [*(firm(f"A{n}") for n in range(6)), *others], corner_percent=20)
    plan = run(found)
    assert (levels(plan)["corners"], broken(found, plan.placings)) == (0, ())
    # Who wished for its corner keeps it: a wish counts more than the share of its unit.
    wishing = [firm(f"A{n}", wishes=(f"{row}1",)) for n, row in enumerate("ABC")]
    kept = where(run(case(floor, [*wishing, *others], corner_percent=20)))
    assert [kept[one.exhibitor] for one in wishing] == [("A1",), ("B1",), ("C1",)]
    monkeypatch.setattr("fairpos.core.allocation.allocator.share_corners", lambda *_: None)
    assert levels(run(found))["corners"] == 1


def test_best_sellers_are_spread_so_that_no_row_is_dead_and_nothing_above_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    floor = [*stands("A", 10), *(replace(one, y=900) for one in stands("B", 10))]
    sellers = [firm(f"A{n}", takings_before=9_000_000, wishes=("B5",) if n else ()) for n in range(2)]
    found = case(floor, [*sellers, *(firm(f"X{n}", wishes=("B4",) if n else ()) for n in range(18))])
    plan = run(found)
    assert (levels(plan)["dead-rows"], broken(found, plan.placings)) == (0, ())
    assert where(plan)["A1"] == ("B5",)
    monkeypatch.setattr("fairpos.core.allocation.allocator.spread", lambda *_, **__: None)
    before = run(found)
    above = ("firsts", "seconds", "complaints", "wishes", "pairs", "stars")
    assert [levels(before)[key] for key in above] == [levels(plan)[key] for key in above]


def test_a_large_fair_keeps_every_rule_while_best_sellers_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = large("neo", exhibitors=60, rows=(("in-province", 8),), neighbours=4, rivals=4)
    sold = [replace(one, takings_before=(n % 7 == 0) * (n + 1)) for n, one in enumerate(crowd.applications)]
    found = replace(crowd, applications=tuple(sold))
    plan = run(found)
    monkeypatch.setattr("fairpos.core.allocation.allocator.spread", lambda *_, **__: None)
    before = run(found)
    assert broken(found, plan.placings) == ()
    assert levels(plan)["dead-rows"] < levels(before)["dead-rows"]

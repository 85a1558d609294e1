"""Named tests of the allocator, by rule: obstacles, sizes, rivals, smells, papers, fire, reserve."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from fairpos.core.allocation import Quota, broken
from fairpos.core.application import Paper
from fairpos.core.floor import Gap
from tests.allocating import LAST_DAY, case, codes, firm, frozen, run, stands, where


def test_t1_no_home_firm_stands_outside_its_zone() -> None:
    floor = (*stands("A", 4), *stands("B", 4, "other-province"), *stands("C", 2, "foreign"))
    firms = [firm(f"nhà {n}", wishes=(f"B{n}",)) for n in range(1, 7)]
    plan = run(case(floor, firms))
    assert sorted(stand for taken in where(plan).values() for stand in taken) == ["A1", "A2", "A3", "A4"]
    refused = [one for one in plan.results if not one.placed]
    assert [(one.reasons[0].code, one.reasons[0].number) for one in refused] == [("ZONE_FULL", 4)] * 2
    opened = run(case(floor, firms, opened=frozenset({"other-province"})))
    assert len(where(opened)) == 6


def test_t7_nobody_is_joined_across_a_column() -> None:
    floor, column = stands("A", 10), Gap("H1", "A", 5)
    firms = [firm(f"D{n}", least=2, most=2, wishes=("A5", "A6")) for n in range(4)]
    taken = where(run(case(floor, firms, [column])))
    assert len(taken) == 4
    assert not any({"A5", "A6"} <= set(stands_of) for stands_of in taken.values())


def test_t8_three_or_none_where_only_two_are_joined() -> None:
    floor, column = stands("A", 4), Gap("H1", "A", 2)
    plan = run(case(floor, [firm("D", least=3, most=3)], [column]))
    assert where(plan) == {}
    assert codes(plan, "D") == ["MIN_SIZE_NOT_AVAILABLE"]


def test_t9_rivals_stand_three_apart_or_one_of_them_waits_with_the_reason() -> None:
    one, other = firm("điều 1", rivals=("điều 2",), priority=5), firm("điều 2")
    apart = where(run(case(stands("A", 6), [one, other])))
    (first,), (second,) = apart["điều 1"], apart["điều 2"]
    assert abs(int(first[1:]) - int(second[1:])) >= 3
    plan = run(case(stands("A", 3), [one, other]))
    assert list(where(plan)) == ["điều 1"]
    assert codes(plan, "điều 2") == ["RIVAL_TOO_NEAR"]
    result = plan.result("điều 2")
    assert result is not None
    assert (result.reasons[0].names, result.waiting) == (("điều 1",), 1)


def test_t10_fish_sauce_never_stands_beside_tea() -> None:
    firms = [
        *(firm(f"trà {n}", traits=frozenset({"delicate"})) for n in range(3)),
        *(firm(f"mắm {n}", traits=frozenset({"strong-smell"})) for n in range(3)),
    ]
    of = case(stands("A", 8), firms)
    for seed in ("a", "b", "c"):
        plan = run(of, seed)
        on = {stand: name[:3] for name, taken in where(plan).items() for stand in taken}
        row = [on.get(f"A{n}") for n in range(1, 9)]
        assert len(where(plan)) == 6
        assert not any({a, b} == {"trà", "mắm"} for a, b in pairwise(row))
        assert broken(of, plan.placings) == ()


def test_t11_a_certificate_that_ends_on_the_third_day_of_six_keeps_its_holder_out() -> None:
    ends = firm("D", papers=(Paper("ocop", "2026-09-03"),))
    plan = run(case(stands("A", 3), [ends, firm("E", papers=(Paper("ocop", LAST_DAY),))]))
    assert list(where(plan)) == ["E"]
    result = plan.result("D")
    assert result is not None
    assert [(one.code, one.what) for one in result.reasons] == [
        ("DOCUMENT_EXPIRES_DURING_FAIR", ("ocop 2026-09-03",))
    ]
    assert result.waiting is None


def test_missing_papers_an_unpaid_deposit_and_a_late_file_are_told_together() -> None:
    out = firm("D", papers_missing=("label", "food-safety"), paid=False, received_at=9)
    of = case(stands("A", 3), [out], deposit_overdue=True, closes_at=8)
    assert codes(run(of), "D") == ["DOCUMENT_MISSING", "UNPAID", "LATE"]


def test_late_ones_come_after_everyone_in_time_whatever_their_priority() -> None:
    firms = [firm("sớm", received_at=1), firm("muộn", received_at=9, priority=99)]
    plan = run(case(stands("A", 1), firms, closes_at=8))
    assert list(where(plan)) == ["sớm"]
    assert codes(plan, "muộn") == ["LATE", "ZONE_FULL"]


def test_water_is_found_or_its_lack_is_said() -> None:
    floor = (*stands("A", 3), *stands("B", 1, facilities=frozenset({"water"})))
    wet = [firm(f"D{n}", facilities=frozenset({"water"}), priority=-n) for n in range(2)]
    plan = run(case(floor, [*wet, *(firm(f"E{n}", priority=9, wishes=("B1",)) for n in range(3))]))
    assert where(plan)["D0"] == ("B1",)
    assert codes(plan, "D1") == ["ZONE_FULL"]
    gas = run(case(floor, [firm("D", facilities=frozenset({"gas"}))]))
    assert codes(gas, "D") == ["NO_FACILITY"]


def test_open_fire_burns_in_the_food_rows_and_far_from_exits() -> None:
    floor = (*stands("A", 3), *(one for one in stands("B", 3, x=0, y=1_000)))
    fire = firm("nướng", traits=frozenset({"open-fire"}))
    near: dict[str, Any] = {"food_rows": frozenset({("H1", "B")}), "exits": (("H1", 100, 1_200),)}
    assert where(run(case(floor, [fire], food_rows=frozenset({("H1", "B")}))))["nướng"][0][0] == "B"
    assert codes(run(case(floor, [fire], **near)), "nướng") == ["NO_FITTING_PLACE"]
    assert codes(run(case(floor, [fire])), "nướng") == ["NO_FITTING_PLACE"]


def test_a_group_is_full_at_its_cap_and_a_unit_at_its_quota() -> None:
    firms = [firm(f"D{n}", group="honey", unit=f"U{n}", priority=-n) for n in range(3)]
    plan = run(case(stands("A", 5), firms, group_most={"honey": 2}))
    assert codes(plan, "D2") == ["GROUP_FULL"]
    same = [firm(f"D{n}", priority=-n) for n in range(3)]
    plan = run(case(stands("A", 5), same, quotas={"HL": Quota(most=2)}))
    assert codes(plan, "D2") == ["UNIT_QUOTA_FULL"]
    result = plan.result("D2")
    assert result is not None
    assert (result.reasons[0].names, result.reasons[0].what) == (("D0", "D1"), ("HL",))


def test_a_unit_gets_what_it_is_owed_before_others_of_higher_priority() -> None:
    firms = [
        *(firm(f"lớn {n}", unit="HL", priority=9) for n in range(4)),
        *(firm(f"nhỏ {n}", unit="BC") for n in range(2)),
    ]
    plan = run(case(stands("A", 4), firms, quotas={"BC": Quota(least=2)}))
    assert {"nhỏ 0", "nhỏ 1"} < set(where(plan))
    assert len(where(plan)) == 4


def test_t15_a_late_delegation_stands_in_the_reserve_and_nobody_contracted_moves() -> None:
    floor = (*stands("A", 10), *stands("B", 10, state="reserve"))
    firms = [firm(f"D{n}") for n in range(10)]
    before = run(case(floor, firms, reserve_percent=50))
    assert {stand[0] for taken in where(before).values() for stand in taken} == {"A"}
    late = [firm(f"đoàn {n}", unit="Hà Tĩnh", received_at=9) for n in range(10)]
    held = frozen(before.placings)
    shut = run(case(floor, [*firms, *late], reserve_percent=50, closes_at=8, frozen=held))
    assert [one for one in where(shut) if one.startswith("đoàn")] == []
    opened = case(floor, [*firms, *late], reserve_percent=50, reserve_open=True, closes_at=8, frozen=held)
    after = run(opened)
    assert {name: where(after)[name] for name in where(before)} == where(before)
    assert sorted(s for n in range(10) for s in where(after)[f"đoàn {n}"]) == sorted(
        f"B{n}" for n in range(1, 11)
    )
    assert broken(opened, after.placings) == ()


def test_a_part_of_each_zone_stays_free_until_its_day() -> None:
    of = case(stands("A", 10), [firm(f"D{n}", most=4) for n in range(12)], reserve_percent=15)
    assert sum(map(len, where(run(of)).values())) == 8
    assert broken(of, run(of).placings) == ()


@pytest.mark.parametrize("state", ["blocked", "fixed"])
def test_blocked_and_fixed_stands_are_given_to_nobody(state: str) -> None:
    floor = (*stands("A", 1), *stands("B", 1, state=state))
    assert list(where(run(case(floor, [firm("D"), firm("E")]))).values()) == [("A1",)]

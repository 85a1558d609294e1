"""Named tests of the allocator: shared booths, first before second, neighbours, blocks, lots."""

from __future__ import annotations

from fairpos.core.allocation import Quota, broken
from tests.allocating import case, codes, firm, run, stands, where


def test_t5_fourteen_producers_of_thach_ha_share_ten_booths() -> None:
    firms = [firm(f"SX{n:02d}", unit="Thạch Hà", shares=True) for n in range(14)]
    of = case(stands("A", 12), firms, quotas={"Thạch Hà": Quota(most=10)}, pools=frozenset({"Thạch Hà"}))
    plan = run(of)
    assert len({stand for one in plan.placings for stand in one.stands}) == 10
    assert all(one.placed for one in plan.results)
    shared = [one for one in plan.results if one.with_others]
    assert len(shared) == 8
    for one in shared:
        (other,) = one.with_others
        found = plan.result(other)
        assert found is not None
        assert (found.stands, found.with_others) == (one.stands, (one.exhibitor,))
    assert broken(of, plan.placings) == ()


def test_those_who_clash_do_not_share_a_booth() -> None:
    firms = [
        firm("mắm", traits=frozenset({"strong-smell"}), priority=9),
        firm("gạo", priority=8),
        firm("trà", traits=frozenset({"delicate"})),
    ]
    of = case(stands("A", 4), firms, quotas={"HL": Quota(most=2)}, pools=frozenset({"HL"}))
    result = run(of).result("trà")
    assert result is not None
    assert result.with_others == ("gạo",)


def test_t6_everybodys_first_before_anybodys_second() -> None:
    firms = [firm(f"D{n}", most=2 if n <= 4 else 1, priority=n) for n in range(1, 9)]
    taken = where(run(case(stands("A", 10), firms)))
    assert {name: len(stands_of) for name, stands_of in taken.items()} == {
        "D1": 1, "D2": 1, "D3": 2, "D4": 2, "D5": 1, "D6": 1, "D7": 1, "D8": 1,
    }  # fmt: skip
    plan = run(case(stands("A", 10), firms))
    assert codes(plan, "D2") == ["OK_AREA", "SMALLER_THAN_ASKED", "ZONE_FULL"]


def test_neighbours_stand_side_by_side_and_grow_together() -> None:
    firms = [firm("A", neighbours=("B",), most=2), firm("B"), *(firm(f"D{n}") for n in range(5))]
    of = case(stands("R", 8), firms)
    for seed in ("x", "y"):
        taken = where(run(of, seed))
        together = sorted(int(stand[1:]) for stand in (*taken["A"], *taken["B"]))
        assert together == list(range(together[0], together[0] + 3))
        assert len(taken) == 7


def test_neighbours_who_find_no_joined_stands_are_told_so() -> None:
    firms = [firm("A", neighbours=("B",), priority=1), firm("B")]
    plan = run(case((*stands("R", 1), *stands("S", 1)), firms))
    assert list(where(plan)) == ["A"]
    assert codes(plan, "B") == ["NEIGHBOUR_APART"]


def test_a_district_stands_in_one_block_along_the_rows() -> None:
    firms = [
        *(firm(f"TH{n}", unit="Thạch Hà", wishes=("R1", "S9")) for n in range(8)),
        *(firm(f"LH{n}", unit="Lộc Hà", wishes=("R3", "S9")) for n in range(6)),
        *(firm(f"tự do {n}", unit=f"U{n}", wishes=("R5",)) for n in range(4)),
    ]
    of = case((*stands("R", 10), *stands("S", 10)), firms, blocks=frozenset({"Thạch Hà", "Lộc Hà"}))
    plan = run(of)
    assert len(plan.placings) == 18
    assert broken(of, plan.placings) == ()
    for unit in ("TH", "LH"):
        rows = {s[0] for name, taken in where(plan).items() if name.startswith(unit) for s in taken}
        assert len(rows) == 1


def test_only_the_lot_decides_between_equals_and_both_are_told() -> None:
    firms = [firm("A"), firm("B"), firm("C", priority=5)]
    plan = run(case(stands("R", 2), firms, lots={"A": 2, "B": 1}))
    assert sorted(where(plan)) == ["B", "C"]
    assert codes(plan, "B") == ["OK_AREA", "OK_LOT"]
    assert codes(plan, "A") == ["ZONE_FULL", "LOT_LOST"]
    assert codes(plan, "C") == ["OK_AREA"]
    result = plan.result("A")
    assert result is not None
    assert (result.lot, result.waiting, result.reasons[1].number) == (2, 1, 2)


def test_a_wish_is_answered_with_its_number() -> None:
    firms = [firm("A", wishes=("R3", "R1"), priority=9), firm("B", wishes=("R3", "R1"))]
    plan = run(case(stands("R", 3), firms))
    assert where(plan) == {"A": ("R3",), "B": ("R1",)}
    results = [one.reasons[0] for one in plan.results]
    assert [(one.code, one.number) for one in results] == [("OK_CHOICE", 1), ("OK_CHOICE", 2)]
    assert {level.key: level.value for level in plan.levels}["complaints"] == 0

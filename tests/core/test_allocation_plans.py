"""Named tests of the allocator: the same plan again, nobody frozen moves, as good as can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from fairpos.core.allocation import Placing, broken, levels
from fairpos.core.allocation.assignment import assign
from fairpos.core.allocation.levels import better
from fairpos.core.allocation.terms import wish_points
from fairpos.core.application import Application
from fairpos.core.chance import Chance
from tests.allocating import case, firm, frozen, large, run, stands, where
from tests.bench._solver import solve

SMALL = (("in-province", 4), ("other-province", 2))


def test_t12_the_same_case_and_seed_give_the_same_plan_however_the_input_is_shuffled() -> None:
    of = large("t12", exhibitors=45, rows=SMALL, neighbours=5, rivals=5)
    first, again = run(of), run(of)
    chance = Chance("xáo")
    mixed = replace(
        of,
        stands=tuple(sorted(of.stands, key=lambda _: chance.bits())),
        applications=tuple(sorted(of.applications, key=lambda _: chance.bits())),
    )
    assert first == again == run(mixed)
    assert first.placings != run(of, "khác").placings


def test_t13_of_two_hundred_paid_booths_none_moves_when_five_withdraw() -> None:
    of = large(
        "t13", exhibitors=170, rows=(("in-province", 14), ("other-province", 8)), neighbours=0, rivals=10
    )
    before = run(of, steps=0)
    paid = [one for one in before.placings if len(one.stands) == 1][:145]
    paid += [one for one in before.placings if one not in paid]
    held, booths = [], 0
    for one in paid:
        if booths + len(one.stands) <= 200:
            held.append(one)
            booths += len(one.stands)
    assert booths == 200
    gone = {one.exhibitor for one in held[:5]}
    kept = [one for one in held if one.exhibitor not in gone]
    left = tuple(one for one in of.applications if one.exhibitor not in gone)
    later = replace(of, applications=left, rules=replace(of.rules, frozen=frozen(kept), quotas={}))
    after = where(run(later, steps=500))
    assert {one.exhibitor: after[one.exhibitor] for one in kept} == {
        one.exhibitor: one.stands for one in kept
    }
    assert [name for name in after if name in gone] == []


def test_t14_eight_firms_on_eight_booths_are_placed_as_well_as_can_be() -> None:
    for n in range(3):
        chance = Chance(f"t14 {n}")
        names = [f"R{n}" for n in range(1, 9)]
        firms = [
            firm(f"D{n}", wishes=tuple(dict.fromkeys(chance.one_of(names) for _ in range(3))), group=f"{n}")
            for n in range(8)
        ]
        of = case(stands("R", 8), firms)
        worth = [[wish_points(rank(one, name)) for name in names] for one in firms]
        best = max(sum(worth[n][at] for n, at in enumerate(order)) for order in permutations(range(8)))
        assert next(one.value for one in run(of).levels if one.key == "wishes") == best


def rank(one: Application, stand: str) -> int | None:
    return one.wishes.index(stand) if stand in one.wishes else None


def test_a_small_fair_comes_within_three_percent_of_a_solvers_best() -> None:
    of = large("thước đo", exhibitors=45, rows=SMALL, neighbours=5, rivals=5)
    plan = run(of, steps=60_000)
    held = {one.exhibitor: len(one.stands) for one in plan.placings}
    answer = solve(of, held, seconds=60)
    assert answer.optimal
    assert answer.best is not None
    points = next(one.value for one in plan.levels if one.key == "wishes")
    assert 0.97 * answer.best <= points <= answer.best


def test_assignment_is_as_good_as_trying_everything() -> None:
    chance = Chance("gán")
    for size in (1, 2, 4, 6):
        worth = [[chance.below(41) - 20 for _ in range(size)] for _ in range(size)]
        found = assign(worth)
        assert sorted(found) == list(range(size))
        assert sum(worth[row][found[row]] for row in range(size)) == max(
            sum(worth[row][order[row]] for row in range(size)) for order in permutations(range(size))
        )
    assert assign([]) == []


def test_no_hard_rule_is_broken_in_cases_drawn_at_random() -> None:
    for n in range(6):
        of = large(f"bất kỳ {n}", exhibitors=40, rows=SMALL, neighbours=6, rivals=8, priorities=3)
        plan = run(of, steps=1_000)
        assert (n, broken(of, plan.placings)) == (n, ())
        assert [one.exhibitor for one in plan.results] == sorted(one.exhibitor for one in of.applications)
        assert all(one.reasons for one in plan.results)


def test_levels_compare_from_the_top() -> None:
    firms = [firm("A", wishes=("R1",)), firm("B", wishes=("R2",))]
    of = case(stands("R", 2), firms)
    good = levels(of, [Placing(exhibitor="A", stands=("R1",)), Placing(exhibitor="B", stands=("R2",))])
    poor = levels(of, [Placing(exhibitor="A", stands=("R2",)), Placing(exhibitor="B", stands=("R1",))])
    none = levels(of, [Placing(exhibitor="A", stands=("R1",))])
    assert (better(good, poor), better(poor, good), better(poor, none), better(good, good)) == (
        True,
        False,
        True,
        False,
    )

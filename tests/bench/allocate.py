"""How good and how fast an allocation is: `./dev bench allocate [--seeds 3] [--solver-seconds 120]`.

350 booths, 300 exhibitors of one to four booths, quotas, 40 wishes for and 40 against neighbours. Prints hard
rules broken, whether everyone who can be placed is, whether the same seed gives the same plan, and the
seconds of a run. The yardstick is HiGHS in the same run: the most points of wishes that any plan can have in
which everyone has as many booths as here. It states whether that is a proven best or only a bound.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace

from fairpos.core.allocation import Case, Plan, allocate, broken
from fairpos.core.lots import drawn
from tests.allocating import large
from tests.bench._solver import solve

AIM_SECONDS, AIM_GAP = 10.0, 3.0


def level(plan: Plan, key: str) -> int:
    return next(one.value for one in plan.levels if one.key == key)


def shuffled(case: Case) -> Case:
    return replace(case, stands=case.stands[::-1], applications=case.applications[::-1])


def row(name: str, figure: str, aim: str = "", met: bool = True) -> bool:
    print(f"{name:<58}{figure:>14}  {aim}{'' if met else '  NOT MET'}", flush=True)
    return met


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench allocate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--solver-seconds", type=float, default=120.0)
    chosen = parser.parse_args(argv)
    case = large("Quảng Ninh")
    # Drawn once, as at a fair: who gets a second booth is the same for every seed.
    lots = dict(drawn("draw", [one.exhibitor for one in case.applications]))
    case = replace(case, rules=replace(case.rules, lots=lots))
    print(
        f"{len(case.stands)} booths, {len(case.applications)} exhibitors, {len(case.rules.quotas)} quotas\n"
    )
    plans, seconds, cpu = [], [], []
    for n in range(chosen.seeds):
        began, worked = time.perf_counter(), time.process_time()
        plans.append(allocate(case, f"seed {n}"))
        seconds.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
    faults = sum(len(broken(case, plan.placings)) for plan in plans)
    placed = min(sum(one.placed for one in plan.results) for plan in plans)
    again = allocate(shuffled(case), "seed 0") == plans[0]
    held = {one.exhibitor: len(one.stands) for one in plans[0].placings}
    same_sizes = all({one.exhibitor: len(one.stands) for one in plan.placings} == held for plan in plans)
    answer = solve(case, held, seconds=chosen.solver_seconds)
    yardstick = answer.best if answer.optimal and answer.best is not None else answer.bound
    gaps = [100 * (yardstick - level(plan, "wishes")) / yardstick for plan in plans]
    kind = "proven best" if answer.optimal else "a bound that no plan exceeds"
    met = [
        row("hard rules broken, all seeds", str(faults), "aim 0", faults == 0),
        row("exhibitors placed, the fewest of all seeds", f"{placed} of {len(case.applications)}",
            "aim: all", placed == len(case.applications)),
        row("the same plan again, input turned round", "yes" if again else "no", "aim: yes", again),
        row("seconds of a run, the slowest", f"{max(seconds):.1f}", f"aim under {AIM_SECONDS:.0f}",
            max(seconds) < AIM_SECONDS),
        row("seconds of processor, the slowest", f"{max(cpu):.1f}"),
        row("justified complaints", str(max(level(plan, "complaints") for plan in plans)), "aim 0",
            all(level(plan, "complaints") == 0 for plan in plans)),
        row("points of wishes, each seed", " ".join(str(level(plan, "wishes")) for plan in plans)),
        row(f"HiGHS in {answer.seconds:.0f} s, {kind}", f"{yardstick:.0f}"),
        row("below it, the worst seed", f"{max(gaps):.1f} %", f"aim {AIM_GAP:.0f} %", max(gaps) <= AIM_GAP),
        row("all seeds give everyone the same number of booths", "yes" if same_sizes else "no"),
    ]  # fmt: skip
    print(f"\nload of the machine: {os.getloadavg()[0]:.1f}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The yardstick of the allocator: the same places as a mixed-integer programme, solved by HiGHS.

Everyone placed keeps the number of booths it got (how many is decided by rounds and quotas, above wishes). A
column is one exhibitor, or one company of neighbours, on one stretch of one row; its worth is the points of
its wishes. Booths hold one each; rivals keep their distance and smells their neighbours, as in the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from fairpos.core.allocation import Case, Placing
from fairpos.core.allocation.ground import Ground, too_near
from fairpos.core.allocation.levels import points
from fairpos.core.application import Application


@dataclass(frozen=True, slots=True)
class Answer:
    """`best` is the best plan the solver found (None: none in its time), `bound` what no plan exceeds."""

    best: float | None
    bound: float
    optimal: bool
    seconds: float


Column = tuple[tuple[tuple[str, tuple[int, ...]], ...], int]
"""Members with their stands, and the worth of it."""


def columns(case: Case, sizes: Mapping[str, int]) -> dict[str, list[Column]]:
    """Every way each company may lie, by the name of its first member."""
    ground = Ground(case.stands, case.gaps, case.rules)
    stands = {one.id: one for one in case.stands}
    known = {one.exhibitor: one for one in case.applications}
    found: dict[str, list[Column]] = {}
    done: set[str] = set()
    for name in sorted(sizes):
        if name in done:
            continue
        mate = next(
            (
                other
                for other in sorted(sizes)
                if other != name and (other in known[name].neighbours or name in known[other].neighbours)
            ),
            None,
        )
        company = (name,) if mate is None else (name, mate)
        done.update(company)
        found[name] = []
        for order in {company, company[::-1]}:
            length = sum(sizes[one] for one in order)
            for start in range(len(ground) - length + 1):
                if ground.run[start] != ground.run[start + length - 1]:
                    continue
                lying, p, worth = [], start, 0
                for one in order:
                    span = tuple(range(p, p + sizes[one]))
                    if not _may(known[one], span, ground):
                        break
                    ids = tuple(ground.stands[q].id for q in span)
                    worth += points(known[one], Placing(exhibitor=one, stands=ids), case, stands)
                    lying.append((one, span))
                    p += sizes[one]
                else:
                    found[name].append((tuple(lying), worth))
    return found


def _may(one: Application, span: tuple[int, ...], ground: Ground) -> bool:
    there = [ground.stands[p] for p in span]
    facilities = {facility for stand in there for facility in stand.facilities}
    return (
        all(stand.zone == one.zone and stand.state == "free" for stand in there)
        and one.facilities <= facilities
    )


def solve(case: Case, sizes: Mapping[str, int], *, seconds: float) -> Answer:
    """The most points of wishes for these sizes, in at most so many seconds."""
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", seconds)
    model.setOptionValue("threads", 1)
    every = columns(case, sizes)
    known = {one.exhibitor: one for one in case.applications}
    ground = Ground(case.stands, case.gaps, case.rules)
    rows: list[tuple[dict[int, float], float, float]] = []
    on: dict[int, list[int]] = defaultdict(list)
    lies: dict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    smell_from: dict[int, list[int]] = defaultdict(list)
    smell_upto: dict[int, list[int]] = defaultdict(list)
    tea_from: dict[int, list[int]] = defaultdict(list)
    tea_upto: dict[int, list[int]] = defaultdict(list)
    costs: list[float] = []
    for ways in every.values():
        mine: list[int] = []
        for lying, worth in ways:
            n = len(costs)
            costs.append(float(worth))
            mine.append(n)
            for name, span in lying:
                lies[name].append((n, span))
                for p in span:
                    on[p].append(n)
                traits = known[name].traits
                if traits & {"strong-smell", "live-animals"}:
                    smell_from[span[0]].append(n)
                    smell_upto[span[-1]].append(n)
                if "delicate" in traits:
                    tea_from[span[0]].append(n)
                    tea_upto[span[-1]].append(n)
        rows.append((dict.fromkeys(mine, 1.0), 1.0, 1.0))
    rows += [(dict.fromkeys(there, 1.0), 0.0, 1.0) for there in on.values()]
    for p in range(len(ground)):
        q = ground.right[p]
        if q >= 0:
            for upto, start in ((smell_upto[p], tea_from[q]), (tea_upto[p], smell_from[q])):
                if upto and start:
                    rows.append((dict.fromkeys({*upto, *start}, 1.0), 0.0, 1.0))
    for one in case.applications:
        for rival in one.rivals:
            if one.exhibitor in sizes and rival in sizes:
                rows += _apart(case, ground, lies[one.exhibitor], lies[rival])
    _fill(model, costs, rows)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    model.run()
    info, status = model.getInfo(), model.getModelStatus()
    optimal = status == highspy.HighsModelStatus.kOptimal
    has = info.primal_solution_status == highspy.kSolutionStatusFeasible
    return Answer(
        info.objective_function_value if has else None, info.mip_dual_bound, optimal, model.getRunTime()
    )


def _apart(
    case: Case,
    ground: Ground,
    mine: list[tuple[int, tuple[int, ...]]],
    theirs: list[tuple[int, tuple[int, ...]]],
) -> list[tuple[dict[int, float], float, float]]:
    """Whoever of two rivals lies on a stretch shuts the other out of every stretch too near to it."""
    distance = case.rules.rival_distance
    by_span: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for n, span in mine:
        by_span[span].append(n)
    found = []
    for span, here in by_span.items():
        near = [
            n
            for n, other in theirs
            if any(too_near(ground.stands[p], ground.stands[q], distance) for p in span for q in other)
        ]
        if near:
            found.append((dict.fromkeys({*here, *near}, 1.0), 0.0, 1.0))
    return found


def _fill(model: Any, costs: list[float], rows: list[tuple[dict[int, float], float, float]]) -> None:
    count = len(costs)
    model.addVars(count, np.zeros(count), np.ones(count))
    numbers = np.arange(count, dtype=np.int32)
    model.changeColsCost(count, numbers, np.array(costs))
    model.changeColsIntegrality(count, numbers, np.array([highspy.HighsVarType.kInteger] * count))
    starts: list[int] = []
    indices: list[int] = []
    values: list[float] = []
    for row, _, _ in rows:
        starts.append(len(indices))
        indices += row
        values += row.values()
    model.addRows(
        len(rows),
        np.array([low for _, low, _ in rows]),
        np.array([high for _, _, high in rows]),
        len(indices),
        np.array(starts, dtype=np.int32),
        np.array(indices, dtype=np.int32),
        np.array(values),
    )

"""A whole run: admit, count, carve, pack, improve, grow, explain. The same case and seed give the same plan.

The order is that of the published procedure: fixed places, blocks by unit, everybody's first booth, rounds
of expansion, wait-list order. Nothing that is frozen moves.
"""

from __future__ import annotations

from collections import Counter

from fairpos.core import lots
from fairpos.core.allocation.admission import hindrances, order
from fairpos.core.allocation.draft import Draft
from fairpos.core.allocation.explaining import explain
from fairpos.core.allocation.ground import Ground
from fairpos.core.allocation.growing import grow
from fairpos.core.allocation.improving import Progress, improve
from fairpos.core.allocation.levels import corners, corners_allowed, levels
from fairpos.core.allocation.parties import parties
from fairpos.core.allocation.rounds import count, purse
from fairpos.core.allocation.spreading import share_corners, spread
from fairpos.core.allocation.terms import Case, Placing, Plan

STEPS = 500_000
STEPS_EACH = 2_000
"""Proposals of a run in earnest, at most and for each item: under ten seconds for the largest fairs."""


def allocate(case: Case, seed: str, *, steps: int | None = None, progress: Progress | None = None) -> Plan:
    """Place everyone of a case. `progress` hears steps done and steps in all; it may raise to stop."""
    rules = case.rules
    ground = Ground(case.stands, case.gaps, rules)
    names = [one.exhibitor for one in case.applications]
    numbers = dict(lots.drawn(seed, names)) | dict(rules.lots)
    frozen = {name for one in rules.frozen for name in (one.placing.exhibitor, *one.placing.with_others)}
    held: Counter[str] = Counter()
    for one in case.applications:
        held[one.unit] += sum(
            len(fixed.placing.stands) for fixed in rules.frozen if fixed.placing.exhibitor == one.exhibitor
        )
    asking = sorted(
        (one for one in case.applications if one.exhibitor not in frozen),
        key=lambda one: order(one, rules, numbers),
    )
    admitted = [one for one in asking if not hindrances(one, rules)]
    queue = parties(admitted, rules, numbers, held, purse(case, ground, ()).pavilion)
    counted = count(case, ground, queue)
    draft = Draft(case=case, ground=ground, queue=queue, sizes=list(counted.sizes))
    layout = draft.lay_out()
    if steps is None:
        steps = min(STEPS, STEPS_EACH * len(layout.items))
    improve(layout, seed, steps, progress or (lambda _done, _steps: None))
    known = {one.exhibitor: one for one in case.applications}
    stand = [party.main for place, party in enumerate(queue) if layout.mask[place]]
    stand += [known[one.placing.exhibitor] for one in rules.frozen if one.placing.exhibitor in known]
    allowed = corners_allowed(case)
    share_corners(layout, allowed)
    spread(layout, queue, stand, corners_count=allowed < corners(case))
    grow(draft, layout)
    placings = [one.placing for one in rules.frozen]
    for place, party in enumerate(queue):
        stands = _stands(ground, layout.mask[place])
        if stands:
            placings.append(
                Placing(
                    exhibitor=party.id,
                    stands=stands,
                    with_others=tuple(sorted(one.exhibitor for one in party.others)),
                )
            )
    placings.sort(key=lambda one: one.exhibitor)
    return Plan(
        seed=seed,
        placings=tuple(placings),
        results=explain(case, draft, layout, counted, asking, numbers),
        levels=levels(case, placings),
    )


def _stands(ground: Ground, mask: int) -> tuple[str, ...]:
    return tuple(stand.id for p, stand in enumerate(ground.stands) if mask >> p & 1)

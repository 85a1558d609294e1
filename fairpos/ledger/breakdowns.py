"""A line-up cut into parts: a row a part, a cell an edition, each with its share and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fairpos.core import proportion
from fairpos.core.measure_words import RATIOS, SIZES
from fairpos.core.measures import Basis, Change, DaysUnknown, Measure, Metric, NotOneBasis, Part, Scope
from fairpos.ledger import parts
from fairpos.ledger.areas import Areas
from fairpos.ledger.comparisons import NotComparable, Remark
from fairpos.ledger.facts import Facts
from fairpos.ledger.lineups import Lineup
from fairpos.ledger.parts import Axis, Portion, Portions


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One part of one edition. `share` is a percentage of the sum of its rows, rounded so that all add up to
    100; `change` is of the first edition against this one."""

    measure: Measure | None = None
    share: Fraction | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    key: str
    name: Part
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """`refusals` are why an edition has no cells. `sums` are the sums of the rows, on the basis of `Lineup`.

    `nudged` says that shares were rounded so that they add up, `more` how many rows were left out.
    """

    axis: Axis
    metric: Metric
    scope: Scope
    basis: Basis
    rows: tuple[Row, ...]
    refusals: tuple[NotComparable | None, ...]
    sums: tuple[Fraction | None, ...]
    nudged: bool
    remarks: tuple[Remark, ...]
    more: int = 0


def breakdown(
    known: Sequence[Facts], lineup: Lineup, areas: Areas, *, axis: Axis, most: int | None = None
) -> Breakdown:
    """Cut the editions of a line-up along an axis, over the days the line-up compares, to `most` rows."""
    found: list[Portions] = []
    refusals: list[NotComparable | None] = []
    for facts in known:
        days = _days(facts, lineup)
        try:
            found.append(
                parts.portions(facts, areas, axis=axis, metric=lineup.metric, scope=lineup.scope, days=days)
            )
            refusals.append(None)
        except NotComparable as why:
            found.append({})
            refusals.append(why)
    every = _ordered(found, axis)
    keys = every[:most]
    measures = [
        {key: _measure(lineup, portions[key], axis) for key in keys if key in portions} for portions in found
    ]
    shared = lineup.metric not in RATIOS
    shares = [_shares(portions, every) if shared else {} for portions in found]
    rows = []
    for key in keys:
        name = next(portions[key].name for portions in found if key in portions)
        cells = [
            Cell(
                measure=measures[place].get(key),
                share=shares[place].get(key),
                change=None if place == 0 else _change(measures[0].get(key), measures[place].get(key)),
            )
            for place in range(len(found))
        ]
        rows.append(Row(key=key, name=name, cells=tuple(cells)))
    return Breakdown(
        axis=axis,
        metric=lineup.metric,
        scope=lineup.scope,
        basis=lineup.basis,
        rows=tuple(rows),
        refusals=tuple(refusals),
        sums=tuple(_sum(portions) if shared else None for portions in found),
        nudged=shared
        and any(proportion.nudged([one.value for one in portions.values()]) for portions in found),
        remarks=tuple(_remarks(known, found, lineup, shared)),
        more=len(every) - len(keys),
    )


def _days(facts: Facts, lineup: Lineup) -> tuple[int, ...] | None:
    """The open days that are compared, by place; None for all of an edition."""
    if lineup.cut is not None:
        return tuple(range(1, lineup.cut + 1))
    entry = next(entry for entry in lineup.entries if entry.fair.id == facts.fair.id)
    if entry.measure is None or entry.measure.coverage.all_days:
        return None
    return entry.measure.coverage.days


def _ordered(found: Sequence[Portions], axis: Axis) -> list[str]:
    """Times and zones in their order; everything else by what the first edition took, then the next."""
    order: dict[str, tuple[object, ...]] = {}
    for portions in found:
        for key, portion in portions.items():
            if key in order:
                continue
            if axis in (*parts.TIMES, "zone", "star"):
                order[key] = portion.order
            else:
                values = [-(one[key].value if key in one else 0) for one in found]
                order[key] = (*values, portion.order)
    return sorted(order, key=lambda key: order[key])


def _measure(lineup: Lineup, portion: Portion, axis: Axis) -> Measure:
    value = portion.value if portion.under is None else portion.value / portion.under
    measure = Measure(
        metric=lineup.metric,
        scope=lineup.scope if axis != "zone" else "all",
        basis="total",
        value=value,
        coverage=portion.coverage,
        qualifier=portion.qualifier,
        also=portion.also,
        part=portion.name,
    )
    if axis == "fair-day" or lineup.metric in SIZES or lineup.metric in RATIOS:
        return measure
    try:
        return measure.on(lineup.basis)
    except DaysUnknown:
        return measure


def _change(current: Measure | None, prior: Measure | None) -> Change | None:
    if current is None or prior is None:
        return None
    try:
        return Change(current=current, prior=prior)
    except NotOneBasis:
        return None


def _shares(portions: Portions, keys: Sequence[str]) -> dict[str, Fraction | None]:
    present = [key for key in keys if key in portions]
    return dict(zip(present, proportion.percentages([portions[key].value for key in present]), strict=True))


def _sum(portions: Portions) -> Fraction | None:
    return sum((one.value for one in portions.values()), Fraction(0)) if portions else None


def _remarks(known: Sequence[Facts], found: Sequence[Portions], lineup: Lineup, shared: bool) -> list[Remark]:
    """Typed headlines that differ from the sum of the rows: shares use the sum, and the reader is told."""
    remarks = []
    for facts, portions, entry in zip(known, found, lineup.entries, strict=True):
        source = next((source for source in entry.sources if source.used and source.kind == "stated"), None)
        if not shared or source is None or not portions or not any(one.source for one in portions.values()):
            continue
        total, rows = source.measure, _sum(portions)
        if total.basis == "total" and rows is not None and rows != total.value:
            said = Measure(
                metric=total.metric, scope=total.scope, basis="total", value=rows, coverage=total.coverage
            )
            remarks.append(
                Remark(
                    "sum-differs",
                    f"{facts.fair.name}: các dòng cộng lại là {said.printed('vi').figure}, số nguồn nêu là "
                    f"{total.printed('vi').figure}; tỷ trọng tính trên tổng các dòng",
                    f"{facts.fair.name_en}: the rows add up to {said.printed('en').figure}, its source "
                    f"states {total.printed('en').figure}; shares are of the sum of the rows",
                )
            )
    return remarks

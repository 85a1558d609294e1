"""Several editions side by side for one metric and scope, the first of them held against each of the others.

All of them cover the same fair days, or the one that cannot is refused with its reason and the others stay.
Where the change per open day and the change in total point in opposite directions, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fairpos.core.measure_words import FLOWS
from fairpos.core.measures import Basis, Change, DaysUnknown, Measure, Metric, Scope
from fairpos.ledger import comparisons, results
from fairpos.ledger.comparisons import NotComparable, Remark
from fairpos.ledger.facts import Facts
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.results import Result, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One edition in a line-up. `measure` is on the basis asked for; None where it has none, and why.

    `change` and `other_change` are of the first edition against this one, on this and on the other basis;
    the first edition has none. `sources` are all figures known of it, the used one marked.
    """

    fair: FairRow
    measure: Measure | None
    refusal: NotComparable | None
    change: Change | None = None
    other_change: Change | None = None
    sources: tuple[Source, ...] = ()

    @property
    def turned(self) -> bool:
        """Whether the sign of the change depends on the basis."""
        if self.change is None or self.other_change is None:
            return False
        return self.change.fraction * self.other_change.fraction < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineup:
    """`cut` is to how many first days all were cut, None where none had to be."""

    metric: Metric
    scope: Scope
    basis: Basis
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
    cut: int | None

    @property
    def known(self) -> bool:
        return self.entries[0].measure is not None


def lineup(known: Sequence[Facts], *, metric: Metric, scope: Scope, basis: Basis, at: int) -> Lineup:
    """Hold the first edition against the others at the moment `at`."""
    found: list[tuple[Facts, Result | None, Source | None, NotComparable | None]] = []
    for facts in known:
        result = None
        try:
            result = results.of_facts(facts, metric=metric, scope=scope, at=at)
            found.append((facts, result, result.whole(), None))
        except NotComparable as refusal:
            found.append((facts, result, None, refusal))
    cut = _cut([(result, source) for _, result, source, _ in found if result and source])
    if cut is not None:
        found = [_cut_to(entry, cut) for entry in found]
    entries = [_entry(facts, result, source, refusal, basis) for facts, result, source, refusal in found]
    current = found[0][2]
    if current is not None:
        entries[1:] = [
            _against(current, source, entry, basis)
            for (_, _, source, _), entry in zip(found[1:], entries[1:], strict=True)
        ]
    remarks = [] if cut is None else [comparisons.cut_remark(cut)]
    for (_, result, source, _), entry in zip(found, entries, strict=True):
        if result is not None and source is not None:
            remarks += comparisons.remarks_on(result, source, list(entry.sources[1:]))
        if entry.fair.series != known[0].fair.series:
            remarks.append(comparisons.other_series(entry.fair))
    return Lineup(
        metric=metric, scope=scope, basis=basis, entries=tuple(entries), remarks=tuple(remarks), cut=cut
    )


def _cut(pairs: list[tuple[Result, Source]]) -> int | None:
    """How many first days all have to be cut to, None where every edition is whole."""
    partial = [
        source.measure.coverage.count or 0 for _, source in pairs if not source.measure.coverage.all_days
    ]
    if not partial or len(pairs) < 2:
        return None
    return min([*partial, *(result.open_days for result, _ in pairs if result.open_days)])


def _cut_to(
    entry: tuple[Facts, Result | None, Source | None, NotComparable | None], count: int
) -> tuple[Facts, Result | None, Source | None, NotComparable | None]:
    facts, result, source, _refused = entry
    if result is None or source is None:
        return entry
    try:
        return facts, result, comparisons.first_days_of(result, count), None
    except NotComparable as refused:
        return facts, result, None, refused


def _entry(
    facts: Facts, result: Result | None, source: Source | None, refusal: NotComparable | None, basis: Basis
) -> Entry:
    if source is None or result is None:
        return Entry(fair=facts.fair, measure=None, refusal=refusal)
    sources = (source, *comparisons.others_of(result, source))
    try:
        measure = source.measure.on(basis)
    except DaysUnknown:
        # Shown as its source states it; held against nothing on this basis.
        return Entry(
            fair=facts.fair,
            measure=source.measure,
            refusal=comparisons.not_on(source, basis),
            sources=sources,
        )
    return Entry(fair=facts.fair, measure=measure, refusal=None, sources=sources)


def _against(current: Source, source: Source | None, entry: Entry, basis: Basis) -> Entry:
    if source is None:
        return entry
    try:
        change = comparisons.change_between(current, source, basis)
    except NotComparable as refused:
        return replace(entry, refusal=entry.refusal or refused)
    other: Basis = "total" if basis == "per-day" else "per-day"
    other_change = None
    if change.current.metric in FLOWS:
        try:
            other_change = comparisons.change_between(current, source, other)
        except NotComparable:
            other_change = None
    return replace(entry, change=change, other_change=other_change)

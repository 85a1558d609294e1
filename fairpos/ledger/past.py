"""The previous edition as the dashboard holds today against it: counted here, or stated by a source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from fairpos.core.measures import METRICS, SCOPES, Metric, Qualifier, Scope
from fairpos.ledger import fairs, seasons
from fairpos.ledger.counted import Counted
from fairpos.ledger.fairs import FairRow


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of the previous edition with the mark it was published under."""

    value: Fraction
    qualifier: Qualifier = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`counted` is None when it was never in this ledger. `stated` is by day, `means` per open day."""

    fair: FairRow
    days: tuple[str, ...]
    counted: Counted | None
    stated: dict[tuple[Metric, Scope], dict[int, Value]]
    means: dict[tuple[Metric, Scope], Value]

    def day(self, ordinal: int) -> str | None:
        return self.days[ordinal - 1] if 1 <= ordinal <= len(self.days) else None

    def day_value(self, metric: Metric, scope: Scope, ordinal: int | None) -> Value | None:
        """The whole of the fair day in this place, or None when nobody knows it."""
        day = self.day(ordinal or 0)
        if day is None or ordinal is None:
            return None
        if self._has(metric, day) and self.counted is not None:
            return Value(Fraction(self.counted.value(metric, scope, day)))
        return self.stated.get((metric, scope), {}).get(ordinal)

    def hours_value(self, metric: Metric, scope: Scope, ordinal: int, hours: Collection[int]) -> int | None:
        """Some hours of that day; only a ledger knows hours."""
        day = self.day(ordinal)
        if day is None or self.counted is None or not self._has(metric, day):
            return None
        return self.counted.value(metric, scope, day, hours)

    def mean_value(self, metric: Metric, scope: Scope) -> Value | None:
        """The mean per open day that a source stated, for editions known only as a whole."""
        return self.means.get((metric, scope))

    def _has(self, metric: Metric, day: str) -> bool:
        if self.counted is None:
            return False
        known = self.counted.visits if metric == "visits" else self.counted.takings
        return any(key[0] == day for key in known)


def past_of(connection: Connection, fair: FairRow) -> Past | None:
    """The previous edition that a fair names, or None when it names none that is here."""
    row = fairs.by_slug(connection, fair.prior) if fair.prior else None
    if row is None:
        return None
    counted = Counted.read(connection, row.id)
    calendar = fairs.calendar(connection, row.id)
    stated: dict[tuple[Metric, Scope], dict[int, Value]] = {}
    means: dict[tuple[Metric, Scope], Value] = {}
    if seasons.every(connection, row.id):
        for metric in METRICS:
            for scope in SCOPES if metric == "takings" else SCOPES[:1]:
                days = seasons.of_days(connection, row.id, metric=metric, scope=scope)
                stated[metric, scope] = {
                    place: Value(Fraction(figure.value), figure.qualifier)
                    for place, figure in days.items()
                    if figure.qualifier != "planned"
                }
                mean = _mean(connection, row, metric, scope, len(calendar.open_days()))
                if mean is not None:
                    means[metric, scope] = mean
    return Past(
        fair=row,
        days=calendar.open_days(),
        counted=counted if counted.days() else None,
        stated=stated,
        means=means,
    )


def _mean(connection: Connection, row: FairRow, metric: Metric, scope: Scope, open_days: int) -> Value | None:
    for figure in seasons.of_whole_fair(connection, row.id, metric=metric, scope=scope):
        if not figure.chosen or figure.qualifier == "planned":
            continue
        days = figure.days or open_days
        if figure.basis == "per-day":
            return Value(Fraction(figure.value), figure.qualifier)
        if days:
            return Value(Fraction(figure.value, days), figure.qualifier)
    return None

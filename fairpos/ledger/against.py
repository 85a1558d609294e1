"""A figure of a fair held against one of the previous edition, over the same part of the same fair day."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from fairpos.core.business_day import Calendar
from fairpos.core.measures import SCOPES, Metric, Qualifier, Scope
from fairpos.ledger.counted import Counted, hours_in_order
from fairpos.ledger.past import Past

Extent = Literal["whole-day", "until-hour", "so-far", "days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """`extent` says over what: the whole day, both up to an hour, ours so far against their whole day, or the
    days that are over on both sides. `mean` marks a prior that is only known as a mean per open day.
    """

    metric: Metric
    scope: Scope
    extent: Extent
    value: int
    prior: Fraction
    until_hour: int | None = None
    prior_day: str | None = None
    days: int = 1
    mean: bool = False
    qualifier: Qualifier = "exact"

    @property
    def change(self) -> Fraction | None:
        """The change, or None where only a part of a running day can be spoken of."""
        return None if self.extent == "so-far" else self.value / self.prior - 1

    @property
    def reached(self) -> Fraction:
        return self.value / self.prior


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Holds figures of one day against the previous edition. `hour` is the running hour of a running day."""

    calendar: Calendar
    counted: Counted
    past: Past | None
    day: str
    ordinal: int | None
    hour: int | None

    def takings(self) -> Against | None:
        """All zones if the previous edition knows them, else the first zone that it does know."""
        every = (self.figure("takings", scope) for scope in SCOPES)
        return next((found for found in every if found is not None), None)

    def figure(self, metric: Metric, scope: Scope) -> Against | None:
        if self.past is None or self.ordinal is None:
            return None
        if self.hour is not None:
            order = hours_in_order(self.calendar)
            before = order[: order.index(self.hour)]
            prior_hours = self.past.hours_value(metric, scope, self.ordinal, before)
            if prior_hours is not None and prior_hours > 0:
                return Against(
                    metric=metric,
                    scope=scope,
                    extent="until-hour",
                    value=self.counted.value(metric, scope, self.day, before),
                    prior=Fraction(prior_hours),
                    until_hour=self.hour,
                    prior_day=self.past.day(self.ordinal),
                )
        whole = self.past.day_value(metric, scope, self.ordinal)
        found = whole or self.past.mean_value(metric, scope)
        if found is None or found.value <= 0:
            return None
        return Against(
            metric=metric,
            scope=scope,
            extent="whole-day" if self.hour is None else "so-far",
            value=self.counted.value(metric, scope, self.day),
            prior=found.value,
            prior_day=self.past.day(self.ordinal) if whole else None,
            mean=whole is None,
            qualifier=found.qualifier,
        )

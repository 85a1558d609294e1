"""What a fair that is running will come to, from its own days, its pace and the edition before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairpos.core import forecast
from fairpos.core.business_day import hour_of
from fairpos.core.forecast import Backtest, Estimate
from fairpos.core.measure_words import METRIC_WORDS, Metric
from fairpos.core.money import Language, millions, number
from fairpos.ledger.counted import Counted, hours_in_order
from fairpos.ledger.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Estimates of one metric, for today's close and the whole fair; either is None where nothing can be
    said. `hours` of today are over, `from_before` says that the edition before gave its hours too."""

    metric: Metric
    day: str
    so_far: int
    today: Estimate | None
    fair: Estimate | None
    hours: int
    from_before: bool

    def text(self, estimate: Estimate, language: Language) -> str:
        """ "ước 1.700 triệu đồng (từ 1.610 đến 1.790 triệu đồng)"."""
        middle, low, high = (
            self._amount(value, language) for value in (estimate.expected, estimate.low, estimate.high)
        )
        if language == "vi":
            return f"ước {middle} (từ {low} đến {high})"
        return f"about {middle} (from {low} to {high})"

    def _amount(self, value: int, language: Language) -> str:
        if self.metric == "takings":
            return millions(value, language, digits=0)
        return f"{number(value, language)} {METRIC_WORDS[self.metric][language].lower()}"

    def as_json(self) -> dict[str, object]:
        return {
            "metric": self.metric,
            "day": self.day,
            "so_far": self.so_far,
            "hours_over": self.hours,
            "shape_from_edition_before": self.from_before,
            **{
                name: None
                if one is None
                else {"low": one.low, "expected": one.expected, "high": one.high, "days": one.days}
                for name, one in (("today", self.today), ("fair", self.fair))
            },
        }


def forecasts(now: Facts, before: Facts | None, *, at: int) -> tuple[Forecast, ...]:
    """Takings and visits of an open fair on one of its open days; nothing of any other."""
    day = now.calendar.day_of(at)
    if now.fair.status != "open" or not now.calendar.is_open(day):
        return ()
    order = hours_in_order(now.calendar)
    hours = order.index(hour_of(at))
    return tuple(_forecast(now, before, metric, day, hours) for metric in ("takings", "visits"))


def _forecast(now: Facts, before: Facts | None, metric: Metric, day: str, hours: int) -> Forecast:
    ours = _days(now, metric)
    theirs = _days(before, metric) if before else {}
    done = [ours.get(one, ()) for one in now.open_days() if one < day]
    today = ours.get(day, (0,) * 24)
    close = forecast.close(today, hours, [*done, *theirs.values()])
    totals = [sum(one) for one in done]
    whole = forecast.fair(totals, close, [sum(one) for one in theirs.values()], len(now.open_days()))
    return Forecast(
        metric=metric,
        day=day,
        so_far=sum(today),
        today=close,
        fair=whole,
        hours=hours,
        from_before=bool(theirs),
    )


def backtest(now: Facts, before: Facts | None, metric: Metric) -> Backtest | None:
    """How the rule would have done on the days of a fair, told of nothing that came after."""
    order = hours_in_order(now.calendar)
    hours = [order.index(hour) for hour in (12, 15, 18, 20)]
    theirs = _days(before, metric) if before else {}
    return forecast.backtest(list(_days(now, metric).values()), list(theirs.values()), hours)


def _days(known: Facts, metric: Metric) -> Mapping[str, tuple[int, ...]]:
    """What came in each hour of each open day that has anything, by ISO day in order."""
    order = {hour: place for place, hour in enumerate(hours_in_order(known.calendar))}
    found: dict[str, list[int]] = {}
    for day, hour, amount in _amounts(known.counted, metric):
        if known.calendar.is_open(day):
            found.setdefault(day, [0] * 24)[order[hour]] += amount
    return {day: tuple(found[day]) for day in sorted(found)}


def _amounts(counted: Counted, metric: Metric) -> list[tuple[str, int, int]]:
    if metric == "visits":
        return [(day, hour, count) for (day, hour), count in counted.visits.items()]
    return [(day, hour, sums.takings) for (day, hour, _zone), sums in counted.takings.items()]

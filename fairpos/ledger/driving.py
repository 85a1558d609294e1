"""What drove the change of takings between two editions, out of what is known of both."""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.drivers import NothingToExplain, Season, Waterfall, waterfall
from fairpos.core.measures import Basis, DaysUnknown, Scope
from fairpos.ledger.comparisons import NotComparable
from fairpos.ledger.counted import Counted
from fairpos.ledger.facts import Facts
from fairpos.ledger.lineups import Lineup
from fairpos.ledger.results import Source, of_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """The waterfall, the zones it covers, over how many days of each edition, and on which basis."""

    waterfall: Waterfall
    scope: Scope
    basis: Basis
    days: int
    days_before: int


def driving(now: Facts, then: Facts, lineup: Lineup, *, at: int) -> Driving | None:
    """None where takings or visits of one of them are not known over the compared days."""
    seasons = []
    for facts in (now, then):
        season = _season(facts, lineup, at=at)
        if season is None:
            return None
        seasons.append(season)
    if not all(season.sales for season in seasons):
        seasons = [Season(days=one.days, takings=one.takings, visits=one.visits) for one in seasons]
    try:
        found = waterfall(seasons[0], seasons[1], per_day=lineup.basis == "per-day")
    except NothingToExplain:
        return None
    return Driving(
        waterfall=found,
        scope=lineup.scope,
        basis=lineup.basis,
        days=seasons[0].days,
        days_before=seasons[1].days,
    )


def _season(facts: Facts, lineup: Lineup, *, at: int) -> Season | None:
    try:
        takings = _source(facts, lineup, "takings", lineup.scope, at)
        visits = _source(facts, lineup, "visits", "all", at)
        count = takings.measure.coverage.count or visits.measure.coverage.count
        both = takings.measure.per_day(), visits.measure.per_day()
    except (NotComparable, DaysUnknown):
        return None
    if count is None and lineup.basis == "total":
        return None
    # Two means without their number of days explain a day as well as six.
    days = count or 1
    zones: dict[str, tuple[int, int]] = {}
    if takings.kind == "ledger":
        open_days = facts.open_days()
        covered = {open_days[place - 1] for place in takings.measure.coverage.days or ()}
        zones = _zones(facts.counted, covered, lineup.scope)
    return Season(days=days, takings=both[0].value * days, visits=both[1].value * days, zones=zones)


def _source(facts: Facts, lineup: Lineup, metric: str, scope: Scope, at: int) -> Source:
    result = of_facts(facts, metric="takings" if metric == "takings" else "visits", scope=scope, at=at)
    if lineup.cut is None:
        return result.whole()
    return result.of_days(tuple(range(1, lineup.cut + 1)))


def _zones(counted: Counted, days: set[str], scope: Scope) -> dict[str, tuple[int, int]]:
    zones: dict[str, tuple[int, int]] = {}
    for (day, _hour, zone), sums in counted.takings.items():
        if day in days and scope in ("all", zone):
            takings, sales = zones.get(zone, (0, 0))
            zones[zone] = (takings + sums.takings, sales + sums.sales)
    return zones

"""What drove the change of takings between two editions, out of what is known of both."""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.drivers import NothingToExplain, Season, Waterfall, waterfall
from fairpos.core.measures import Basis, Coverage, DaysUnknown, Scope
from fairpos.ledger.comparisons import NotComparable
from fairpos.ledger.counted import Counted
from fairpos.ledger.facts import Facts
from fairpos.ledger.lineups import Lineup
from fairpos.ledger.results import Source, of_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """The waterfall, the zones it covers, over which days of each edition, and on which basis. It is `vague`
    where one of the four figures that it is worked out of is an estimate or a bound."""

    waterfall: Waterfall
    scope: Scope
    basis: Basis
    days: Coverage
    days_before: Coverage
    vague: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """What is known of one edition: its totals over the compared days, which days, and how surely."""

    season: Season
    days: Coverage
    vague: bool


def driving(now: Facts, then: Facts, lineup: Lineup, *, at: int) -> Driving | None:
    """None where takings or visits of one of them are not known over the compared days."""
    editions = _edition(now, lineup, at=at), _edition(then, lineup, at=at)
    ours, theirs = editions
    if ours is None or theirs is None:
        return None
    seasons = [ours.season, theirs.season]
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
        days=ours.days,
        days_before=theirs.days,
        vague=ours.vague or theirs.vague,
    )


def _edition(facts: Facts, lineup: Lineup, *, at: int) -> _Edition | None:
    try:
        takings = _source(facts, lineup, "takings", lineup.scope, at)
        visits = _source(facts, lineup, "visits", "all", at)
        both = takings.measure.per_day(), visits.measure.per_day()
    except (NotComparable, DaysUnknown):
        return None
    covered = next((one.coverage for one in both if one.coverage.count), both[0].coverage)
    if not covered.count and lineup.basis == "total":
        return None
    # Two means without their number of days explain a day as well as six.
    days = covered.count or 1
    zones: dict[str, tuple[int, int]] = {}
    if takings.kind == "ledger":
        open_days = facts.open_days()
        on = {open_days[place - 1] for place in takings.measure.coverage.days or ()}
        zones = _zones(facts.counted, on, lineup.scope)
    return _Edition(
        season=Season(days=days, takings=both[0].value * days, visits=both[1].value * days, zones=zones),
        days=covered,
        vague=any((one.qualifier, one.also) != ("exact", "exact") for one in both),
    )


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

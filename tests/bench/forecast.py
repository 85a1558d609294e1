"""How far the forecast of a day's close was off, on the planned days of Spring 2020.

    ./dev bench forecast

Each day is estimated at 12, 15, 18 and 20 o'clock from the days before it alone.
"""

from __future__ import annotations

from fairpos.core import forecast
from fairpos.core.business_day import hour_of
from fairpos.core.money import number
from fixtures import schedule, world
from fixtures.entries import PlannedCount

HOURS = (12, 15, 18, 20)


def main() -> None:
    edition = world.spring_2020()
    days: list[list[int]] = []
    visits: list[list[int]] = []
    for ordinal in range(1, world.OPEN_DAYS + 1):
        takings, counts = [0] * 24, [0] * 24
        for planned in schedule.plan(edition, ordinal):
            if isinstance(planned, schedule.PlannedSale):
                takings[hour_of(planned.at)] += planned.total
            elif isinstance(planned, PlannedCount) and planned.direction == "in":
                counts[hour_of(planned.at)] += planned.count
        days.append(takings)
        visits.append(counts)
    for name, known in (("takings", days), ("visits", visits)):
        for hour in (None, *HOURS):
            found = forecast.backtest(known, [], HOURS if hour is None else (hour,))
            if found is None:
                continue
            mean, worst = (number(100 * one, "en", digits=1) for one in (found.mean, found.worst))
            when = "all hours" if hour is None else f"at {hour}:00"
            print(
                f"{name:8} {when:10} {found.cases:3} estimates: mean error {mean:>5} % of the day, "
                f"worst {worst:>5} %, {found.within} within the range"
            )


if __name__ == "__main__":
    main()

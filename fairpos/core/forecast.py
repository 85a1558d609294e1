"""What a running day and a running fair will come to: an estimate with its range, from shape and pace.

The shape is how earlier days filled up hour by hour: the same fair's days that are over, and those of the
edition before. Today's close is what has come so far over the share that earlier days had reached by now.
The fair's end is that close, and for the days to come what the edition before took on them, at this fair's
pace against it. The range is what the same rule would have missed by on the days it was made from. An
estimate never enters a figure that is compared or signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fairpos.core.money import half_up

SHARE_LEAST = Fraction(1, 20)
"""Before a twentieth of a usual day has come in, nothing is said about its close."""

WIDE = Fraction(35, 100)
"""The range where there are too few days to learn it from: a third either way."""

Day = Sequence[int]
"""What came in each hour of a fair day, in the order of the hours."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`low` to `high` is the range, `days` how many earlier days the shape is from."""

    low: int
    expected: int
    high: int
    days: int


def close(so_far: Day, hours: int, earlier: Sequence[Day]) -> Estimate | None:
    """What today will come to, after its first `hours` hours are over; None where nothing can be said yet.

    `so_far` holds whole hours only. `earlier` are whole days with as many hours; days without anything are
    left out.
    """
    days = [day for day in earlier if sum(day) > 0]
    usual = _share(days, hours)
    came = sum(so_far[:hours])
    if usual is None or usual < SHARE_LEAST or came <= 0:
        return None
    expected = came / usual
    low, high = _range([_missed(days, place, hours) for place in range(len(days))])
    return _estimate(expected, low, high, len(days), least=sum(so_far))


def fair(
    done: Sequence[int], today: Estimate | None, before: Sequence[int], open_days: int
) -> Estimate | None:
    """What the whole fair will come to: `done` are its days that are over, `before` the days of the edition
    before. Without an edition before, the days to come are like the mean of those that are known."""
    known = [*done, *([today.expected] if today else [])]
    if sum(known) <= 0 or len(known) > open_days:
        return None
    spread = Fraction(0)
    if today and today.expected:
        spread = Fraction(max(today.high - today.expected, today.expected - today.low), 1)
    if len(before) >= open_days and sum(before[: len(known)]) > 0:
        pace = Fraction(sum(known), sum(before[: len(known)]))
        paces = [Fraction(ours, theirs) for ours, theirs in zip(known, before, strict=False) if theirs > 0]
        to_come = [pace * day for day in before[len(known) : open_days]]
        wide = max((abs(one - pace) / pace for one in paces), default=WIDE) if len(paces) > 1 else WIDE
    else:
        mean = Fraction(sum(known), len(known))
        to_come = [mean] * (open_days - len(known))
        wide = max((abs(day - mean) / mean for day in known), default=WIDE) if len(known) > 1 else WIDE
    rest = sum(to_come, Fraction(0))
    expected = sum(known) + rest
    miss = spread + rest * max(wide, Fraction(5, 100) if rest else Fraction(0))
    return Estimate(
        low=max(sum(done), _round(expected - miss)),
        expected=_round(expected),
        high=_round(expected + miss),
        days=len(known) + len(before),
    )


@dataclass(frozen=True, slots=True)
class Backtest:
    """How the rule would have done: the mean and the largest error of `cases` estimates, as shares of what
    came, and how many of them lay within their range."""

    cases: int
    mean: Fraction
    worst: Fraction
    within: int


def backtest(days: Sequence[Day], earlier: Sequence[Day], hours: Sequence[int]) -> Backtest | None:
    """Estimate the close of each day after each of some hours, from the days before it alone."""
    errors: list[Fraction] = []
    within = 0
    for place, day in enumerate(days):
        came = sum(day)
        for hour in hours:
            found = close(day[:hour], hour, [*earlier, *days[:place]])
            if found is None or came <= 0:
                continue
            errors.append(abs(Fraction(found.expected - came, came)))
            within += found.low <= came <= found.high
    if not errors:
        return None
    return Backtest(
        cases=len(errors), mean=sum(errors, Fraction(0)) / len(errors), worst=max(errors), within=within
    )


def _share(days: Sequence[Day], hours: int) -> Fraction | None:
    """The part of a day that has come in by an hour, every earlier day weighing the same."""
    if not days:
        return None
    return sum((Fraction(sum(day[:hours]), sum(day)) for day in days), Fraction(0)) / len(days)


def _missed(days: Sequence[Day], place: int, hours: int) -> Fraction | None:
    """What the rule would have made of one earlier day, told of the others only: 1 is right."""
    share = _share([*days[:place], *days[place + 1 :]], hours)
    came = sum(days[place][:hours])
    if share is None or share == 0 or came == 0:
        return None
    return came / share / sum(days[place])


def _range(misses: Sequence[Fraction | None]) -> tuple[Fraction, Fraction]:
    """By what an estimate may be multiplied: what it would have taken on the earlier days."""
    factors = sorted(1 / miss for miss in misses if miss)
    if len(factors) < 2:
        return 1 - WIDE, 1 + WIDE
    return min(factors[0], Fraction(97, 100)), max(factors[-1], Fraction(103, 100))


def _estimate(expected: Fraction, low: Fraction, high: Fraction, days: int, *, least: int) -> Estimate:
    return Estimate(
        low=max(least, _round(expected * low)),
        expected=max(least, _round(expected)),
        high=max(least, _round(expected * high)),
        days=days,
    )


def _round(value: Fraction) -> int:
    return half_up(value.numerator, value.denominator)

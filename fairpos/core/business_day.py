"""Fair days: which day a moment belongs to, and which days a fair trades.

A fair day runs from cut-off to cut-off in Vietnamese time (UTC+7, no summer time): a bowl of noodles sold at
00:40 after closing night belongs to the evening before. Moments are Unix milliseconds; days are ISO dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
MINUTE_MS = 60_000
_ZONE_MS = 7 * HOUR_MS
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class FairDay:
    """One day in a fair's calendar. A closed day (Tết) stays in the calendar and never counts as open."""

    day: str
    opens_minute: int = 8 * 60
    closes_minute: int = 22 * 60
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one fair, in order, and the minute after midnight at which a day ends (the cut-off)."""

    days: tuple[FairDay, ...]
    cut_off_minute: int = 4 * 60

    def __post_init__(self) -> None:
        assert 0 <= self.cut_off_minute < 12 * 60, "a cut-off lies between midnight and noon"
        assert [d.day for d in self.days] == sorted({d.day for d in self.days}), (
            "days are in order, each once"
        )

    def day_of(self, at_ms: int) -> str:
        """The fair day (ISO date) a moment belongs to, whether or not the fair trades on it."""
        return day_of(at_ms, self.cut_off_minute)

    def open_days(self) -> tuple[str, ...]:
        """The trading days, in order. Their number is the divisor of every figure "per day"."""
        return tuple(d.day for d in self.days if d.is_open)

    def is_open(self, day: str) -> bool:
        return day in self.open_days()

    def ordinal(self, day: str) -> int | None:
        """1 for the first open day, 2 for the second; None for a day on which the fair does not trade."""
        days = self.open_days()
        return days.index(day) + 1 if day in days else None


def day_of(at_ms: int, cut_off_minute: int) -> str:
    """The fair day (ISO date) a moment belongs to under a cut-off in minutes after midnight."""
    return _iso_day((at_ms + _ZONE_MS - cut_off_minute * MINUTE_MS) // DAY_MS)


@lru_cache(maxsize=512)
def _iso_day(days: int) -> str:
    return date.fromordinal(_EPOCH_ORDINAL + days).isoformat()


def hour_of(at_ms: int) -> int:
    """The clock hour in Vietnam, 0 to 23. An hour after midnight keeps its number on the day before."""
    return (at_ms + _ZONE_MS) // HOUR_MS % 24


def moment(day: str, minute: int) -> int:
    """Unix milliseconds of a minute after midnight, Vietnamese time, of an ISO date."""
    return (date.fromisoformat(day).toordinal() - _EPOCH_ORDINAL) * DAY_MS - _ZONE_MS + minute * MINUTE_MS


def local(at_ms: int) -> datetime:
    """The same moment as an aware Vietnamese time, for printing."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(VIETNAM)

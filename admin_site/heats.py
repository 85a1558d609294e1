"""Heat maps worked out once for everyone who looks at the same time; `Boards` says why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fairpos.core.business_day import Calendar
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.heat import Heat

KEPT_MAX = 100


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    made_at: float
    calendar: Calendar
    heat: Heat


@dataclass(slots=True)
class Heats:
    """Heats worked out once for all; `pause_s` is how old one may be although the fair has moved on."""

    pause_s: float
    stopwatch: Callable[[], float] = time.monotonic
    _kept: dict[tuple[int, str | None], _Kept] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    def get(
        self, fair: FairRow, day: str | None, make: Callable[[], tuple[Calendar, Heat]]
    ) -> tuple[Calendar, Heat, int]:
        """The calendar, the heat, and the version of the fair that it shows."""
        with self._making:
            kept = self._kept.get((fair.id, day))
            if kept is not None and (
                kept.version == fair.version or self.stopwatch() - kept.made_at < self.pause_s
            ):
                return kept.calendar, kept.heat, kept.version
            calendar, found = make()
            if len(self._kept) >= KEPT_MAX:
                self._kept.clear()
            self._kept[(fair.id, day)] = _Kept(fair.version, self.stopwatch(), calendar, found)
            return calendar, found, fair.version

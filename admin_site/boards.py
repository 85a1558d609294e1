"""Dashboards worked out once for everyone who looks at the same time.

On a busy evening a fair's version changes many times a second and every open page asks once a second. Working
a dashboard out takes about a tenth of a second of a core that intake needs too, so nobody gets an own one:
a board is made when the version has moved, by one at a time, and at most four times in three seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fairpos.core.business_day import MINUTE_MS
from fairpos.db.database import Database
from fairpos.ledger import fairs, live
from fairpos.ledger.connection import Connection
from fairpos.ledger.counted import Counted, LiveCount
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.live import Dashboard
from fairpos.ledger.past import Past, past_of

PAUSE_S = 0.75
"""With the second between two looks of a page it keeps a sale from the dashboard for less than two."""
KEPT_MAX = 200
VERSION_PAUSE = 0.2
"""How long a version is remembered, as a part of the pause between two boards."""

Key = tuple[str, str | None]


@dataclass(slots=True)
class _Place:
    """Where one fair's board of one day is kept, and who is making it."""

    making: threading.Lock = field(default_factory=threading.Lock)
    board: Dashboard | None = None
    made_at: float = 0.0


class Boards:
    """`pause_s` is how old a board may be although the fair has moved on; tests that look at once take 0."""

    def __init__(
        self, database: Database, *, pause_s: float = PAUSE_S, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._pause_s = pause_s
        self._stopwatch = stopwatch
        self._lock = threading.Lock()
        self._places: dict[Key, _Place] = {}
        self._pasts: dict[tuple[str, str | None, int], Past | None] = {}
        self._versions: dict[str, tuple[float, int | None]] = {}
        self._counted: dict[str, tuple[int, LiveCount]] = {}

    def get(self, slug: str, *, now: int, day: str | None = None) -> Dashboard | None:
        """The dashboard of a fair, or None when there is no such fair."""
        place = self._place(slug, day)
        with place.making:
            version = self.version(slug)
            if version is None:
                return None
            if place.board is not None and self._serves(place, place.board, version, now):
                return place.board
            with self._database.reading() as connection:
                fair = fairs.by_slug(connection, slug)
                if fair is None:
                    return None
                past = self.past(connection, fair)
                counted = self.counted(connection, fair, now=now)
                place.board = live.dashboard(connection, fair, now=now, day=day, past=past, counted=counted)
            place.made_at = self._stopwatch()
            return place.board

    def version(self, slug: str) -> int | None:
        """The version of a fair, None where there is none; read a few times a second, whoever asks."""
        read_at, version = self._versions.get(slug, (0.0, None))
        now = self._stopwatch()
        if version is None or not 0 <= now - read_at < self._pause_s * VERSION_PAUSE:
            with self._database.reading() as connection:
                version = live.version(connection, slug)
            # A slug that is made up leaves nothing behind.
            if version is not None:
                self._versions[slug] = now, version
        return version

    def past(self, connection: Connection, fair: FairRow) -> Past | None:
        """The edition before, read once: it no longer changes."""
        before = fairs.by_slug(connection, fair.prior) if fair.prior else None
        known = (fair.slug, fair.prior, before.version if before else 0)
        if known not in self._pasts:
            self._pasts = {key: past for key, past in self._pasts.items() if key[0] != fair.slug}
            self._pasts[known] = past_of(connection, fair)
        return self._pasts[known]

    def counted(self, connection: Connection, fair: FairRow, *, now: int) -> Counted:
        """What a fair's rollups hold; days that stand still are not read again before the minute is over."""
        minute, kept = self._counted.get(fair.slug, (0, None))
        if kept is None or minute != now // MINUTE_MS:
            kept = LiveCount()
            self._counted[fair.slug] = now // MINUTE_MS, kept
        return kept.read(connection, fair.id)

    def _serves(self, place: _Place, board: Dashboard, version: int, now: int) -> bool:
        if board.at // MINUTE_MS != now // MINUTE_MS:
            return False
        return board.fair.version == version or self._stopwatch() - place.made_at < self._pause_s

    def _place(self, slug: str, day: str | None) -> _Place:
        with self._lock:
            if len(self._places) >= KEPT_MAX:
                # Somebody asks for days that are none; what is thrown away is only worked out again.
                self._places.clear()
            return self._places.setdefault((slug, day), _Place())

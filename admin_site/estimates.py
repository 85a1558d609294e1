"""What a running fair will come to, worked out once a minute for everyone who looks.

It takes all of a fair's sums and those of the edition before, which is too much for each request and moves
slowly: an hour has to pass before an estimate learns anything new.
"""

from __future__ import annotations

import threading

from fairpos.core.business_day import MINUTE_MS
from fairpos.ledger import forecasts, series
from fairpos.ledger.connection import Connection
from fairpos.ledger.facts import Kept
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.forecasts import Forecast


class Estimates:
    """The estimates of each fair as of the last minute in which somebody asked."""

    def __init__(self, facts: Kept) -> None:
        self._facts = facts
        self._making = threading.Lock()
        self._made: dict[int, tuple[int, tuple[Forecast, ...]]] = {}

    def read(self, connection: Connection, fair: FairRow, *, at: int) -> tuple[Forecast, ...]:
        """What can be said at the moment `at`; nothing of a fair that is not open."""
        if fair.status != "open":
            return ()
        minute = at // MINUTE_MS
        with self._making:  # one at a time: whoever waits gets what was made
            made_in, made = self._made.get(fair.id, (-1, ()))
            if made_in != minute:
                before = series.previous(connection, fair)
                prior = self._facts.read(connection, before.edition.fair) if before else None
                made = forecasts.forecasts(self._facts.read(connection, fair), prior, at=at)
                self._made[fair.id] = minute, made
            return made

"""Who is in front of a page: found in the database, and remembered for moments."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from fairpos.db.database import Database
from fairpos.ledger import sessions
from fairpos.ledger.sessions import Session

KNOWN_S = 5.0
"""How long a program in earnest remembers a session: ending it elsewhere, or taking a role away, takes effect
within this time. An open dashboard asks once a second."""

KNOWN_MAX = 2_000


def at_once(run: Callable[[], None]) -> None:
    run()


class KnownSessions:
    """`known_s` spares asking the database who somebody is with every request of an open dashboard.

    `aside` notes when a session was last used. A program in earnest does that beside the request: whoever
    only looks at a page must not wait for long work that is writing.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], int],
        *,
        known_s: float,
        aside: Callable[[Callable[[], None]], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._known_s = known_s
        self._aside = aside
        self._known: dict[str, tuple[float, Session]] = {}

    def find(self, token: str) -> Session | None:
        """The living session of a token."""
        now, asked = self._clock(), time.monotonic()
        before = self._known.get(token)
        if before is not None and asked - before[0] < self._known_s:
            return before[1]
        self._known.pop(token, None)
        with self._database.reading() as connection:
            found = sessions.find(connection, token=token, now=now)
        if found is not None and sessions.is_stale(found, now):
            self._aside(partial(self._note_seen, found, now))
        if found is not None and self._known_s:
            if len(self._known) >= KNOWN_MAX:
                self._known.clear()
            self._known[token] = asked, found
        return found

    def _note_seen(self, session: Session, now: int) -> None:
        with self._database.writing() as connection:
            sessions.note_seen(connection, session, now=now)

"""The watch: asks every feed in turn and hands what came to the journal. Selling never waits for it."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from booth_terminal.feeds.feed import FeedTrouble, Notified, PaymentFeed
from booth_terminal.payments import Told
from fairpos.core.business_day import DAY_MS, HOUR_MS

log = logging.getLogger(__name__)

QUICK_MS = 5_000
"""How often a feed is asked while some till shows a code. SePay allows two calls a second."""

QUIET_MS = 60_000
BACKOFF_MS = 5_000
BACKOFF_MAX_MS = 5 * 60_000
OVERLAP_MS = HOUR_MS
"""What came is asked for again this far back: banks post late, and what is known already costs nothing."""

FRESH_MS = 3 * 60_000
"""A feed that answered this recently is one a seller may wait for."""


@dataclass(slots=True)
class Watched:
    """One feed and how it stands."""

    feed: PaymentFeed
    asked_from: int
    due: int = 0
    failures: int = 0
    answered_at: int | None = None
    trouble: str | None = None


class Watch:
    """`keep` makes documents of what was told; `asking` says whether a till shows a code just now."""

    def __init__(
        self,
        feeds: Sequence[PaymentFeed],
        *,
        keep: Callable[[list[Told]], int],
        asking: Callable[[], bool],
        newest: Callable[[str], int | None],
        clock: Callable[[], int],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._keep = keep
        self._asking = asking
        self._clock = clock
        self._jitter = jitter
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        now = clock()
        self.feeds = [
            Watched(feed, asked_from=(newest(feed.provider) or now - DAY_MS) - OVERLAP_MS) for feed in feeds
        ]

    def notified(self, name: str) -> Notified | None:
        """The feed of this name, if its provider may post notices."""
        for one in self.feeds:
            if one.feed.name == name and isinstance(one.feed, Notified):
                return one.feed
        return None

    def heard(self, told: list[Told]) -> int:
        """Keep what a notice told."""
        return self._keep(told)

    def fresh(self) -> bool:
        """Whether some live feed answered a moment ago, so that money that comes will be seen by itself."""
        now = self._clock()
        answered = (one.answered_at for one in self.feeds if one.feed.live)
        return any(at is not None and 0 <= now - at < FRESH_MS for at in answered)

    def step(self) -> None:
        """Ask every feed that is due."""
        for one in self.feeds:
            if self._clock() >= one.due:
                self._ask(one)

    def _ask(self, one: Watched) -> None:
        began = self._clock()
        try:
            self._keep(one.feed.events(one.asked_from))
        except FeedTrouble as trouble:
            self._failed(one, str(trouble))
        except Exception:
            # A watch that dies silently is worse than one that asks again; nothing was taken as seen.
            log.exception("the feed %s could not be read", one.feed.name)
            self._failed(one, "an error in this program; see its log")
        else:
            one.asked_from = max(one.asked_from, began - OVERLAP_MS)
            one.answered_at, one.trouble, one.failures = self._clock(), None, 0
            one.due = began + (QUICK_MS if self._asking() else QUIET_MS)

    def _failed(self, one: Watched, trouble: str) -> None:
        if one.trouble != trouble:
            log.warning("the feed %s is not answering: %s", one.feed.name, trouble)
        one.trouble = trouble
        one.failures = min(one.failures + 1, 16)
        ceiling = min(BACKOFF_MAX_MS, BACKOFF_MS << (one.failures - 1))
        one.due = self._clock() + int(ceiling * (0.5 + self._jitter() / 2))

    def start(self) -> None:
        if self.feeds:
            self._thread = threading.Thread(target=self._run, name="payment-feeds", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.step()
            now = self._clock()
            if self._asking():
                # A code that has just come up must not wait for the quiet round.
                for one in self.feeds:
                    one.due = min(one.due, now + QUICK_MS) if one.failures == 0 else one.due
            next_ = min((one.due for one in self.feeds), default=now + QUIET_MS)
            self._stop.wait(min(1.0, max(0.05, (next_ - now) / 1000)))

"""True time, what is due when, and the clocks of machines, which are wrong."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count

Deed = Callable[[], None]


class Agenda:
    """True time in Unix milliseconds, and a heap of what happens next."""

    def __init__(self, start: int) -> None:
        self.now = start
        self._due: list[tuple[int, int, Deed]] = []
        self._order = count()

    def after(self, ms: int, deed: Deed) -> None:
        heappush(self._due, (self.now + ms, next(self._order), deed))

    def run(self, until: int) -> None:
        """Do everything due up to `until`. What takes time itself makes later deeds late, not lost."""
        while self._due and self._due[0][0] <= until:
            when, _, deed = heappop(self._due)
            self.now = max(self.now, when)
            deed()
        self.now = max(self.now, until)

    def pass_by(self, ms: int) -> None:
        """Time goes by in the middle of a deed: bytes are under way."""
        self.now += ms

    def sleep(self, ms: int) -> None:
        """A night: every machine is asleep, so whatever was due is due as much later."""
        self.now += ms
        self._due = [(when + ms, order, deed) for when, order, deed in self._due]
        heapify(self._due)


class Clock:
    """A machine's clock: true time and an error. `jumps` counts how often it was set."""

    def __init__(self, agenda: Agenda, error: int = 0) -> None:
        self._agenda = agenda
        self.error = error
        self.jumps = 0

    def __call__(self) -> int:
        return self._agenda.now + self.error

    def step(self, ms: int) -> None:
        """Set forward or back, though never to before 1970."""
        self.error = max(self.error + ms, 1 - self._agenda.now)
        self.jumps += 1

    def to_1970(self) -> None:
        """The battery was empty: the clock begins again a minute after the epoch."""
        self.error = 60_000 - self._agenda.now
        self.jumps += 1

"""A line between two machines: what can happen to a request and to its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from tests.simulation.clock import Agenda
from tests.simulation.plan import Weather

PATIENCE_MS = 10_000
"""How long a sender waits for an answer that does not come."""

PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Welcome! Please sign in."


class NoAnswer(Exception):
    """Nothing came back. Whether the request arrived is unknown."""


class Line:
    """One line. `calm` heals it."""

    def __init__(self, agenda: Agenda, rng: Random, weather: Weather, counts: Counter[str]) -> None:
        self._agenda = agenda
        self._rng = rng
        self._weather = weather
        self._counts = counts
        self.calm = False
        self.cut_until = 0

    def ask(self, deliver: Callable[[], bytes], deliver_late: Callable[[], None]) -> bytes:
        """Carry a request over and its answer back. Raises NoAnswer.

        `deliver_late` is the same request arriving when nobody waits for its answer any more.
        """
        self._counts["messages"] += 1
        weather = self._weather
        if self.calm:
            self._agenda.pass_by(2)
            return deliver()
        self._agenda.pass_by(self._rng.randint(1, weather.latency_ms))
        if self._agenda.now < self.cut_until or self._happens(weather.lose_request, "requests lost"):
            if self._happens(weather.late, "requests late"):
                self._agenda.after(self._rng.randint(50, 40_000), deliver_late)
            raise NoAnswer("lost")
        if self._happens(weather.portal, "portal answers"):
            return PORTAL
        if self._happens(weather.double, "requests doubled"):
            self._agenda.after(self._rng.randint(0, 20_000), deliver_late)
        answer = deliver()
        if self._happens(weather.lose_answer, "answers lost"):
            raise NoAnswer("answer lost")
        self._agenda.pass_by(self._rng.randint(1, weather.latency_ms))
        if self._happens(weather.truncate, "answers truncated"):
            return answer[: self._rng.randrange(len(answer))]
        return answer

    def _happens(self, rate: float, what: str) -> bool:
        if not rate or self._rng.random() >= rate:
            return False
        self._counts[what] += 1
        return True

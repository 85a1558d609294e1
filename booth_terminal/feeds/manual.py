"""Credits that people enter themselves: seen on a phone, and claimed by no sale yet."""

from __future__ import annotations

import threading

from booth_terminal.payments import Told


class Manual:
    provider = "manual"
    live = False

    def __init__(self, name: str = "manual") -> None:
        self.name = name
        self._lock = threading.Lock()
        self._entered: list[Told] = []

    def enter(self, ref: str, *, account: str, amount: int, content: str, at: int) -> Told:
        """Enter a credit. `ref` is made by whoever enters it and makes a repeat harmless."""
        told = Told(self.provider, ref, account, amount, content, at)
        with self._lock:
            self._entered.append(told)
        return told

    def events(self, since: int) -> list[Told]:
        with self._lock:
            return [told for told in self._entered if told.at >= since]

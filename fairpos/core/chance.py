"""Chance that anyone can repeat: numbers worked out of a seed, the same on every machine.

The core knows no generator of its own, and a draw that cannot be repeated convinces nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


def ticket(seed: str, *parts: str) -> int:
    """256 bits that belong to these texts under this seed; different texts never run together."""
    text = "".join(f"{len(part.encode())}:{part}" for part in (seed, *parts))
    return int.from_bytes(sha256(text.encode()).digest(), "big")


class Chance:
    """splitmix64: one number after the other out of a seed. Two with one seed agree for ever."""

    __slots__ = ("_state",)

    def __init__(self, seed: str) -> None:
        self._state = ticket(seed) & _MASK

    def bits(self) -> int:
        """64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, n: int) -> int:
        """0 to n - 1; n is at least 1 and small against 2**64, so that no number is favoured visibly."""
        return (self.bits() * n) >> 64

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

"""A series of receipt numbers: which are missing, in runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ROOM = 10_000
"""Receipt numbers a new tablet leaves free for the one it replaces: it begins behind the next multiple.
Ten days of three hundred sales are a third of it."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Numbers `first` to `last` that nobody has seen; `left_free` where a new tablet may have left them."""

    first: int
    last: int
    left_free: bool

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def holes(numbers: Iterable[int]) -> tuple[Hole, ...]:
    """The runs that are missing between 1 and the highest number, in order. Repeats do not matter."""
    found = []
    expected = 1
    for number in sorted({one for one in numbers if one > 0}):
        if number > expected:
            last = number - 1
            found.append(Hole(expected, last, last % ROOM == 0))
        expected = number + 1
    return tuple(found)

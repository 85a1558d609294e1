"""Short numbers that people can read out: DV-0001, SP-0702, DK-0015."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count


def next_id(prefix: str, taken: Iterable[str]) -> str:
    """The number after the highest of this prefix. Whoever asks holds the fair's row (`fairs.bump`)."""
    return next(next_ids(prefix, taken))


def next_ids(prefix: str, taken: Iterable[str]) -> Iterator[str]:
    """As `next_id`, one after the other, for whoever writes many."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,9}})", re.ASCII)
    numbers = (int(found[1]) for one in taken if (found := pattern.fullmatch(one)))
    return (f"{prefix}-{number:04}" for number in count(max(numbers, default=0) + 1))

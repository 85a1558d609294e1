"""Short numbers that people can read out: DV-0001, SP-0702, DK-0015."""

from __future__ import annotations

import re
from collections.abc import Iterable


def next_id(prefix: str, taken: Iterable[str]) -> str:
    """The number after the highest of this prefix. Whoever asks holds the fair's row (`fairs.bump`)."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,9}})", re.ASCII)
    numbers = (int(found[1]) for one in taken if (found := pattern.fullmatch(one)))
    return f"{prefix}-{max(numbers, default=0) + 1:04}"

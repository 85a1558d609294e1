"""Shares that add up: rounded to printed decimals so that the parts of a whole come to exactly 100 %.

Rounded one by one, 33,3 + 33,3 + 33,3 is 99,9. Here the largest remainders are rounded up, and who prints
them says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from fairpos.core.money import shares


def percentages(values: Sequence[int | Fraction], *, digits: int = 1) -> list[Fraction | None]:
    """The percentage of each value in their sum, in steps of 10^-digits, adding up to exactly 100.

    A part that is less than nothing (more given back than sold) has no share, and then none has: all are
    None, as they are where the sum is nothing.
    """
    if any(value < 0 for value in values) or sum(values) <= 0:
        return [None] * len(values)
    common = lcm(*(value.denominator for value in values))
    whole = [value.numerator * (common // value.denominator) for value in values]
    return [Fraction(part, 10**digits) for part in shares(100 * 10**digits, whole)]


def nudged(values: Sequence[int | Fraction], *, digits: int = 1) -> bool:
    """Whether some printed share is not its own value rounded half up, so that they add up."""
    printed = percentages(values, digits=digits)
    whole = sum(Fraction(value) for value in values)
    return any(
        share is not None and abs(share - Fraction(value) * 100 / whole) > Fraction(1, 2 * 10**digits)
        for share, value in zip(printed, values, strict=True)
    )

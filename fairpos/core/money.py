"""Money is a whole number of đồng (int). Nothing here ever touches a float.

Figures that are not amounts due (a mean per day, a percentage) are `Fraction`s until the moment they are
printed, so that they are rounded once, half up, from unrounded sums.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

Language = Literal["vi", "en"]

DONG_MAX = 10**12
"""The largest amount one document may carry, in đồng. Sums of nine million of them still fit 63 bits."""

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_GROUP = {"vi": ".", "en": ","}
_POINT = {"vi": ",", "en": "."}


class NotMoney(ValueError):
    """Typed text that cannot be read as an amount without guessing."""


def half_up(numerator: int, denominator: int) -> int:
    """Divide two integers and round half away from zero: 5/2 is 3, -5/2 is -3."""
    assert denominator > 0, "a denominator is a positive count"
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def number(value: int | Fraction, language: Language, *, digits: int = 0) -> str:
    """Print a number half up to `digits` decimals, trailing zeros kept: 1009.4167 is "1.009,42"."""
    exact = Fraction(value)
    scaled = half_up(exact.numerator * 10**digits, exact.denominator)
    whole, rest = divmod(abs(scaled), 10**digits)
    text = f"{whole:,}".replace(",", _GROUP[language])
    if digits:
        text += f"{_POINT[language]}{rest:0{digits}d}"
    return (MINUS if scaled < 0 else "") + text


def dong(amount: int, language: Language = "vi") -> str:
    """An amount due or paid: 1595000 is "1.595.000 đ", with a space that does not wrap."""
    return f"{number(amount, language)}{NBSP}đ"


def millions(amount: int | Fraction, language: Language = "vi", *, digits: int = 2, trim: bool = True) -> str:
    """A report figure: 6056500000 is "6.056,5 triệu đồng" (trailing zeros of the fraction are dropped)."""
    text = number(Fraction(amount) / 1_000_000, language, digits=digits)
    if trim and digits:
        text = text.rstrip("0").rstrip(_POINT[language])
    return f"{text}{NBSP}triệu đồng" if language == "vi" else f"VND{NBSP}{text}{NBSP}million"


def percent_change(value: Fraction, language: Language = "vi", *, digits: int = 2) -> str:
    """A signed change: Fraction(906, 10000) is "+9,06 %". Zero has no sign."""
    text = number(value * 100, language, digits=digits)
    sign = "+" if not text.startswith(MINUS) and any(figure in text for figure in "123456789") else ""
    if sign == "" and not any(figure in text for figure in "123456789"):
        text = text.removeprefix(MINUS)
    return f"{sign}{text}{NBSP}%"


def parse_dong(text: str) -> int:
    """Read an amount as typed by a person: "245.000", "245,000", "245 000 đ" and "245k" are all 245000.

    Marks between digits are accepted only where they group three digits, because "1.5" may mean one and a
    half of something: it is refused rather than guessed. Raises NotMoney.
    """
    body = text.strip().casefold().replace(NBSP, " ")
    for unit in ("đồng", "vnd", "đ", "₫"):
        body = body.removesuffix(unit).rstrip()
    factor = 1
    for suffix, size in (("tr", 1_000_000), ("k", 1_000)):
        if body.endswith(suffix):
            body, factor = body.removesuffix(suffix).rstrip(), size
            break
    groups = body.replace(",", ".").replace(" ", ".").split(".")
    if not all(group.isascii() and group.isdigit() for group in groups):
        raise NotMoney(text)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        raise NotMoney(text)
    digits = "".join(groups)
    # Python itself refuses to read some thousands of digits, with an error of another kind.
    amount = int(digits[:20]) * factor
    if len(digits) > 20 or amount > DONG_MAX:
        raise NotMoney(text)
    return amount


def typed_dong(text: str) -> int:
    """As `parse_dong`, said as a till's seller says it: below a thousand it means thousands.

    87 is 87.000 and 1500 is 1.500; a nought in front (0500) says exactly that. Raises NotMoney.
    """
    amount = parse_dong(text)
    return amount * 1_000 if amount < 1_000 and text.strip().isdigit() and text.strip()[0] != "0" else amount


def shares(total: int, weights: list[int]) -> list[int]:
    """Split `total` in proportion to `weights` (all >= 0) so that the parts add up to the đồng.

    Largest remainder; equal remainders go to the earlier weight. With only zero weights everything is zero
    and `total` must be zero too.
    """
    whole = sum(weights)
    if whole == 0:
        assert total == 0, "nothing to spread over cannot carry an amount"
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    rest = total - sum(parts)
    if rest:
        order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
        for i in order[:rest]:
            parts[i] += 1
    return parts

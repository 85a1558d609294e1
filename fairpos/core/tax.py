"""VAT inside prices that already include it.

Rates are basis points (800 is 8 %). A rate depends on the seller's method, the class of goods and the day,
never on the product alone: the standard 10 % is reduced to 8 % for most goods from 1 July 2025 to
31 December 2026 (Resolution 204/2025/QH15), not for spirits and beer, and earlier cuts had other dates. A
fair that runs over New Year has two rates in one week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fairpos.core.money import half_up

SellerMethod = Literal["deduction", "revenue", "foreign"]
"""How a seller pays VAT: on the value added, as a share of its takings (or not at all), or not in Vietnam."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One dated row: basis points for a tax class from `valid_from` to `valid_to` (ISO dates, inclusive)."""

    tax_class: str
    rate: int
    valid_from: str
    valid_to: str | None = None


class NoRate(LookupError):
    """No rate is stated for this class of goods on this day."""


STATUTORY_RATES = (
    Rate("standard", 1000, "2009-01-01", "2022-01-31"),
    Rate("standard", 800, "2022-02-01", "2022-12-31"),
    Rate("standard", 1000, "2023-01-01", "2023-06-30"),
    Rate("standard", 800, "2023-07-01", "2026-12-31"),
    Rate("standard", 1000, "2027-01-01"),
    Rate("excise", 1000, "2009-01-01"),
    Rate("reduced", 500, "2009-01-01"),
)
"""What the law says, as of November 2026. Fairs may carry newer rows in their settings."""


def rate_on(rates: tuple[Rate, ...], tax_class: str, day: str) -> int | None:
    """The rate in basis points on an ISO day; None for goods that carry no VAT line ("none").

    Raises NoRate when the class is known to nobody on that day: a missing rate is told, not guessed.
    """
    if tax_class == "none":
        return None
    for row in rates:
        if (
            row.tax_class == tax_class
            and row.valid_from <= day
            and (row.valid_to is None or day <= row.valid_to)
        ):
            return row.rate
    raise NoRate(f"{tax_class} on {day}")


def vat_inside(gross: int, rate: int) -> int:
    """The VAT contained in a gross amount: net = gross * 100 / (100 + r) half up, VAT = gross - net."""
    return gross - half_up(gross * 10_000, 10_000 + rate)


def seller_method(kind: str, country: str, stated: str = "") -> SellerMethod:
    """What its record states ("deduction", "direct"), else what goes with its kind and country (ISO code)."""
    if stated:
        return "deduction" if stated == "deduction" else "revenue"
    if country != "VN":
        return "foreign"
    return "revenue" if kind in ("household", "cooperative-group") else "deduction"

"""The sale, and the void and the refund that point at one: what they hold and how they add up.

The totals rule, edition 1. It stands once more in the selling page's JavaScript, because a till must add up
alone; generated examples prove the two equal.

1. A line is price * quantity / 1000, half up, less its discount in đồng.
2. The basket discount, in đồng, is spread over the lines in proportion to their totals, by largest remainder.
3. VAT is taken out of the gross of each rate: one rounding a rate, not one a line.
4. The total is what the tenders add up to. Cash is what was given less the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fairpos.core.document import TEXT_MAX, Document, is_amount, is_name
from fairpos.core.ids import is_id
from fairpos.core.money import half_up, shares
from fairpos.core.tax import vat_inside

LINES_MAX = 200
TENDERS_MAX = 20
QUANTITY_MAX = 10**9
"""Thousandths: a million pieces, or a thousand tonnes weighed in grams."""

TenderKind = Literal["cash", "vietqr", "card", "voucher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a sale, as it was: quantity in thousandths of the unit, price in đồng a unit, VAT included.

    `vat` is a rate in basis points, or None where the seller states no VAT (households).
    """

    article: str
    name: str
    exhibitor: str
    unit: str
    price: int
    quantity: int
    discount: int = 0
    vat: int | None = None

    @property
    def total(self) -> int:
        return half_up(self.price * self.quantity, 1000) - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """What the buyer handed over. For cash, `given` is the notes and `change` what went back."""

    kind: TenderKind
    amount: int
    given: int | None = None
    change: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """The VAT of one rate (basis points): gross with VAT, and the VAT inside it."""

    rate: int
    gross: int
    vat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale(Document):
    """The closed, immutable document of one sale. `number` is its place in the till's receipt series."""

    number: int
    booth: str
    shift: str
    lines: tuple[Line, ...]
    discount: int
    tenders: tuple[Tender, ...]
    total: int
    vat: tuple[VatLine, ...]
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(Sale):
    """Takes a whole sale back in the shift that made it. Amounts are positive; the type carries the sign."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund(Sale):
    """Gives money back for some lines of an earlier sale. Amounts are positive; the type carries the sign."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """A basket added up: what to pay, what each line carries after every discount, and the VAT by rate."""

    total: int
    nets: tuple[int, ...]
    vat: tuple[VatLine, ...]


class DiscountTooLarge(ValueError):
    """A discount takes off more than there is."""


def add_up(lines: Sequence[Line], discount: int = 0) -> Totals:
    """Add up lines and a basket discount by the totals rule. Raises DiscountTooLarge."""
    line_totals = [line.total for line in lines]
    total = sum(line_totals) - discount
    if discount < 0 or total < 0 or (line_totals and min(line_totals) < 0):
        raise DiscountTooLarge
    if discount:
        off = shares(discount, line_totals)
        nets = tuple(gross - less for gross, less in zip(line_totals, off, strict=True))
    else:
        nets = tuple(line_totals)
    gross_by_rate: dict[int, int] = {}
    for line, net in zip(lines, nets, strict=True):
        if line.vat is not None:
            gross_by_rate[line.vat] = gross_by_rate.get(line.vat, 0) + net
    vat = tuple(
        VatLine(rate=rate, gross=gross, vat=vat_inside(gross, rate))
        for rate, gross in sorted(gross_by_rate.items())
    )
    return Totals(total, nets, vat)


def faults(sale: Sale) -> tuple[list[str], Totals | None]:
    """Codes of everything wrong with a sale, void or refund, and its totals as this rule adds them up.

    Totals are None when they cannot be had. A sale with faults is still money taken: the caller keeps it and
    opens a finding.
    """
    codes: list[str] = []
    if not 1 <= len(sale.lines) <= LINES_MAX:
        codes.append("line-count")
    if len(sale.tenders) > TENDERS_MAX:
        codes.append("tender-count")
    if not is_name(sale.booth) or not is_id(sale.shift):
        codes.append("name")
    if not 1 <= sale.number < 1 << 31:
        codes.append("number-range")
    if not (is_amount(sale.total) and is_amount(sale.discount)):
        codes.append("amount-range")
    for line in sale.lines:
        if not (
            0 <= line.price <= 10**12 and 0 <= line.discount <= 10**12 and 0 < line.quantity <= QUANTITY_MAX
        ):
            codes.append("amount-range")
        if not (is_name(line.article) and is_name(line.exhibitor)):
            codes.append("name")
        if len(line.name) > TEXT_MAX or len(line.unit) > TEXT_MAX:
            codes.append("text-length")
        if line.vat is not None and not 0 <= line.vat <= 10_000:
            codes.append("vat-rate")
    if isinstance(sale, Void | Refund) and (not is_id(sale.ref) or len(sale.reason) > TEXT_MAX):
        codes.append("ref")
    if codes:
        return sorted(set(codes)), None
    try:
        totals = add_up(sale.lines, sale.discount)
    except DiscountTooLarge:
        return ["discount"], None
    if totals.total != sale.total or totals.vat != sale.vat:
        codes.append("totals")
    if sum(tender.amount for tender in sale.tenders) != sale.total:
        codes.append("tenders")
    for tender in sale.tenders:
        if not is_amount(tender.amount) or not 0 <= tender.change <= 10**12:
            codes.append("amount-range")
        elif tender.given is not None and tender.given - tender.change != tender.amount:
            codes.append("change")
    return sorted(set(codes)), totals


def sign(sale: Sale) -> int:
    """+1 for money taken, -1 for money given back."""
    return -1 if isinstance(sale, Void | Refund) else 1

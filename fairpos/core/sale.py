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
from dataclasses import dataclass, replace
from typing import Literal, cast

from fairpos.core.document import COUNT_MAX, NAME_MAX, TEXT_MAX, Document, is_name
from fairpos.core.ids import is_id
from fairpos.core.money import DONG_MAX, half_up, shares
from fairpos.core.tax import vat_inside

LINES_MAX = 200
TENDERS_MAX = 20
RATE_MAX = 10_000
QUANTITY_MAX = 10**9
"""Thousandths: a million pieces, or a thousand tonnes weighed in grams."""

TenderKind = Literal["cash", "vietqr", "card", "voucher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a sale, as it was: quantity in thousandths of the unit, price in đồng a unit, VAT included.

    `vat` is a rate in basis points, or None where the seller states no VAT (households). `book_price` is what
    the price book said where a person set another price. `of` is, in a void or refund, the place (from 0) of
    the line it takes back in the sale it points at.
    """

    article: str
    name: str
    exhibitor: str
    unit: str
    price: int
    quantity: int
    discount: int = 0
    vat: int | None = None
    note: str = ""
    book_price: int | None = None
    of: int | None = None

    @property
    def total(self) -> int:
        return half_up(self.price * self.quantity, 1000) - self.discount

    @property
    def facts(self) -> tuple[int, tuple[str, ...]]:
        """The line's total, and the codes of everything wrong with it. (Where a million are read, this is
        worked out once for all sales that hold an equal line.)"""
        codes = []
        if not (0 <= self.price <= DONG_MAX and 0 <= self.discount <= DONG_MAX):
            codes.append("amount-range")
        if not 0 < self.quantity <= QUANTITY_MAX:
            codes.append("amount-range")
        if not is_name(self.article) or not is_name(self.exhibitor):
            codes.append("name")
        if len(self.name) > TEXT_MAX or len(self.unit) > TEXT_MAX or len(self.note) > TEXT_MAX:
            codes.append("text-length")
        if self.book_price is not None and not 0 <= self.book_price <= DONG_MAX:
            codes.append("amount-range")
        if self.of is not None and not 0 <= self.of < LINES_MAX:
            codes.append("ref")
        if self.vat is not None and not 0 <= self.vat <= RATE_MAX:
            codes.append("vat-rate")
        return self.total, tuple(codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """What the buyer handed over. For cash, `given` is the notes and `change` what went back.

    `ref` is what it is known by elsewhere: a transfer's payment code, a card slip's or a voucher's number.
    `account` is where a transfer went: the bank's BIN, a hyphen and the account number.
    """

    kind: TenderKind
    amount: int
    given: int | None = None
    change: int = 0
    ref: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """The VAT of one rate (basis points): gross with VAT, and the VAT inside it."""

    rate: int
    gross: int
    vat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale(Document):
    """The closed, immutable document of one sale.

    `number` is its place in the till's receipt series; training has a series of its own and is in no total.
    `approved_by` is the manager who allowed a discount, a price, a void or a refund.
    """

    number: int
    booth: str
    shift: str
    lines: tuple[Line, ...]
    discount: int
    tenders: tuple[Tender, ...]
    total: int
    vat: tuple[VatLine, ...]
    training: bool = False
    approved_by: str = ""


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
    nets = _nets([line.total for line in lines], discount)
    vat = tuple(VatLine(rate=rate, gross=gross, vat=vat) for rate, gross, vat in _vat(lines, nets))
    return Totals(sum(nets), tuple(nets), vat)


def _nets(line_totals: list[int], discount: int) -> list[int]:
    """What each line carries after the basket discount was spread over them. Raises DiscountTooLarge."""
    if not 0 <= discount <= sum(line_totals) or (line_totals and min(line_totals) < 0):
        raise DiscountTooLarge
    if not discount:
        return line_totals
    return [gross - off for gross, off in zip(line_totals, shares(discount, line_totals), strict=True)]


def _vat(lines: Sequence[Line], nets: Sequence[int]) -> list[tuple[int, int, int]]:
    """Rate, gross and VAT of each rate, the lowest rate first."""
    by_rate = sorted(_gross_by_rate(lines, nets).items())
    return [(rate, gross, vat_inside(gross, rate)) for rate, gross in by_rate]


def _gross_by_rate(lines: Sequence[Line], nets: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line, net in zip(lines, nets, strict=True):
        rate = line.vat
        if rate is not None:
            found[rate] = found.get(rate, 0) + net
    return found


def faults(sale: Sale) -> tuple[list[str], list[int]]:
    """Codes of everything wrong with a sale, void or refund, and what each of its lines carries.

    The second is empty unless the first is. A sale with faults is still money taken: the caller keeps it and
    opens a finding. This runs once for every sale at the centre, so it says each thing in one pass.
    """
    codes: list[str] = []
    lines, tenders = sale.lines, sale.tenders
    if not 1 <= len(lines) <= LINES_MAX:
        codes.append("line-count")
    if len(tenders) > TENDERS_MAX:
        codes.append("tender-count")
    if (
        not is_name(sale.booth)
        or not is_id(sale.shift)
        or (sale.approved_by and not is_name(sale.approved_by))
    ):
        codes.append("name")
    if not 1 <= sale.number <= COUNT_MAX:
        codes.append("number-range")
    if not 0 <= sale.total <= DONG_MAX or not 0 <= sale.discount <= DONG_MAX:
        codes.append("amount-range")
    if sale.type != "sale":
        codes += _correction_faults(cast("Void | Refund", sale))
    line_totals = []
    for line in lines:
        total, wrong = line.facts
        line_totals.append(total)
        if wrong:
            codes += wrong
    paid = 0
    for tender in tenders:
        amount, given = tender.amount, tender.given
        paid += amount
        if not 0 <= amount <= DONG_MAX or not 0 <= tender.change <= DONG_MAX:
            codes.append("amount-range")
        elif given is not None and given - tender.change != amount:
            codes.append("change")
        if len(tender.ref) > NAME_MAX or len(tender.account) > NAME_MAX:
            codes.append("text-length")
    if paid != sale.total:
        codes.append("tenders")
    if codes:
        return sorted(set(codes)), []
    try:
        nets = _nets(line_totals, sale.discount)
    except DiscountTooLarge:
        return ["discount"], []
    if sum(nets) != sale.total or not _is_vat(sale.vat, lines, nets):
        return ["totals"], []
    return [], nets


def _is_vat(stated: Sequence[VatLine], lines: Sequence[Line], nets: Sequence[int]) -> bool:
    """Whether this is what `_vat` would say, without making it."""
    gross_by_rate = _gross_by_rate(lines, nets)
    before = -1
    for row in stated:
        rate, gross = row.rate, row.gross
        if rate <= before or gross_by_rate.get(rate) != gross or row.vat != vat_inside(gross, rate):
            return False
        before = rate
    return len(stated) == len(gross_by_rate)


def _correction_faults(sale: Void | Refund) -> list[str]:
    return [] if is_id(sale.ref) and len(sale.reason) <= TEXT_MAX else ["ref"]


def part_of(net: int, quantity: int, start: int, end: int) -> int:
    """What the units from `start` to `end` of a line come to, whose whole `quantity` carried `net`.

    Whatever parts a line is given back in, they add up to the đồng that was paid for it.
    """
    return half_up(net * end, quantity) - half_up(net * start, quantity)


def given_back(line: Line, amount: int, quantity: int, of: int) -> Line:
    """A line that gives `amount` back for so much of a line that was sold as the place `of` of its sale.

    The price stays what it was and the rest is a discount, as it was. Where rounding gives a đồng more than
    the price would (a few grams of something cheap), the price is raised by as little as does.
    """
    price = line.price
    if half_up(price * quantity, 1000) < amount:
        price = -(-amount * 1000 // quantity)
    off = half_up(price * quantity, 1000) - amount
    return replace(line, price=price, quantity=quantity, discount=off, of=of, note="", book_price=None)


def given_back_over(sold: Sale, backs: Sequence[Sale]) -> bool:
    """Whether voids and refunds together take back more of some line than was sold of it.

    A void takes every line; a refund's line says by `of` which one it takes from, and by its quantity how
    much.
    """
    left = [line.quantity for line in sold.lines]
    for back in backs:
        for place, line in enumerate(back.lines):
            of = place if back.type == "void" else line.of
            if of is None:
                continue
            if of >= len(left):
                return True
            left[of] -= line.quantity
    return any(quantity < 0 for quantity in left)


def sign(sale: Sale) -> int:
    """+1 for money taken, -1 for money given back."""
    return 1 if sale.type == "sale" else -1

"""One fair as its tills and pages need to know it: calendar, zones, booths, who stands where, what is sold.

All of it together, numbered and immutable, is a settings edition. Editions travel from the centre to the
terminals; documents travel the other way and name the edition they used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fairpos.core.business_day import Calendar
from fairpos.core.staff import Staff
from fairpos.core.tax import STATUTORY_RATES, Rate

ZoneKey = Literal["in-province", "other-province", "foreign"]
ZONES: tuple[ZoneKey, ...] = ("in-province", "other-province", "foreign")

ExhibitorKind = Literal["enterprise", "cooperative", "cooperative-group", "household", "delegation"]
TillKind = Literal["till", "gate", "sensor", "feed"]
FairStatus = Literal["draft", "published", "open", "closed", "archived"]


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where transfers go: the bank's six-digit BIN, the account number, and the holder's name to show."""

    bin: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibitor:
    """Who sells. `place` is a district or commune inside the province, `province` or `country` elsewhere.

    `account` is the exhibitor's own, so that nobody collects money for another.
    """

    id: str
    name: str
    kind: ExhibitorKind
    district: str | None
    province: str | None
    country: str
    account: BankAccount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """A stand. `exhibitors` is its allocation: who stands there, the main exhibitor first.

    `favourites` are the articles its sellers want in sight first, in their order.
    """

    id: str
    name: str
    zone: ZoneKey
    exhibitors: tuple[str, ...]
    favourites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What an exhibitor sells. `price` is đồng a unit, VAT included; `stars` its OCOP rank, 3 to 5, or None.

    A weighed article is priced a kilogram and sold in grams. An `open_price` article is asked for its price
    at the till. `photo` is the hash its picture is kept under, `low_stock` the quantity (thousandths) below
    which the till says so.
    """

    id: str
    name: str
    exhibitor: str
    group: str
    unit: str
    price: int
    weighed: bool
    tax_class: str
    stars: int | None
    barcode: str = ""
    photo: str = ""
    open_price: bool = False
    low_stock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """An enrolled device, or one that may enrol: at a booth, at a gate (by hand or sensor), or a bank feed.

    `code_hash` is the SHA-256 (hex) of its one-time enrolment code, None when no enrolment is open.
    """

    id: str
    kind: TillKind
    place: str
    code_hash: str | None
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fair:
    """One event. `series` is the line it belongs to (Spring), `season` its year, `prior` the previous of its
    series."""

    slug: str
    name: str
    name_en: str
    series: str
    season: str
    province: str
    status: FairStatus
    prior: str | None
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One numbered settings edition, whole."""

    number: int
    fair: Fair
    exhibitors: tuple[Exhibitor, ...]
    booths: tuple[Booth, ...]
    articles: tuple[Article, ...]
    gates: tuple[Gate, ...]
    tills: tuple[Till, ...]
    rates: tuple[Rate, ...] = STATUTORY_RATES
    staff: tuple[Staff, ...] = ()

    def till(self, id_: str) -> Till | None:
        return next((till for till in self.tills if till.id == id_), None)

    def booth(self, id_: str) -> Booth | None:
        return next((booth for booth in self.booths if booth.id == id_), None)

    def price_book(self, booth: Booth) -> tuple[Article, ...]:
        """What a booth's tills sell: the articles of everyone who stands there, in their order."""
        return tuple(a for who in booth.exhibitors for a in self.articles if a.exhibitor == who)

"""One fair as its tills and pages need to know it: calendar, zones, booths, who stands where, what is sold.

All of it together, numbered and immutable, is a settings edition. Editions travel from the centre to the
terminals; documents travel the other way and name the edition they used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fairpos.core.business_day import Calendar
from fairpos.core.gate import Method
from fairpos.core.notice import Notice
from fairpos.core.staff import Staff
from fairpos.core.tax import STATUTORY_RATES, Rate

ZoneKey = Literal["in-province", "other-province", "foreign"]
ZONES: tuple[ZoneKey, ...] = ("in-province", "other-province", "foreign")

ExhibitorKind = Literal["enterprise", "cooperative", "cooperative-group", "household", "delegation"]
TillKind = Literal["till", "gate", "sensor", "feed", "inspector"]
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
    """`hall` is the name of the one it leads into, "" for the fair as a whole; `method` usually counts
    there."""

    id: str
    name: str
    hall: str = ""
    method: Method = "clicker"


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many people a hall may hold; "" is the fair as a whole."""

    hall: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """An enrolled device, or one that may enrol: at a booth, at a gate (by hand or sensor), a bank feed, or
    an inspector's phone, which has no place.

    `code_hash` is the SHA-256 (hex) of its one-time enrolment code, None when no enrolment is open.
    """

    id: str
    kind: TillKind
    place: str
    code_hash: str | None
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfStop:
    """An article that is sold no longer at a booth since `at` (Unix milliseconds), and for which fault."""

    booth: str
    article: str
    at: int
    fault: str


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
    """One numbered settings edition, whole.

    `inspectors` are tills that older terminals could not read among the others.
    """

    number: int
    fair: Fair
    exhibitors: tuple[Exhibitor, ...]
    booths: tuple[Booth, ...]
    articles: tuple[Article, ...]
    gates: tuple[Gate, ...]
    tills: tuple[Till, ...]
    rates: tuple[Rate, ...] = STATUTORY_RATES
    staff: tuple[Staff, ...] = ()
    inspectors: tuple[Till, ...] = ()
    stops: tuple[ShelfStop, ...] = ()
    notices: tuple[Notice, ...] = ()
    capacities: tuple[Capacity, ...] = ()

    @property
    def devices(self) -> tuple[Till, ...]:
        """Every till and every inspector's phone."""
        return (*self.tills, *self.inspectors)

    def till(self, id_: str) -> Till | None:
        return next((till for till in self.devices if till.id == id_), None)

    def booth(self, id_: str) -> Booth | None:
        return next((booth for booth in self.booths if booth.id == id_), None)

    def notices_for(self, booth: Booth) -> tuple[Notice, ...]:
        """The notices that are meant for a booth, over or not."""
        here = {who.id: who.district or "" for who in self.exhibitors if who.id in booth.exhibitors}
        groups = {article.group for article in self.price_book(booth)}
        districts = set(here.values())
        return tuple(one for one in self.notices if one.reaches(booth.zone, districts, groups))

    def notices_for_all(self) -> tuple[Notice, ...]:
        """The notices that are meant for everybody, over or not: a gate belongs to no zone."""
        return tuple(one for one in self.notices if one.zone is one.district is one.group is None)

    def price_book(self, booth: Booth) -> tuple[Article, ...]:
        """What a booth's tills sell: the articles of everyone who stands there, in their order, without
        those taken off its shelf."""
        off = {stop.article for stop in self.stops if stop.booth == booth.id}
        return tuple(
            a for who in booth.exhibitors for a in self.articles if a.exhibitor == who and a.id not in off
        )

"""What an organiser knows of an exhibitor: how it files tax, whom to call, and which papers it must show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from fairpos.core.application import Paper
from fairpos.core.fair import ExhibitorKind, ZoneKey
from fairpos.core.search import search_key

EXHIBITOR_KINDS: tuple[ExhibitorKind, ...] = get_args(ExhibitorKind)

TaxMethod = Literal["", "deduction", "direct"]
"""How it pays VAT. deduction: VAT stands on its receipts. direct: a part of its takings, and no VAT line, for
printing one would be false. "": nobody has asked yet, and its goods keep the class they were given."""

TAX_METHODS: tuple[TaxMethod, ...] = get_args(TaxMethod)

Standing = Literal["taking-part", "withdrawn"]
"""A withdrawn exhibitor stays in the books: it may have sold."""

PaperKind = Literal["business", "food-safety", "star-decision", "goods-list", "other"]
"""business: its registration. food-safety: certificate or pledge. goods-list: what a foreign exhibitor brings
in for the fair."""

PAPER_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)

_FOOD = re.compile(r"thuc pham|do uong|ruou|tra|che|ca phe|thuy san|nong san|food|drink|ocop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """An exhibitor as a form or a list states it. `place` is a district or commune inside the province; home
    has one, other provinces have a province, foreign ones a country (two letters)."""

    name: str
    kind: ExhibitorKind = "enterprise"
    district: str = ""
    province: str = ""
    country: str = "VN"
    address: str = ""
    tax_code: str = ""
    tax_method: TaxMethod = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    story: str = ""
    note: str = ""


def zone_of(details: Details, home: str) -> ZoneKey:
    """The zone an exhibitor belongs to, at a fair held in the province `home`."""
    if details.country != "VN":
        return "foreign"
    own = not details.province or search_key(details.province) == search_key(home)
    return "in-province" if own else "other-province"


def unit_of(details: Details, home: str) -> str:
    """Whose quota it counts in: its district or commune, its province, or its country."""
    zone = zone_of(details, home)
    if zone == "foreign":
        return details.country
    return details.district or home if zone == "in-province" else details.province


def papers_asked(kind: ExhibitorKind, zone: ZoneKey, groups: frozenset[str]) -> tuple[PaperKind, ...]:
    """The kinds of papers without which nobody is placed. A delegation answers for its own members."""
    asked: list[PaperKind] = []
    if kind != "delegation":
        asked.append("business")
    if any(_FOOD.search(search_key(group)) for group in groups):
        asked.append("food-safety")
    if zone == "foreign":
        asked.append("goods-list")
    return tuple(asked)


def papers_missing(asked: tuple[PaperKind, ...], held: tuple[Paper, ...], last: str) -> tuple[PaperKind, ...]:
    """What is asked and not held, or held only by a paper that ends before the fair's last day."""
    good = {paper.kind for paper in held if paper.valid_to is None or paper.valid_to >= last}
    return tuple(kind for kind in asked if kind not in good)


_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?|\d{12}", re.ASCII)


def is_tax_code(text: str) -> bool:
    """Ten digits, three more for a branch, or a person's number of twelve (households since 2025)."""
    return _TAX_CODE.fullmatch(text) is not None

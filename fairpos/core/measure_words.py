"""The words of figures, in both languages: what is counted, of what zones, on what basis, how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fairpos.core.fair import ZONES
from fairpos.core.money import Language

Metric = Literal[
    "takings", "visits", "sales", "takings-per-visit", "basket",
    "booths", "areas", "exhibitors", "provinces", "products", "contracts", "contract-value",
]  # fmt: skip
Scope = Literal["all", "in-province", "other-province", "foreign"]
Basis = Literal["total", "per-day"]
Qualifier = Literal["exact", "over", "nearly", "estimated", "planned"]

METRICS: tuple[Metric, ...] = ("takings", "visits")
"""What every edition is asked for."""

FLOWS: tuple[Metric, ...] = ("takings", "visits", "sales")
"""What grows day by day, and so has a mean per open day."""

RATIOS: tuple[Metric, ...] = ("takings-per-visit", "basket")
"""One flow to another over the same days, the same whether both are totals or means."""

SIZES: tuple[Metric, ...] = (
    "booths", "areas", "exhibitors", "provinces", "products", "contracts", "contract-value",
)  # fmt: skip
"""What an edition has or brought as a whole. An area is a group of booths and is never counted as one."""

STATED: tuple[Metric, ...] = ("takings", "visits", "sales", *SIZES)
"""What a source may state. Ratios are worked out."""

MONEY: tuple[Metric, ...] = ("takings", "takings-per-visit", "basket", "contract-value")

SCOPES: tuple[Scope, ...] = ("all", *ZONES)
BASES: tuple[Basis, ...] = ("per-day", "total")
QUALIFIERS: tuple[Qualifier, ...] = ("exact", "over", "nearly", "estimated", "planned")

Texts = Mapping[Language, str]

METRIC_WORDS: Mapping[Metric, Texts] = {
    "takings": {"vi": "Doanh thu", "en": "Takings"},
    "visits": {"vi": "Lượt khách", "en": "Visits"},
    "sales": {"vi": "Đơn bán", "en": "Sales"},
    "takings-per-visit": {"vi": "Doanh thu mỗi lượt khách", "en": "Takings per visit"},
    "basket": {"vi": "Giá trị bình quân đơn bán", "en": "Basket size"},
    "booths": {"vi": "Gian hàng", "en": "Booths"},
    "areas": {"vi": "Khu gian hàng", "en": "Booth areas"},
    "exhibitors": {"vi": "Đơn vị tham gia", "en": "Exhibitors"},
    "provinces": {"vi": "Tỉnh, thành tham gia", "en": "Provinces taking part"},
    "products": {"vi": "Sản phẩm", "en": "Products"},
    "contracts": {"vi": "Hợp đồng", "en": "Contracts"},
    "contract-value": {"vi": "Giá trị hợp đồng", "en": "Value of contracts"},
}
NOUNS: Mapping[Metric, tuple[str, str, str]] = {
    "visits": ("lượt khách", "visit", "visits"),
    "sales": ("đơn bán", "sale", "sales"),
    "booths": ("gian hàng", "booth", "booths"),
    "areas": ("khu gian hàng", "booth area", "booth areas"),
    "exhibitors": ("đơn vị tham gia", "exhibitor", "exhibitors"),
    "provinces": ("tỉnh, thành", "province", "provinces"),
    "products": ("sản phẩm", "product", "products"),
    "contracts": ("hợp đồng", "contract", "contracts"),
}
"""What is counted, in Vietnamese, and in English one and many."""

SCOPE_WORDS: Mapping[Scope, Texts] = {
    "all": {"vi": "toàn hội chợ", "en": "whole fair"},
    "in-province": {"vi": "khu trong tỉnh", "en": "in-province zone"},
    "other-province": {"vi": "khu ngoài tỉnh", "en": "other-province zone"},
    "foreign": {"vi": "khu nước ngoài", "en": "foreign zone"},
}
BASIS_WORDS: Mapping[Basis, Texts] = {
    "total": {"vi": "tổng cộng", "en": "in total"},
    "per-day": {"vi": "bình quân ngày mở cửa", "en": "per open day"},
}
RATIO_WORDS: Mapping[Metric, Texts] = {
    "takings-per-visit": {"vi": "trên mỗi lượt khách", "en": "per visit"},
    "basket": {"vi": "trên mỗi đơn bán", "en": "per sale"},
}
QUALIFIER_WORDS: Mapping[Qualifier, Texts] = {
    "exact": {"vi": "", "en": ""},
    "over": {"vi": "hơn", "en": "over"},
    "nearly": {"vi": "gần", "en": "nearly"},
    "estimated": {"vi": "ước", "en": "estimated"},
    "planned": {"vi": "kế hoạch", "en": "planned"},
}

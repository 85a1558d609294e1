"""What stands between a product and the till: its label, its last day, and the certificate of its stars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

LabelState = Literal["unchecked", "passed", "failed"]
LABEL_STATES: tuple[LabelState, ...] = get_args(LabelState)

Hindrance = Literal["", "label-unchecked", "label-failed", "expired"]
"""Why a product is not at the till; "" when it is. Showing goods without a right label, or past their last
day, is fined."""

CertificateState = Literal["none", "valid", "ends-during", "ended", "not-yet", "undated"]

CERTIFICATE_MONTHS = 36
"""A star certificate holds 36 months from the day it was issued (26/2026/QĐ-TTg, Art. 4.3)."""

PRODUCT_GROUPS = (
    "Thực phẩm", "Đồ uống", "Dược liệu", "Thủ công mỹ nghệ", "Sinh vật cảnh", "Du lịch cộng đồng",
)  # fmt: skip
"""The six industries of the programme, as suggestions: a fair may name its groups as it likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Of a product's stars. `code` is the product's code as printed, "(T)-(X)-(STT)-20YY" or older. Days are
    ISO, "" where they are not stated; `valid_to` is the last day."""

    number: str = ""
    code: str = ""
    decision: str = ""
    authority: str = ""
    issued: str = ""
    valid_to: str = ""


def last_day(issued: str) -> str:
    """The last day of a certificate issued on this day: the same day 36 months on, or the month's last."""
    day = date.fromisoformat(issued)
    year = day.year + CERTIFICATE_MONTHS // 12
    try:
        return day.replace(year=year).isoformat()
    except ValueError:
        return date(year, 2, 28).isoformat()


def state_of(stars: int | None, certificate: Certificate, first: str, last: str) -> CertificateState:
    """How a certificate stands to a fair from its first day to its last (ISO)."""
    if stars is None:
        return "none"
    if not certificate.valid_to:
        return "undated"
    if certificate.valid_to < first:
        return "ended"
    if certificate.valid_to < last:
        return "ends-during"
    return "not-yet" if certificate.issued > first else "valid"


def stars_shown(stars: int | None, certificate: Certificate, first: str, last: str) -> int | None:
    """The stars that may be shown at a fair: all of its days must lie within the certificate. A star that
    vanished from labels and tiles in the middle of a fair would have been a false one the day before."""
    return stars if state_of(stars, certificate, first, last) == "valid" else None


def hindrance(label: LabelState, expires: str, day: str) -> Hindrance:
    """What keeps a product from the till on a day. `expires` is its last day, "" when it has none."""
    if label == "failed":
        return "label-failed"
    if label == "unchecked":
        return "label-unchecked"
    return "expired" if expires and expires < day else ""

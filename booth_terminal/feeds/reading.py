"""Reading what providers write: amounts, moments, JSON. Nothing here guesses."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from fairpos.core.business_day import VIETNAM
from fairpos.core.money import DONG_MAX

_MOMENTS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y",
)
_CURRENCY = re.compile(r"(?:VND|VNĐ|đ|₫)$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", re.ASCII)


class NotReadable(ValueError):
    """Text that is no amount or no moment, or could be two."""


def parse_json(body: bytes | str) -> Any:
    """JSON with exact numbers. Raises NotReadable."""
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise NotReadable("not JSON") from error


def moment_of(value: Any) -> int:
    """Unix ms of a moment as Vietnamese banks write it: their own time unless a zone is named."""
    text = value.strip() if isinstance(value, str) else ""
    for pattern in _MOMENTS:
        try:
            found = datetime.strptime(text, pattern).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
        return int(found.timestamp() * 1000)
    try:
        iso = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotReadable(f"not a moment: {text[:40]!r}") from error
    return int((iso if iso.tzinfo else iso.replace(tzinfo=VIETNAM)).timestamp() * 1000)


def amount_of(value: Any) -> int:
    """Whole đồng out of 87000, "87000.00", "87.000", "87,000.00" or "+87.000,00 VND"; negative for money out.

    A point or comma before three figures groups them: đồng have no thousandths. One before one or two figures
    begins a fraction, and that must be nought.
    """
    if isinstance(value, bool) or value is None:
        raise NotReadable(f"not an amount: {value!r}")
    text = _CURRENCY.sub("", re.sub(r"\s", "", str(value)))
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+-")
    fraction = re.search(r"[.,](\d{1,2})$", text, re.ASCII)
    if fraction:
        if int(fraction[1]):
            raise NotReadable(f"a fraction of a đồng: {str(value)[:40]!r}")
        text = text[: fraction.start()]
    if _GROUPED.fullmatch(text):
        text = re.sub("[.,]", "", text)
    if not (text.isascii() and text.isdigit()) or len(text) > 15 or int(text) > DONG_MAX:
        raise NotReadable(f"not an amount: {str(value)[:40]!r}")
    return sign * int(text)


def text_of(value: Any) -> str:
    """A text or a number as text; nothing for what is neither."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

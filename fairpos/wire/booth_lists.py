"""Booths as a list states them: the columns, and how one row is read. A row may state a strip, A01-A25."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from fairpos.core.fair import ZoneKey
from fairpos.core.floor import FACILITIES, Facility, StandKind, StandState
from fairpos.core.floor_lists import Strip
from fairpos.core.search import search_key
from fairpos.wire.cells import BadCell, hundredths
from fairpos.wire.entries import Entry
from fairpos.wire.sheets import Column

COLUMNS = (
    Column("codes", ("Mã gian hàng", "Gian hàng", "Mã gian", "Booths", "Booth"), required=True),
    Column("zone", ("Khu", "Khu vực", "Zone")),
    Column("hall", ("Nhà", "Nhà trưng bày", "Khu nhà", "Hall")),
    Column("row", ("Dãy", "Hàng", "Row")),
    Column("width", ("Rộng (m)", "Rộng", "Chiều rộng", "Width (m)", "Width")),
    Column("depth", ("Sâu (m)", "Sâu", "Chiều sâu", "Dài", "Depth (m)", "Depth")),
    Column("open_sides", ("Mặt thoáng", "Số mặt thoáng", "Open sides")),
    Column("facilities", ("Tiện ích", "Điện nước", "Facilities")),
    Column("kind", ("Loại", "Kind")),
    Column("state", ("Dành cho", "Tình trạng", "State")),
)

ZONES: Mapping[str, tuple[str, ...]] = {
    "in-province": ("Trong tỉnh", "Nội tỉnh", "In province"),
    "other-province": (
        "Ngoài tỉnh",
        "Các tỉnh",
        "Tỉnh bạn",
        "Tỉnh khác",
        "Other provinces",
        "Other province",
    ),
    "foreign": ("Nước ngoài", "Quốc tế", "Foreign"),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "booth": ("Gian", "Gian hàng", "Booth"),
    "area": ("Khu", "Khu trưng bày", "Khu gian hàng chung", "Area"),
}
STATES: Mapping[str, tuple[str, ...]] = {
    "free": ("Còn trống", "Trống", "Free"),
    "fixed": ("Đã hứa", "Đã giữ chỗ", "Promised", "Fixed"),
    "reserve": ("Dự phòng", "Reserve"),
    "blocked": ("Đóng", "Không dùng", "Closed off", "Blocked"),
}
FACILITY_NAMES: Mapping[Facility, tuple[str, ...]] = {
    "power": ("Điện", "Power"),
    "power-3-phase": ("Điện 3 pha", "Điện ba pha", "3 pha", "Three-phase power"),
    "water": ("Nước", "Water"),
    "drain": ("Thoát nước", "Drain"),
    "cold-store": ("Kho lạnh", "Tủ lạnh", "Cold store"),
    "gas": ("Ga", "Gas"),
    "chimney": ("Ống khói", "Hút khói", "Chimney"),
}

STRIP_MAX = 200
CODE_MAX = 12
_SPAN = re.compile(
    r"(?P<letters>.*?\D)?(?P<first>\d{1,4})\s*(?:-|–|—|đến|to)\s*(?P<again>.*?\D)?(?P<last>\d{1,4})"
)


def codes_of(text: str) -> tuple[str, ...]:
    """ "A07", "A01-A25", "A01 đến 25", or several of them with commas between. Raises BadCell."""
    codes: list[str] = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[,;]", text))):
        codes += _expanded(piece)
    plain = [code.casefold() for code in codes]
    if any(len(code) > CODE_MAX or re.search(r"\s", code) for code in codes) or len(codes) > STRIP_MAX:
        raise BadCell("not-codes")
    if len(set(plain)) < len(plain):
        raise BadCell("twice-in-list")
    return tuple(codes)


def _expanded(piece: str) -> list[str]:
    span = _SPAN.fullmatch(piece)
    if span is None:
        return [piece]
    letters, again = span["letters"] or "", span["again"] or ""
    first, last = int(span["first"]), int(span["last"])
    if last <= first and letters and again.strip() == letters.strip():
        raise BadCell("not-codes")
    if again.strip() not in ("", letters.strip()) or last <= first:
        # One booth may well be called A1-01.
        return [piece]
    return [f"{letters}{n:0{len(span['first'])}}" for n in range(first, min(last, first + STRIP_MAX) + 1)]


def read(entry: Entry) -> Strip:
    """A strip out of an entry; what is wrong stands in its `faults`."""
    codes = _codes(entry)
    return Strip(
        codes=codes,
        hall=entry.text("hall", most=60) or None,
        row=entry.text("row", most=12) or None,
        zone=cast("ZoneKey | None", entry.choice("zone", ZONES, "") or None),
        kind=cast("StandKind | None", entry.choice("kind", KINDS, "") or None),
        state=cast("StandState | None", entry.choice("state", STATES, "") or None),
        width=_side(entry, "width"),
        depth=_side(entry, "depth"),
        open_sides=entry.whole("open_sides", least=0, most=4),
        facilities=_facilities(entry),
    )


def _codes(entry: Entry) -> tuple[str, ...]:
    text = entry.text("codes", required=True)
    try:
        return codes_of(text)
    except BadCell as bad:
        entry.faults["codes"] = bad.code
        return ()


def _side(entry: Entry, key: str) -> int | None:
    text = entry.text(key)
    if not text:
        return None
    try:
        side = hundredths(text)
    except BadCell as bad:
        entry.faults[key] = bad.code
        return None
    if not 50 <= side <= 10_000:
        entry.faults[key] = "out-of-range"
        return None
    return side


def _facilities(entry: Entry) -> frozenset[Facility] | None:
    """ "-" takes all away; an empty cell says nothing."""
    text = entry.text("facilities")
    if not text:
        return None
    found: set[Facility] = set()
    for piece in filter(None, (piece.strip(" -–") for piece in re.split(r"[,;+]", text))):
        named = next(
            (one for one in FACILITIES if search_key(piece) in (one, *map(search_key, FACILITY_NAMES[one]))),
            None,
        )
        if named is None:
            entry.faults["facilities"] = "not-a-choice"
            return None
        found.add(named)
    return frozenset(found)
